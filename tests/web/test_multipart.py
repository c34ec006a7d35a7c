"""Forms that mail servers send to unsubscribe are read; whatever else is sent as one costs nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.web.request import parse_multipart


@pytest.mark.parametrize(
    ("kind", "body", "values"),
    [
        (
            "multipart/form-data; boundary=x",
            (
                b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
                b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nd\xc3\xa9\r\n--x--\r\n'
            ),
            {"a": ["1", "d\u00e9"]},
        ),
        ("multipart/form-data", b"List-Unsubscribe=One-Click", {}),
        ("multipart/form-data; boundary=x", b"", {}),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nno name\r\n--x--", {}),
        ("multipart/form-data; boundary=\u20ac\r\nEvil: 1", b"--x", {}),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 300,
            {},
        ),
    ],
)
def test_a_multipart_form_has_its_texts_and_a_broken_one_none(
    kind: str, body: bytes, values: dict[str, list[str]]
) -> None:
    assert parse_multipart(kind, body) == values


@given(kind=st.text(max_size=60), body=st.binary(max_size=200))
def test_whatever_is_sent_as_one_is_read(kind: str, body: bytes) -> None:
    parse_multipart(f"multipart/form-data; {kind}", b"--x\r\n" + body)
