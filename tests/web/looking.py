"""A visitor without a browser, who reads pages row by row."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.scene import Scene
from watcher.adapters.database import Transaction
from watcher.core.settings import Secret
from watcher.web.request import ReaderPreferences, RequestContext, WebRequest
from watcher.web.response import WebResponse
from watcher.web.routes import Handler
from watcher.web.sessions import Authenticator, Session

TOKEN = Secret("a-token-of-the-tests")
NO_FORM: Mapping[str, Sequence[str]] = {}


class Read:
    """A page as it was answered."""

    def __init__(self, answer: WebResponse) -> None:
        self.answer = answer
        self.html = answer.body.decode()
        self._tree = LexborHTMLParser(self.html)
        for node in self._tree.css(".brief"):  # the same as before it, for a phone
            node.decompose()

    @property
    def text(self) -> str:
        """Read all words of the page, with single spaces."""
        return _text(self._tree.css_first("main"))

    def one(self, selector: str) -> str:
        """Read the words of the first element that matches."""
        return _text(self._tree.css_first(selector))

    def every(self, selector: str) -> list[str]:
        """Read the words of every element that matches."""
        return [_text(node) for node in self._tree.css(selector)]

    def rows(self, selector: str = "main table") -> list[list[str]]:
        """Read the cells of the first table that matches, without its head."""
        table = self._tree.css_first(selector)
        if table is None:
            return []
        return [[_text(cell) for cell in row.css("th, td")] for row in table.css("tbody tr")]

    def value(self, selector: str, attribute: str) -> str | None:
        """Read an attribute of the first element that matches."""
        node = self._tree.css_first(selector)
        return None if node is None else node.attributes.get(attribute)

    def looks(self) -> dict[str, str | None]:
        """Say of each named line of the charts how it looks, by its name."""
        lines = self._tree.css("section[aria-labelledby=cutoffs] .at-desk g.series")
        return {_text(line.css_first(".name")): line.attributes.get("class") for line in lines}

    def links(self, selector: str = "main a") -> list[str]:
        """Say where the links lead."""
        return [node.attributes.get("href") or "" for node in self._tree.css(selector)]


class Visitor:
    """Asks pages of a scene, in English and Toronto's time unless told otherwise."""

    def __init__(self, scene: Scene, *, token: Secret | None = TOKEN) -> None:
        self.scene = scene
        self.reader = ReaderPreferences(language="en", timezone="America/Toronto")
        self.session: Session | None = None
        self.access = Authenticator(token, clock=lambda: scene.now, monotonic=lambda: 0.0)

    def signs_in(self) -> None:
        """Know the token from now on."""
        self.session = self.access.sign_in()

    def get(self, page: Handler, path: str = "/", query: str = "", **place: str) -> Read:
        """Ask for a page."""
        with self.scene.store.reading() as tx:
            return Read(page(self._look(tx), self._asked(path, query, place)))

    def post(self, page: Handler, path: str, **form: str | Sequence[str]) -> WebResponse:
        """Send a form."""
        values = {k: [v] if isinstance(v, str) else list(v) for k, v in form.items()}
        with self.scene.store.writing() as tx:
            return page(self._look(tx), self._asked(path, "", {}, values))

    def _look(self, tx: Transaction) -> RequestContext:
        return RequestContext(
            tx=tx,
            store=self.scene.store,
            settings=self.scene.settings,
            now=self.scene.now,
            access=self.access,
        )

    def _asked(
        self,
        path: str,
        query: str,
        place: Mapping[str, str],
        form: Mapping[str, Sequence[str]] = NO_FORM,
    ) -> WebRequest:
        return WebRequest(
            path=path,
            reader=self.reader,
            base_url="http://127.0.0.1:8470",
            path_parameters=place,
            query=parse_qs(query, keep_blank_values=True),
            form=form,
            query_string=query,
            address="192.0.2.1",
            session=self.session,
        )


def _text(node: LexborNode | None) -> str:
    if node is None:
        return ""
    words = re.sub(r"\s+", " ", node.text(separator=" ")).strip()
    return re.sub(" (?=[,:])", "", words)  # between two elements, not two words
