"""Pictures, drawn by a real child."""

import io
import resource
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree as ET

import pytest

from tests.insight.test_picture import cec
from watcher.core.errors import NotDrawn
from watcher.insight import drawing
from watcher.insight.drawing import Artist
from watcher.insight.picture import picture

pytest.importorskip("matplotlib", reason="there is no matplotlib here: make .venv/.dev")
from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PICTURE = picture("cec", cec(20), language="fr", scores=[471])


@pytest.fixture
def artist() -> Iterator[Artist]:
    artist = Artist()
    yield artist
    artist.close()


def child_of(artist: Artist) -> int:
    child = artist._child  # noqa: SLF001 - to kill it, as somebody else may
    assert child is not None
    return child.pid


def test_a_png_is_as_large_as_messengers_show_whole_and_not_heavy(artist: Artist) -> None:
    drawn = artist.draw(PICTURE)

    with Image.open(io.BytesIO(drawn)) as image:
        assert image.size == (1200, 630)
        assert len(image.convert("RGB").getcolors(1_000_000) or ()) > 100  # not blank
    assert len(drawn) < 150_000


def test_an_svg_says_what_it_shows(artist: Artist) -> None:
    root = ET.fromstring(artist.draw(PICTURE, "svg"))  # noqa: S314 - our own

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join(root.itertext())
    assert PICTURE.title in words
    assert "votre note" in words


def test_one_child_draws_many_pictures_and_each_once(artist: Artist) -> None:
    first = artist.draw(PICTURE)
    child = child_of(artist)
    others = {
        artist.draw(picture("cec", cec(20), language="en", scores=[score]))
        for score in (470, 480, 490)
    }

    assert child_of(artist) == child
    assert len({first, *others}) == 4
    assert artist.draw(PICTURE) is first


def test_several_threads_get_each_their_own(artist: Artist) -> None:
    drawn: dict[int, bytes] = {}

    def draw(score: int) -> None:
        drawn[score] = artist.draw(picture("cec", cec(9), language="en", scores=[score]))

    threads = [Thread(target=draw, args=(score,)) for score in (450, 460, 470, 480)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(drawn.values())) == 4
    assert all(png.startswith(SIGNATURE) for png in drawn.values())


def test_after_a_child_was_killed_another_draws(artist: Artist) -> None:
    artist.draw(PICTURE)
    Path(f"/proc/{child_of(artist)}").exists()
    artist._child.kill()  # type: ignore[union-attr]  # noqa: SLF001 - as the kernel may
    artist._child.wait()  # type: ignore[union-attr]  # noqa: SLF001

    again = artist.draw(picture("cec", cec(5), language="en"))

    assert again.startswith(SIGNATURE)


def test_a_picture_that_takes_too_long_is_given_up() -> None:
    artist = Artist(deadline=0.01)
    try:
        with pytest.raises(NotDrawn, match=r"the picture was not drawn within 0\.01 s"):
            artist.draw(PICTURE)
    finally:
        artist.close()


def test_without_work_the_child_is_ended() -> None:
    artist = Artist(idle=0.05)
    artist.draw(PICTURE)
    timer = artist._ending  # noqa: SLF001 - to wait for it
    assert timer is not None
    timer.join()

    assert artist._child is None  # noqa: SLF001
    assert artist.draw(picture("cec", cec(4), language="en")).startswith(SIGNATURE)
    artist.close()


def test_without_matplotlib_it_says_what_to_install(
    artist: Artist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "find_spec", lambda _: None)

    with pytest.raises(NotDrawn, match="-m pip install 'matplotlib"):
        artist.draw(PICTURE)


def test_the_child_knows_no_secret_of_the_service(
    artist: Artist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:secret")
    artist.draw(PICTURE)

    environ = Path(f"/proc/{child_of(artist)}/environ").read_bytes()

    assert b"secret" not in environ


def test_the_child_that_draws_has_bounds_on_its_memory_and_leaves_no_core(artist: Artist) -> None:
    artist.draw(PICTURE)

    child = child_of(artist)
    assert resource.prlimit(child, resource.RLIMIT_AS) == (1 << 30, 1 << 30)
    assert resource.prlimit(child, resource.RLIMIT_CORE) == (0, 0)
