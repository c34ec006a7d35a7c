"""What the chart of a category's cut-offs shows."""

import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from tests.values import a_reported_round, a_round
from watcher.core.model import Round
from watcher.insight.category_chart import category_chart

NEWEST = date(2026, 8, 18)


def cec(count: int, apart: int = 14) -> list[Round]:
    """Make rounds of CEC, newest first, the numbers from 436 down."""
    return [
        a_round(
            number=str(436 - n),
            category="cec",
            date=NEWEST - timedelta(days=apart * n),
            cutoff=520 + n,
        )
        for n in range(count)
    ]


class Shown:
    """The words and marks of a chart."""

    def __init__(self, category: str, rounds: list[Round], **more: Any) -> None:
        chart = category_chart(category, rounds, **{"language": "en", **more})
        self._root = ET.fromstring(chart)  # noqa: S314 - our own
        self.title, self.told = (self._root[n].text for n in range(2))
        (self.subtitle,) = self.words("subtitle")

    def words(self, kind: str) -> list[str]:
        """List the texts of a kind."""
        texts = (e for e in self._root.iter() if e.tag.endswith("}text"))
        return [text.text or "" for text in texts if text.attrib["class"] == kind]

    @property
    def marks(self) -> list[tuple[str, str]]:
        """List the marks with their words, and how they look."""
        marks = (e for e in self._root.iter() if e.attrib.get("class", "").startswith("dot"))
        return [(mark[0].text or "", mark.attrib["class"]) for mark in marks]

    @property
    def is_within(self) -> bool:
        """Whether all places are within the picture."""
        places = [e.attrib["transform"] for e in self._root.iter() if "transform" in e.attrib]
        levels = [float(e.attrib["y1"]) for e in self._root.iter() if "y1" in e.attrib]
        heights = [float(re.findall(r"[\d.]+", place)[1]) for place in places] + levels
        return all(94 <= height <= 390 for height in heights)


def test_it_shows_the_cutoffs_oldest_first_and_names_the_last() -> None:
    shown = Shown("cec", cec(3))

    assert shown.title == "Canadian Experience Class"
    assert shown.subtitle == "Cut-offs of 3 rounds, July 21, 2026 to August 18, 2026"
    assert [told for told, _ in shown.marks] == ["#434: 522", "#435: 521", "#436: 520"]
    assert shown.words("note") == ["#436: 520"]


def test_a_score_is_a_line_and_all_values_are_within_the_axis() -> None:
    shown = Shown("cec", cec(3), scores=[471])

    assert shown.words("mark") == ["You: 471"]
    scale = [int(text) for text in shown.words("tick y")]
    assert scale[0] <= 471
    assert scale[-1] >= 522
    assert shown.is_within


def test_several_scores_of_one_person_stand_once_each_and_three_at_most() -> None:
    shown = Shown("cec", cec(3), scores=[471, 500, 471, 480, 490])

    assert shown.words("mark") == [f"You: {score}" for score in (471, 480, 490)]


def test_the_picture_of_an_alert_ends_with_its_round() -> None:
    rounds = cec(3)

    shown = Shown("cec", rounds, about=rounds[1])

    assert [told for told, _ in shown.marks] == ["#434: 522", "#435: 521"]
    assert shown.words("note") == ["#435: 521"]


def test_three_years_are_shown_and_twelve_rounds_at_least() -> None:
    assert len(Shown("cec", cec(200)).marks) == 79
    assert len(Shown("cec", cec(40, apart=400)).marks) == 12


def test_a_reported_round_is_drawn_hollow_and_called_so() -> None:
    reported = a_reported_round(category="cec", claimed="437", date=date(2026, 8, 19), cutoff=515)

    shown = Shown("cec", cec(2), about=reported)

    assert [looks for _, looks in shown.marks] == ["dot", "dot", "dot last hollow"]
    assert shown.words("note") == ["#437 reported: 515"]


def test_french_readers_get_french_words_and_months() -> None:
    shown = Shown("cec", cec(3), language="fr", scores=[471])

    assert shown.subtitle == "Seuils de 3 rondes, du 21 juillet 2026 au 18 août 2026"
    assert shown.words("mark") == ["Vous\N{NO-BREAK SPACE}: 471"]
    assert shown.words("unit") == ["Seuil (points SCG)"]
    assert shown.words("tick x") == ["août 2026"]


def test_one_round_and_none_say_so() -> None:
    one = Shown("cec", cec(1))
    none = Shown("stem", cec(1))

    assert one.subtitle == "The one round of this category, August 18, 2026"
    assert (none.subtitle, none.marks) == ("No round of this category is known", [])


def test_it_is_told_in_words_too() -> None:
    assert Shown("cec", cec(2), scores=[471]).told == (
        "Canadian Experience Class. Cut-offs of 2 rounds, August 4, 2026 to "
        "August 18, 2026. #436: 520. You: 471"
    )
