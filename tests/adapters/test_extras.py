import sys

from watcher.adapters.extras import how_to_install


def test_what_an_extra_needs_is_installed_into_the_python_that_runs() -> None:
    command = how_to_install("postgres")

    assert command.startswith(f"{sys.executable} -m pip install 'psycopg[binary]")
    assert "resvg" not in command


def test_an_extra_that_is_not_known_needs_nothing() -> None:
    assert how_to_install("nosuch") == f"{sys.executable} -m pip install"
