"""Files of people, read line by line: as spreadsheets write them, and as nobody should."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.adapters.people_file import FileFormat, PeopleFileError, Uneven, read_records
from watcher.adapters.people_file.lines import LONGEST_LINE


def read(
    content: bytes, form: FileFormat | None = None, encoding: str = "utf-8"
) -> list[tuple[int, dict[str, object]] | str]:
    stream = BytesIO(content)
    return [
        str(found.fault) if isinstance(found, Uneven) else (found.line, dict(found.cells))
        for found in read_records(stream, form, encoding)
    ]


def refusal(content: bytes, form: FileFormat | None = None, encoding: str = "utf-8") -> str:
    with pytest.raises(PeopleFileError) as refused:
        read(content, form, encoding)
    return str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        b"name,score\namara,471\n",
        b"\xef\xbb\xbfname,score\r\namara,471\r\n",
        b"name;score\namara;471",
        b"name,score\ramara,471\r",
        b"name\tscore\namara\t471\n",
        b"sep=;\r\nname;score\r\namara;471\r\n",
        b"Name, Score ,,\namara,471,,\n,,,\n",
        b'"name","score"\n"amara","471"\n\n\n',
    ],
)
def test_a_table_is_read_however_a_spreadsheet_writes_it(content: bytes) -> None:
    assert [found[1] for found in read(content)] == [{"name": "amara", "score": "471"}]


def test_a_record_has_the_line_on_which_it_begins() -> None:
    content = b'name,Quiet hours\n"two\nlines",x\n\namara,y\n'

    assert read(content) == [
        (2, {"name": "two\nlines", "quiet_hours": "x"}),
        (5, {"name": "amara", "quiet_hours": "y"}),
    ]


def test_json_lines_are_read_with_their_types() -> None:
    content = b'{"name": "amara", "score": 471, "channels": ["tg:42"]}\n\n{"name": "bo"}\n'

    assert read(content) == [
        (1, {"name": "amara", "score": 471, "channels": ["tg:42"]}),
        (3, {"name": "bo"}),
    ]


def test_what_is_empty_at_the_end_of_a_line_may_be_left_out_but_nothing_be_too_much() -> None:
    assert read(b"name,score,near\namara,471\nbo,480,,,\ncy,490,10,x\n") == [
        (2, {"name": "amara", "score": "471", "near": ""}),
        (3, {"name": "bo", "score": "480", "near": ""}),
        'line 4: has 4 cells, the heading 3; a cell with "," in it stands between quotes',
    ]


def test_a_file_in_another_encoding_is_read_where_it_is_named() -> None:
    assert read("name\nZoë\n".encode("cp1252"), encoding="cp1252") == [(2, {"name": "Zoë"})]


_AS_UTF_8 = 'save it as "CSV UTF-8", or name its encoding: --encoding cp1252'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "line 1: the file is empty; its first line names the columns"),
        (b"\n\n", "line 1: the file is empty; its first line names the columns"),
        ("name\nAna\nZoë\n".encode("cp1252"), f"line 3: is not UTF-8; {_AS_UTF_8}"),
        ("name\n".encode("utf-16"), f"line 1: is UTF-16, or no text at all; {_AS_UTF_8}"),
        (b"\0\0\0\0", f"line 1: is UTF-16, or no text at all; {_AS_UTF_8}"),
        (
            b"name,score,Score\n",
            "line 1: two columns have this name; there is score; leave one of them out",
        ),
        (b"name,,score\n", "line 1: column 2 has no name"),
        (
            b"amara,471\n",
            "line 1: no column is called name; there is amara, 471; the first line names the columns",
        ),
        (
            b'name\n"amara\nbo\n',
            ("line 2: has a cell that does not end: is a quote left open?; "
            "a quote that opens a cell has one that closes it; a quote within is doubled"),
        ),
        (
            b'name,x\n"a"b,c\n',
            ("line 2: is no line of a table: ',' expected after '\"'; "
            "a quote within a quoted cell is doubled"),
        ),
        (
            b'[{"name": "amara"}]',
            ("line 1: is a list, and JSON Lines has one object a line; write one object a line, "
            "without brackets and commas around it: jq -c '.[]' does"),
        ),
        (b'{"name": "a"}\n{"name": \n', "line 2: is not valid JSON: Expecting value: line 2 column 1 (char 10)"),
        (b'{"name": "a", "name": "b"}', "line 1: is not valid JSON: a key stands twice in it"),
        (b'{"name": "a"}\n42\n', 'line 2: is no object; there is 42; write {"name": "amara", ...}'),
        (b'{"x": ' + b"[" * 100_000, "line 1: is not read: it is nested too deeply"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_its_line(content: bytes, sentence: str) -> None:
    assert refusal(content) == sentence


def test_no_line_and_no_cell_is_endless() -> None:
    assert refusal(b"name\n" + b"x" * (LONGEST_LINE + 1)) == (
        f"line 2: is longer than {LONGEST_LINE} characters"
    )
    assert "has a cell that does not end" in refusal(b'name\n"' + b"x\n" * 70_000)


@given(content=st.binary(max_size=300), form=st.sampled_from(["csv", "jsonl", None]))
def test_whatever_it_holds_it_is_read_or_refused(content: bytes, form: FileFormat | None) -> None:
    with suppress(PeopleFileError):
        read(content, form)
