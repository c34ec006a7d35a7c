"""A web server on loopback, and its clients."""

import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from tests.scene import Scene
from tests.values import a_report, a_reported_round
from watcher.core.model import Round
from watcher.core.settings import Secret, Web
from watcher.web.app import WebApp
from watcher.web.metrics import Metrics
from watcher.web.server import WebServer

TOKEN = "the-token-of-these-tests"
PLENTY = 100_000  # requests a second
PATIENCE = 10.0
MOMENT = 1.0
NOTHING: Mapping[str, str] = {}


class Stage:
    """Serves a scene, with a token unless told otherwise."""

    def __init__(self, scene: Scene, **web: object) -> None:
        values = {"port": 0, "token": Secret(TOKEN), "per_second": PLENTY, **web}
        served = Web(**values)  # type: ignore[arg-type]  # as the test names them
        scene.settings = replace(scene.settings, web=served)
        self.scene = scene

    def __enter__(self) -> Self:
        scene = self.scene
        self.face = WebServer(
            WebApp(scene.store, lambda: scene.settings, lambda: scene.now, Metrics(scene.now))
        )
        self.port: int = urlsplit(self.face.url).port or 0
        self.client = self.a_client()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.client.close()
        self.face.stop()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def a_client(self) -> httpx.Client:
        """Open a browser of somebody else: it shares no cookie."""
        # Plain HTTP needs no certificates, which take 20 ms to load.
        return httpx.Client(
            base_url=self.base,
            timeout=PATIENCE,
            trust_env=False,
            verify=False,  # noqa: S501 - as above
        )

    def get(self, address: str, **headers: str) -> httpx.Response:
        """Ask, with these headers (an underscore is a hyphen)."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(address, headers=named)

    def post(
        self, address: str, form: Mapping[str, str] = NOTHING, **headers: str
    ) -> httpx.Response:
        """Send a form."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(address, data=dict(form), headers=named)

    def sign_in(self, client: httpx.Client | None = None) -> str:
        """Sign in; return what a form has to carry."""
        client = client or self.client
        answer = client.post("/signin", data={"token": TOKEN})
        assert answer.status_code == 303, answer.text
        page = client.get("/deliveries").text
        return page.partition('name="form" value="')[2].partition('"')[0]

    def raw(self, data: bytes, *, moment: float = MOMENT) -> bytes:
        """Send these bytes, whatever they are; return all that comes until the end.

        Of what is no whole request, until nothing has come for a moment.
        """
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as there:
            there.settimeout(moment)
            answer = b""
            with suppress(ConnectionError, TimeoutError):
                there.sendall(data)
                while more := there.recv(65536):
                    answer += more
        return answer

    def status(self, data: bytes) -> int:
        """Send bytes; return the status of the first answer, 0 where there is none."""
        answer = self.raw(data)
        return int(answer[9:12]) if answer.startswith(b"HTTP/1.1 ") else 0


def report(scene: Scene, claimed: str = "438", **figures: object) -> Round:
    """Let a site tell of a round (CEC, 515) that IRCC does not show."""
    usual = {
        "number": f"reported-2026-08-19-{figures.get('category', 'cec')}",
        "claimed": claimed,
        "category": "cec",
        "name": "Canadian Experience Class",
        "date": date(2026, 8, 19),
        "cutoff": 515,
        "tie_break": None,
        "first_seen": scene.now,
    }
    round_ = a_reported_round(**{**usual, **figures})
    with scene.store.writing() as tx:
        change = a_report(reported=round_)
        tx.rounds.save([change], page=b"1", now=scene.now)
    return round_
