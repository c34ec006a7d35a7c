"""Who is told in the demo, by which rule, and the configuration file that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from watcher.adapters import config
from watcher.demo.news import SITE

OPERATOR = "operator"
ROUNDS, NEWS, WEBHOOK = "/rounds", "/news", "/devraj"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One subscriber; ``rule`` has the keys of ``[[subscription]]`` beside the name."""

    name: str
    who: str
    rule: Mapping[str, object]
    webhook: bool = False


PEOPLE = (
    Person(
        name="Amara",
        who="nurse: healthcare, 470 points, early word while IRCC's page is down",
        rule={
            "categories": ["healthcare"],
            "score": 470,
            "submitted": datetime(2025, 3, 1, 14, 0, tzinfo=UTC),
            "early": "when-blind",
        },
    ),
    Person(
        name="Mei",
        who="pharmacist: healthcare, 500 points, early word always",
        rule={"categories": ["healthcare"], "score": 500, "early": "always"},
    ),
    Person(
        name="Joseph",
        who="physiotherapist: healthcare, 480 points, early word never",
        rule={"categories": ["healthcare"], "score": 480, "early": "never"},
    ),
    Person(
        name="Devraj",
        who="software developer: CEC, 521 points, told by a webhook",
        rule={
            "categories": ["cec", "stem"],
            "score": 521,
            "submitted": datetime(2024, 11, 18, 22, 30, tzinfo=UTC),
        },
        webhook=True,
    ),
    Person(
        name="Élodie",
        who="engineer in Lyon: French rounds, 416 points, told in French",
        rule={
            "categories": ["french"],
            "score": 416,
            "submitted": datetime(2025, 8, 30, 9, 0, tzinfo=UTC),
            "language": "fr",
            "timezone": "Europe/Paris",
        },
    ),
    Person(
        name="Ravi",
        who="provincial nominee in Mumbai: PNP, 752 points, not from 22:00 to 7:00",
        rule={
            "categories": ["pnp"],
            "score": 752,
            "timezone": "Asia/Kolkata",
            "quiet_hours": "22:00-07:00",
        },
    ),
    Person(
        name="Noor",
        who="accountant: CEC, 506 points, also told when short by 15 or less",
        rule={
            "categories": ["cec"],
            "score": 506,
            "submitted": datetime(2024, 10, 7, 16, 45, tzinfo=UTC),
            "near": 15,
        },
    ),
)


def configuration(server: str, database: str) -> str:
    """Write the file that the service is given; *server* is a loopback ``host:port``."""
    printed = {person.name: f"print://{person.name}" for person in PEOPLE if not person.webhook}
    webhooks = {p.name: f"json://{server}{WEBHOOK}" for p in PEOPLE if p.webhook}
    return config.to_toml(
        {
            "watcher": {"database": database},
            "source": [
                {"name": "ircc", "kind": "ircc-json", "url": f"http://{server}{ROUNDS}"},
                {
                    "name": SITE,
                    "kind": "feed",
                    "url": f"http://{server}{NEWS}",
                    "robots": False,
                    "allow_private": True,
                },
            ],
            "channels": printed | webhooks | {OPERATOR: f"print://{OPERATOR}"},
            "operator": {"channels": [OPERATOR]},
            "subscription": [
                {"name": person.name, **person.rule, "channels": [person.name]} for person in PEOPLE
            ],
        }
    )
