"""``chart``."""

import sys
from pathlib import Path

import pytest

from tests.cli.installation import Installation
from watcher.adapters.png import png_of


def test_a_png_and_an_svg_are_written(installation: Installation, tmp_path: Path) -> None:
    png, svg = tmp_path / "cec.png", tmp_path / "cec.SVG"

    first = installation.run("chart", "cec", "--score", "471", "-o", png)
    installation.run("chart", "CEC", "--language", "fr", "-o", svg)

    assert first.exit_code == 0
    assert first.stdout.startswith(f"Wrote {png}: ")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert "Seuils de 2 rondes" in svg.read_text()


def test_a_dash_writes_to_standard_output(installation: Installation) -> None:
    result = installation.run("chart", "cec", "-o", "-")

    assert result.stdout_bytes.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["cecc", "-o", "x.png"], 2, "no category is called 'cecc'; did you mean"),
        (["cec", "-o", "x.gif"], 2, "x.gif ends in neither .png nor .svg"),
        (["cec"], 2, "Missing option '--output'"),
        (["cec", "--score", "1201", "-o", "x.png"], 2, "less than or equal to 1200"),
        (["stem", "-o", "x.png"], 3, "no round of stem with a cut-off is known; `watcher poll`"),
        (["cec", "-o", "/nowhere/x.png"], 2, "/nowhere/x.png cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(
    installation: Installation, arguments: list[str], code: int, said: str
) -> None:
    result = installation.run("chart", *arguments)

    assert result.exit_code == code
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_without_resvg_it_says_what_to_install(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    png_of.cache_clear()

    result = installation.run("chart", "cec", "-o", "x.png")

    assert result.exit_code == 1
    assert f"{sys.executable} -m pip install 'resvg-py<0.6,>=0.5'" in result.stderr
