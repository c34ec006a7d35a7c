"""Many faults of one kind are not shown one by one, and a near word is asked for."""

import pytest

from watcher.core.errors import ConfigError, ConfigFault, PageError, catch_unexpected, did_you_mean
from watcher.core.model import Trouble


def scores(count: int) -> list[ConfigFault]:
    """Make as many faults of one kind."""
    return [
        ConfigFault(
            file="c.toml",
            key=f"subscription[{i}].score (person-{i})",
            problem="is out of range",
            given=str(1200 + i),
        )
        for i in range(count)
    ]


def brief(faults: list[ConfigFault]) -> list[str]:
    """Say them as one error."""
    return str(ConfigError(*faults)).splitlines()


MORE = "... and {} more like it; `watcher check --all` shows each"


def test_of_two_hundred_faults_of_a_kind_five_are_shown() -> None:
    lines = brief(scores(200))

    assert lines == [*map(str, scores(5)), MORE.format(195)]


def test_six_are_all_shown_since_a_sixth_line_would_say_no_more() -> None:
    assert brief(scores(6)) == list(map(str, scores(6)))
    assert brief(scores(7)) == [*map(str, scores(5)), MORE.format(2)]


def test_each_kind_is_counted_by_itself() -> None:
    channels = [
        ConfigFault(file="c.toml", key=f"channels.c{i}", problem="is empty") for i in range(9)
    ]
    another = ConfigFault(
        file="c.toml", key="subscription[0].near (person-0)", problem="is out of range"
    )

    lines = brief([*channels, *scores(8), another])

    assert lines == [
        *map(str, channels[:5]),
        MORE.format(4),
        *map(str, scores(5)),
        MORE.format(3),
        str(another),
    ]


def test_the_nearest_known_word_is_asked_for() -> None:
    known = ["Desk", "family-mail"]

    assert did_you_mean("desc", known) == 'did you mean "Desk"?'
    assert did_you_mean("qqq", known) is None


def fail(error: BaseException) -> None:
    """Raise it."""
    raise error


def test_what_nobody_foresaw_is_caught_and_what_is_named_passes() -> None:
    with catch_unexpected(passing=PageError) as caught:
        fail(KeyError("x"))

    assert isinstance(caught.error, KeyError)
    with pytest.raises(PageError), catch_unexpected(passing=PageError):
        fail(PageError("not the feed", Trouble.HTML))
    with pytest.raises(KeyboardInterrupt), catch_unexpected():
        fail(KeyboardInterrupt())


def test_a_block_that_ends_well_has_caught_nothing() -> None:
    with catch_unexpected() as caught:
        pass

    assert caught.error is None
