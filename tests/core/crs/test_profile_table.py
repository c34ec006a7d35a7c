"""Keys of a table: what is read, and where a fault is said to be."""

from watcher.core.crs.profile_table import ProfileTable
from watcher.core.errors import ConfigFault


def table(**data: object) -> tuple[ProfileTable, list[ConfigFault]]:
    faults: list[ConfigFault] = []
    return ProfileTable(dict(data.items()), "a.toml", "", faults), faults


def test_numbers_are_read_within_their_ends_and_steps() -> None:
    read, faults = table(a=0, b=9, c=6.5, d=2.9, e=None)
    assert (read.number("a", 0, 9), read.number("b", 0, 9)) == (0, 9)
    assert (read.number("c", 0, 9, 0.5), read.number("e", 0, 9)) == (6.5, None)
    assert (read.whole("d", 9), read.whole("f", 9)) == (2, None)
    assert faults == []


def test_a_truth_and_no_number_are_no_numbers() -> None:
    read, faults = table(a=True, b=float("nan"), c=float("inf"))
    assert [read.number(key, 0, 9) for key in "abc"] == [None, None, None]
    assert [fault.problem for fault in faults] == [
        *("must be a number", "is out of range", "is out of range")
    ]


def test_a_fault_has_the_whole_path_of_its_key() -> None:
    read, faults = table(spouse={"work": [{}, {"noc": 3}]})
    spouse = read.table("spouse")
    assert spouse is not None
    assert [job.text("noc") for job in spouse.tables("work")] == [None, None]
    assert [fault.key for fault in faults] == ["spouse.work[1].noc"]


def test_a_strange_key_is_quoted_and_cut() -> None:
    read, faults = table(**{"a\x1b[0m": 1, "": 2, "x" * 90: 3})
    read.flag("known")
    read.end()
    assert [fault.key for fault in faults] == [repr("a\x1b[0m"), "''", repr("x" * 60)]


def test_long_and_strange_texts_are_shown_in_one_short_line() -> None:
    read, faults = table(a="x" * 90 + "\n", b=["no"])
    read.word("a", ("yes",))
    read.word("b", ("yes",))
    assert [fault.given for fault in faults] == [f'"{"x" * 57}..."', "a list"]
