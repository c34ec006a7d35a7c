"""Forged hosts, odd paths, oversized and broken requests: refused, never 500."""

import random
import socket
from collections.abc import Iterator

import pytest

from tests.scene import Scene
from tests.web.stage import TOKEN, Stage
from watcher.web import server
from watcher.web.routes import ENDPOINTS
from watcher.web.security import LARGEST_BODY, LONGEST_TARGET

HOSTS_OF_OTHERS = [
    b"evil.example",
    b"evil.example:8470",
    b"127.0.0.1.evil.example",
    b"127.0.0.1@evil.example",
    b"evil.example#127.0.0.1",
    b"127.0.0.2",
    b"192.0.2.1",
    b"0.0.0.0",
    b"[::2]",
    b"[::1",
    b"localhost.",
    b"",
    b"a" * 300,
]
OURS = [b"127.0.0.1", b"localhost", b"LOCALHOST:1", b"127.0.0.1:99", b"[::1]:80"]
PATHS = [
    b"//evil.example/",
    b"/..%2f..%2fetc/passwd",
    b"/static/../face.py",
    b"/static/%2e%2e%2fface.py",
    b"/static/watcher.css",
    b"/%00",
    b"/rounds/%00",
    b"/rounds/%0d%0aSet-Cookie:%20a=b",
    b"/rounds/%ff%fe",
    b"/rounds/" + b"9" * 900,
    b"/rounds/%D9%A3%D8%A8",
    b"/feeds/%2e%2e%2frounds.atom",
    b"/api/v1/rounds/%00",
    b"/rounds/",
    b"/?lang=%00&zone=%ff",
    b"/rounds?score=%F0%9F%8D%81&year=" + b"9" * 500,
    b"/rounds?" + b"a=1&" * 400,
    b"/trends?span=" + b"%27" * 100,
    b"/rounds?category=" + b"," * 900,
    b"/%",
    b"/%zz",
    b"*",
    b"http://evil.example/",
]


@pytest.fixture(name="stage", scope="module")
def _stage(standing: Stage) -> Stage:
    return standing


def request(target: bytes = b"/", *, method: bytes = b"GET", host: bytes = b"127.0.0.1") -> bytes:
    line = b"%s %s HTTP/1.1\r\n" % (method, target)
    return line + b"Host: " + host + b"\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("host", HOSTS_OF_OTHERS)
def test_whoever_asks_for_another_host_is_refused(stage: Stage, host: bytes) -> None:
    assert stage.status(request(host=host)) in {400, 421}


@pytest.mark.parametrize("host", OURS)
def test_our_own_names_are_answered_on_any_port(stage: Stage, host: bytes) -> None:
    assert stage.status(request(host=host)) == 200


def test_no_host_or_two_are_refused(stage: Stage) -> None:
    none = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
    two = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n"
    old = b"GET / HTTP/1.0\r\n\r\n"

    assert [stage.status(data) for data in (none, two, old)] == [400, 400, 421]


def test_the_configured_name_is_answered_and_makes_the_links(scene: Scene) -> None:
    with Stage(scene, url="https://watcher.example.org") as stage:
        assert stage.status(request(host=b"watcher.example.org")) == 200
        feed = stage.get("/feeds/rounds.json", host="watcher.example.org").json()

    assert feed["feed_url"] == "https://watcher.example.org/feeds/rounds.json"


def test_whoever_listens_everywhere_is_asked_by_any_address_but_no_name(scene: Scene) -> None:
    with Stage(scene, host="0.0.0.0") as stage:
        assert stage.status(request(host=b"192.0.2.7:8470")) == 200
        assert stage.status(request(host=b"evil.example")) == 421


@pytest.mark.parametrize("path", PATHS)
def test_strange_paths_are_answered_and_lead_nowhere(stage: Stage, path: bytes) -> None:
    answer = stage.raw(request(path))

    status = int(answer[9:12])
    assert status in {200, 400, 404, 414, 421}, answer[:200]
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"location:" not in head
    assert b"set-cookie:" not in head
    assert b"root:" not in answer


