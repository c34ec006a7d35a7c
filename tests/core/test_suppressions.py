"""What an address is known by."""

from watcher.core.suppressions import suppression_key


def test_the_case_of_letters_does_not_tell_addresses_apart() -> None:
    assert suppression_key("Mail", "Amara@Example.ORG") == ("Mail", "amara@example.org")
