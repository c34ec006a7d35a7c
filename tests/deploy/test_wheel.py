"""What whoever installs the wheel gets, who has no checkout."""

import re
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    built = next(WheelBuilder(str(ROOT)).build(directory=str(folder)))
    return ZipFile(built)


@pytest.fixture
def metadata(wheel: ZipFile) -> Message:
    name = next(n for n in wheel.namelist() if n.endswith("/METADATA"))
    return message_from_bytes(wheel.read(name))


@pytest.mark.parametrize(
    ("shipped", "file"),
    [
        ("watcher/share/config.example.toml", "config.example.toml"),
        ("watcher/share/watcher.service", "deploy/systemd/watcher.service"),
        ("watcher/demo/rounds.csv", "src/watcher/demo/rounds.csv"),
        ("watcher/py.typed", "src/watcher/py.typed"),
        (
            "watcher/locale/fr/LC_MESSAGES/watcher.po",
            "src/watcher/locale/fr/LC_MESSAGES/watcher.po",
        ),
    ],
)
def test_the_wheel_carries_what_is_needed_beside_the_code(
    wheel: ZipFile, shipped: str, file: str
) -> None:
    assert wheel.read(shipped) == (ROOT / file).read_bytes()


def test_it_carries_the_fonts_of_pictures_with_their_licence(wheel: ZipFile) -> None:
    folder = "watcher/adapters/fonts/"
    carried = {name.removeprefix(folder) for name in wheel.namelist() if name.startswith(folder)}

    assert carried == {"DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "LICENSE"}


def test_it_carries_no_tests_and_no_caches(wheel: ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}

    assert tops == {"watcher", "express_entry_watcher-0.1.0.dist-info"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name]


def test_it_says_who_made_it_what_it_is_and_where_more_is_to_be_read(metadata: Message) -> None:
    assert metadata["Author"] == "the watcher authors"
    assert metadata["License-Expression"] == "MIT AND Bitstream-Vera"  # the fonts in pictures
    assert metadata.get_all("License-File") == ["LICENSE", "src/watcher/adapters/fonts/LICENSE"]
    assert metadata.get_all("Provides-Extra") == ["bot", "chart", "postgres"]
    urls = metadata.get_all("Project-URL", [])
    assert [url.partition(",")[0] for url in urls] == ["Rounds of invitations", "Channels"]
    classifiers = metadata.get_all("Classifier", [])
    assert "Natural Language :: French" in classifiers
    assert "Intended Audience :: System Administrators" in classifiers


def test_its_description_has_no_link_into_a_checkout(metadata: Message) -> None:
    text = str(metadata.get_payload())

    links = re.findall(r"\]\(([^)]+)\)", text)
    assert [link for link in links if not link.startswith("http")] == []
    assert "`CONTRIBUTING.md`" in text
    assert "deploy/systemd (`deploy/systemd/README.md` in the source)" in text