@pytest.mark.parametrize(
    "method", [b"TRACE", b"PUT", b"DELETE", b"PATCH", b"get", b"BREW", b"CONNECT"]
)
def test_other_methods_are_refused(stage: Stage, method: bytes) -> None:
    assert stage.status(request(method=method)) in {400, 405}


def test_a_long_address_is_refused(stage: Stage) -> None:
    assert stage.status(request(b"/" + b"a" * LONGEST_TARGET)) == 414
    assert stage.status(request(b"/?" + b"a" * LONGEST_TARGET)) == 414
    assert stage.status(request(b"/" + b"a" * 100_000)) in {400, 414, 431}


def post(body: bytes, length: bytes | None) -> bytes:
    head = b"POST /signin HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    if length is not None:
        head += b"Content-Length: " + length + b"\r\n"
    return head + b"\r\n" + body


def test_a_large_body_is_refused_before_it_is_read(stage: Stage) -> None:
    within, beyond = str(LARGEST_BODY).encode(), str(LARGEST_BODY + 1).encode()

    assert stage.status(post(b"a" * LARGEST_BODY, within)) == 401
    assert stage.status(post(b"", beyond)) == 413
    assert stage.status(post(b"", b"9" * 40)) in {400, 413}


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"0x10", b" ", b"\xb2"])
def test_a_length_that_is_none_is_refused(stage: Stage, length: bytes) -> None:
    assert stage.status(post(b"token=x", length)) in {400, 411}


def test_a_body_of_unknown_length_is_refused(stage: Stage) -> None:
    head = b"POST /signin HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"

    assert stage.status(head + b"5\r\ntoken\r\n0\r\n\r\n") == 411


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"token=%ff", b"&" * 5000, b"token", b'{"token": "x"}', b"a=1&" * 600]
)  # fmt: skip
def test_a_body_that_is_no_form_is_refused(stage: Stage, body: bytes) -> None:
    assert stage.status(post(body, str(len(body)).encode())) in {400, 401}


def test_too_many_requests_are_asked_to_wait_and_others_are_not(scene: Scene) -> None:
    with Stage(scene, per_second=2) as stage:
        statuses = [stage.get("/healthz").status_code for _ in range(9)]
        refused = stage.get("/healthz")

    assert statuses == [200] * 8 + [429]
    assert refused.headers["retry-after"] == "1"


