import email
import email.policy
import re

from hypothesis import given
from hypothesis import strategies as st

from watcher.adapters.notify import mime
from watcher.adapters.notify.mime import MailContent

HEAD = mime.header_lines([("From", mime.mailboxes([("Équipe", "w@x.org")]))])


def written(content: MailContent, *more: tuple[str, str]) -> bytes:
    return mime.write_mail(content, to=("", "a@y.org"), head=HEAD, domain="x.org", more=more)


def read(mail: bytes) -> email.message.EmailMessage:
    assert mail.endswith(b"\r\n.\r\n")
    assert b"\n" not in mail.replace(b"\r\n", b"")
    unstuffed = mail[:-3].replace(b"\r\n..", b"\r\n.")
    return email.message_from_bytes(unstuffed, policy=email.policy.default)


@given(st.text(max_size=200), st.text(max_size=400), st.text(max_size=400))
def test_every_text_arrives_as_it_was_written(subject: str, plain: str, page: str) -> None:
    plain, page = (t.encode("utf-8", "replace").decode() for t in (plain, page))
    subject = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]", "", subject)
    found = read(written(MailContent(subject=subject, plain=plain, page=page)))

    texts = [part.get_payload(decode=True).decode() for part in found.iter_parts()]  # type: ignore[union-attr]
    assert texts == [plain, page]
    assert found["Subject"].split() == subject.split()
    assert (found["From"], found["To"]) == ("Équipe <w@x.org>", "a@y.org")


def test_no_line_of_a_mail_ends_it_early_and_no_header_becomes_two() -> None:
    content = MailContent(subject="a\r\nBcc: b@y.org", plain="x\r\n.\r\nQUIT")
    mail = written(content, ("X-A", "1\r\n.\r\nX-B: 2"), ("X-C", ".é"))

    found = read(mail)
    assert mail.count(b"\r\n.\r\n") == 1
    assert (found["Bcc"], found["X-B"], found["X-A"]) == (None, None, "1 . X-B: 2")
    assert found["Subject"] == "a Bcc: b@y.org"


def test_a_line_that_begins_with_a_dot_has_another() -> None:
    assert b"\r\n..X: 1\r\n" in written(MailContent(subject="a", plain="b"), (".X", "1"))


def test_a_name_is_written_with_its_address() -> None:
    named: list[tuple[str, str]] = [("Bo, Li", "b@x.org"), ("", "c@x.org")]

    assert mime.mailboxes(named) == '"Bo, Li" <b@x.org>, c@x.org'
