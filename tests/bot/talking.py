"""A talk with the bot without a network: what somebody says, and what is answered."""

import itertools
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

from tests.scene import Scene
from watcher.answers.snapshot import Snapshot
from watcher.bot.dispatch import answer_update
from watcher.bot.incoming import Blocked, Elsewhere, Incoming, Pressed, Said, Wordless
from watcher.bot.outgoing import Answer, Outgoing, PressAnswer
from watcher.core.people import Person
from watcher.core.settings import BotSettings, Channel, Language, Secret
from watcher.pipeline.subscribing import find_person

CHANNEL = "tg"
URL = Secret("tgram://110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0/")
_UPDATES = itertools.count(1)


def with_bot(scene: Scene, **bot: object) -> Scene:
    """Give a scene a channel of Telegram, and switch the bot on."""
    settings = BotSettings(enabled=True, channel=CHANNEL, **bot)  # type: ignore[arg-type]  # as the test names them
    channels = {**scene.settings.channels, CHANNEL: Channel(name=CHANNEL, url=URL)}
    scene.settings = replace(scene.settings, bot=settings, channels=channels)
    return scene


@dataclass
class Talk:
    """One private chat; the newest message with buttons is the one whose buttons are pressed."""

    scene: Scene
    chat: int = 42
    language: Language = "en"
    heard: list[Answer] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def says(self, text: str) -> str:
        """Say something, and return the answer as plain text."""
        return self._gets(Said(text=text))

    def presses(self, label: str) -> str:
        """Press a button by its label."""
        for answer in reversed(self.heard):
            for button in itertools.chain.from_iterable(answer.keyboard):
                if button.text.removeprefix("✅ ") == label:
                    return self.sends_data(button.data)
        raise AssertionError(f"no button {label!r}")

    def sends_data(self, data: str) -> str:
        """Send what a button sends, whether there is one or not."""
        return self._gets(Pressed(data=data, message=7, press="p"))

    def sends_a_picture(self) -> str:
        return self._gets(Wordless())

    def writes_in_a_group(self) -> str:
        return self._gets(Elsewhere())

    def blocks(self) -> None:
        self._gets(Blocked())

    def signs_up(self, score: str = "488") -> str:
        """Go the whole way, with CEC and healthcare, and without a submission."""
        self.says("/start")
        self.presses("CEC")
        self.presses("Healthcare")
        self.presses("Done, go on")
        self.says(score)
        self.presses("I don't know")
        return self.presses("Subscribe")

    def later(self, span: timedelta) -> None:
        """Let time pass."""
        self.scene.now += span

    @property
    def person(self) -> Person | None:
        """Who the chat is, as it is stored."""
        with self.scene.store.reading() as tx:
            return find_person(tx, CHANNEL, str(self.chat))

    @property
    def is_stranger(self) -> bool:
        """Whether nothing is stored of the chat."""
        return self.person is None

    @property
    def chosen(self) -> list[str]:
        """The labels of the buttons that are marked in the newest answer."""
        buttons = itertools.chain.from_iterable(self.heard[-1].keyboard)
        return [button.text.removeprefix("✅ ") for button in buttons if "✅" in button.text]

    def _gets(self, what: Said | Pressed | Wordless | Elsewhere | Blocked) -> str:
        update = Incoming(update=next(_UPDATES), chat=self.chat, language=self.language, what=what)
        answers = self.answers(update)
        texts = [plain(one) for one in answers if isinstance(one, Answer)]
        self.notes += [one.text for one in answers if isinstance(one, PressAnswer)]
        self.heard += [one for one in answers if isinstance(one, Answer)]
        return "\n".join(texts)

    def answers(self, update: Incoming) -> list[Outgoing]:
        """Answer an update in one transaction."""
        scene = self.scene
        with scene.store.writing() as tx:
            snapshot = Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now)
            return answer_update(snapshot, CHANNEL, update)


def plain(answer: Answer) -> str:
    """Take the markup out of an answer."""
    text = re.sub(r"</?(?:b|a[^>]*)>", "", answer.html)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
