"""Which words, and how time is written, for one reader."""

from watcher.core.settings import Language
from watcher.messages.english import ENGLISH
from watcher.messages.formatter import Formatter
from watcher.messages.french import FRENCH
from watcher.messages.words import Voice


def voice_of(language: Language, timezone: str) -> Voice:
    """Make the voice in which one reader is spoken to."""
    words = FRENCH if language == "fr" else ENGLISH
    return Voice(words=words, local=Formatter(language, timezone))
