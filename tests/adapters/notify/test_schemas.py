import subprocess
import sys

import pytest

from watcher.adapters.notify import schemas


@pytest.mark.parametrize("schema", schemas.PLACES)
def test_the_usual_services_are_those_that_apprise_would_find(schema: str) -> None:
    found = schemas.service(schema)

    assert found is not None
    assert issubclass(found, schemas.every_service()[schema])


def test_a_service_that_is_not_usual_is_found_by_apprise() -> None:
    found = schemas.service("mastodon")

    assert found is not None
    assert found.__name__ == "NotifyMastodon"


@pytest.mark.parametrize(
    ("program", "loaded"),
    [
        ("pass", []),
        ("notify.send_message(Secret('print://'), '', letter, deadline=soon)", []),
        ("notify.targets(Secret('json://h.org'))", ["apprise"]),
        ("notify.targets(Secret('mailto://a@h.org'))", ["apprise"]),
        ("notify.address_problem(Secret('nosuch://h'))", ["apprise", "apprise.plugins.zulip"]),
    ],
    ids=["nothing", "print", "webhook", "mail", "unknown"],
)
def test_no_more_of_apprise_is_loaded_than_an_address_needs(
    program: str, loaded: list[str]
) -> None:
    code = f"""
import sys
from datetime import timedelta
from watcher.adapters import notify
from watcher.core.model import Message
from watcher.core.settings import Secret
letter = Message(title="", text="", html="")
soon = timedelta(seconds=1)
{program}
print([m for m in ("apprise", "apprise.plugins.zulip") if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == str(loaded)
