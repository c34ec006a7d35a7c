"""A document has its reports wherever they stand."""

from watcher.core.documents import Document, Piece
from watcher.core.model import Report


def test_the_reports_of_a_document_are_its_own_and_those_of_its_pieces() -> None:
    own, told = Report(number="385"), Report(number="386")
    document = Document(
        kind="feed", reports=(own,), pieces=(Piece(key="1", digest=b"1", reports=(told,)),)
    )

    assert document.every_report == (own, told)
