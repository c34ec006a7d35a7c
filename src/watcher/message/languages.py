"""Which words, and how time is written, for one reader."""

from watcher.message.english import ENGLISH
from watcher.message.french import FRENCH
from watcher.message.instants import Local
from watcher.message.words import Voice
from watcher.settings import Language


def voice_of(language: Language, timezone: str) -> Voice:
    """Make the voice in which one reader is spoken to."""
    words = FRENCH if language == "fr" else ENGLISH
    return Voice(words=words, local=Local(language, timezone))
