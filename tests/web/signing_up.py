"""Somebody who signs up on a page: a stage with mail, and what its mails say."""

import re
from dataclasses import replace

from tests.scene import Scene, Sent
from tests.servers.smtp import SmtpServer
from tests.web.stage import Stage
from watcher.core.sender import Sender
from watcher.core.settings import Channel, Operator, Secret, SignupSettings
from watcher.pipeline.channels import Channels
from watcher.pipeline.delivery import DeliveryContext
from watcher.pipeline.mail_footers import MailFooters

SITE = "https://watcher.example.org"
AMARA = "amara@example.com"
SENDER = Sender(name="Maple Advice", address="1 Main St, Ottawa", contact="hello@example.org")
WANTED = {
    "mail": AMARA,
    "score": "521",
    "categories": "cec",
    "zone": "America/Toronto",
    "lang": "en",
}


def open_signup(scene: Scene, **signup: object) -> None:
    """Let people subscribe themselves through the channel ``mail``."""
    url = Secret("mailtos://me:secret@smtp.example.org/?from=me@example.org")
    values: dict[str, object] = {"enabled": True, "channel": "mail", **signup}
    scene.settings = replace(
        scene.settings,
        channels={"mail": Channel(name="mail", url=url)},
        sender=SENDER,
        signup=SignupSettings(**values),  # type: ignore[arg-type]  # as the test names them
    )


class Newcomer:
    """Signs up at a stage, and opens the links in mails."""

    def __init__(self, stage: Stage, mail: str = AMARA) -> None:
        self.stage, self.mail = stage, mail

    def asks(self, **changes: str) -> int:
        """Send the form; return the status."""
        return self.stage.post("/subscribe", {**WANTED, "mail": self.mail, **changes}).status_code

    def mails(self) -> list[Sent]:
        """Read all mails that came so far."""
        self.stage.scene.deliver()
        return [sent for sent in self.stage.scene.channels.sent if sent.target == self.mail]

    def link(self, path: str) -> str:
        """Find the newest link below a path in the mails."""
        found = re.findall(rf"{SITE}({path}\S+)", " ".join(m.text for m in self.mails()))
        return str(found[-1])

    def confirms(self) -> str:
        """Open the link of the mail and press the button; return the address of the own page."""
        link = self.link("/subscribe/confirm/")
        assert self.stage.get(link).status_code == 200
        answer = self.stage.post(link, {"action": "confirm"})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"].partition("?")[0])


class MailedScene(Scene):
    """Sends real mail to a server on loopback, complete with footers."""

    def connect(self, smtp: SmtpServer) -> None:
        """Let people subscribe themselves, and the operator hear nothing."""
        open_signup(self)
        mail = Channel(name="mail", url=smtp.channel())
        self.settings = replace(
            self.settings, channels={"mail": mail}, operator=Operator(), subscriptions=()
        )

    def delivery_context(self) -> DeliveryContext:
        channels = Channels(self.settings, lambda: 0.0)
        footers = MailFooters(self.store, lambda: self.address_book)
        return replace(super().delivery_context(), send=channels.send, complete=footers)