@pytest.fixture
def impatient(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(server, "REQUEST_TIMEOUT", 0.2)
    with Stage(scene) as stage:
        yield stage


@pytest.mark.parametrize(
    "said", [b"", b"GET / HT", post(b"token", b"50"), b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"]
)  # fmt: skip
def test_whoever_dawdles_is_cut_off(impatient: Stage, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", impatient.port), 5) as there:
        there.sendall(said)
        try:
            ended = there.recv(65536)
        except ConnectionResetError:
            ended = b""

    assert b"200 OK" not in ended
    assert impatient.get("/healthz").status_code == 200


def test_several_requests_in_one_breath_are_answered_in_turn(stage: Stage) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    answer = stage.raw(one * 5 + request(b"/readyz"))

    assert answer.count(b"HTTP/1.1 200 OK") == 6


KINDS = {
    "a page": ("GET", "/", 200),
    "not changed": ("GET", "/", 304),
    "an asset": ("GET", "/static/icon", 404),
    "nothing there": ("GET", "/nothing", 404),
    "private": ("GET", "/deliveries", 401),
    "the wrong method": ("PUT", "/", 405),
    "another host": ("GET", "/", 421),
    "too long": ("GET", "/" + "a" * 3000, 414),
    "signed in": ("POST", "/signin", 303),
    "the API": ("GET", "/api/v1/rounds", 200),
    "a fault": ("GET", "/api/v1/rounds?x=1", 422),
    "metrics": ("GET", "/metrics", 200),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_carries_what_keeps_a_browser_from_harm(stage: Stage, kind: str) -> None:
    method, path, status = KINDS[kind]
    headers = {"Host": "evil.example"} if kind == "another host" else {}
    if kind == "not changed":
        headers["If-None-Match"] = stage.get(path).headers["etag"]
    data = {"token": TOKEN} if method == "POST" else None

    with stage.a_client() as stranger:
        answer = stranger.request(method, path, headers=headers, data=data)

    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "server" not in answer.headers


def test_a_page_that_fails_shows_none_of_its_insides(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise RuntimeError("the insides")

    monkeypatch.setattr("watcher.web.overview.rhythm_of", broken)
    with Stage(scene) as stage:
        answer = stage.get("/")
        other = stage.get("/rounds")

    assert (answer.status_code, other.status_code) == (500, 200)
    assert answer.text == "watcher failed on this page; its log says why\n"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "the insides" in caplog.text


def test_a_database_that_cannot_be_read_is_told_and_none_a_500(scene: Scene) -> None:
    with Stage(scene) as stage:
        stage.get("/")
        with scene.store.writing() as tx:
            for name in ("rounds", "sources"):
                tx.rounds._db.exec_driver_sql(  # noqa: SLF001 - nothing of ours drops a table
                    f"ALTER TABLE {name} RENAME TO gone_{name}"
                )
        scene.now = scene.now.replace(minute=59)
        statuses = {
            path: stage.get(path).status_code
            for path in ("/rounds?year=2020", "/healthz", "/nothing")
        }

    assert statuses == {"/rounds?year=2020": 503, "/healthz": 200, "/nothing": 404}


SEED = 20_261_125
TIMES = 600


def test_whatever_is_sent_no_answer_is_a_500_and_the_face_goes_on(scene: Scene) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same requests each time
    paths = [endpoint.path.encode() for endpoint in ENDPOINTS]
    with Stage(scene) as stage:  # one of its own: some of these count as guesses at the token
        for _ in range(TIMES):
            answer = stage.raw(_mutated(chance, paths), moment=0.05)

            assert not answer.startswith(b"HTTP/1.1 5"), answer[:300]

        assert stage.get("/").status_code == 200


_NAMES = (
    b"Cookie",
    b"Accept-Language",
    b"Accept-Encoding",
    b"If-None-Match",
    b"Authorization",
    b"Origin",
    b"Content-Type",
    b"X-Forwarded-Host",
)


def _mutated(chance: random.Random, paths: list[bytes]) -> bytes:
    method = chance.choice([b"GET", b"POST", b"HEAD", b"PUT", b"G\xffT"])
    path = chance.choice(paths) + chance.choice([b"", b"?", b"/", b"%2f", b"?lang=fr"])
    headers = [b"Host: 127.0.0.1", b"Connection: close"]
    headers += [name + b": " + _noise(chance) for name in _NAMES if chance.random() < 0.3]
    body = _noise(chance) * chance.randrange(4) if method == b"POST" else b""
    if body or method == b"POST":
        headers.append(b"Content-Length: %d" % (len(body) + chance.choice([0, 0, 0, 1])))
    data = bytearray(
        b"%s %s HTTP/1.1\r\n%s\r\n\r\n%s" % (method, path, b"\r\n".join(headers), body)
    )
    for _ in range(chance.choice([0, 0, 1, 3])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _noise(chance: random.Random) -> bytes:
    pieces = [
        b"a=1",
        b"watcher_session=x",
        b"fr-CA;q=0.9",
        b"*",
        b'"x"',
        b"gzip",
        b";;",
        b"Bearer x",
        b"\xc3\x28",
        b"%00",
        b"q=\xb2",
        b",",
    ]
    return b"".join(chance.choice(pieces) for _ in range(chance.randrange(1, 6)))
