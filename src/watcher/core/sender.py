"""Who writes to people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes, as Canada's anti-spam law (CASL) has it said in every mail: name, postal address, and a contact.

    ``contact`` is a mail or web address.
    """

    name: str
    address: str
    contact: str

    @property
    def mailbox(self) -> str | None:
        """The contact where it is a mail address."""
        return self.contact if "@" in self.contact and "://" not in self.contact else None
