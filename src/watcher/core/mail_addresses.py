"""Mail addresses as strangers type them: one line of ASCII that is safe in a header, or refused."""

import re
import unicodedata

import idna

LONGEST_ADDRESS = 254  # RFC 5321
_LONGEST_LOCAL = 64
# A dot-atom of RFC 5322: quoted local parts are nobody's, and a way into headers and commands.
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?")
# At these a dot in the local part means nothing.
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})


def mail_address(text: str) -> str | None:
    """Return an address in the one form that is kept: lower case, its domain in ASCII; None if it is none.

    No server of note tells capitals apart, and a person must not be subscribed twice by them.
    """
    text = unicodedata.normalize("NFC", text.strip())
    local, _, domain = text.rpartition("@")
    if len(text) > LONGEST_ADDRESS or not text.isprintable():
        return None
    local, domain = local.lower(), _ascii(domain)
    address = f"{local}@{domain}"
    usable = (
        _LOCAL.fullmatch(local)
        and len(local) <= _LONGEST_LOCAL
        and _DOMAIN.fullmatch(domain)
        and not domain.rpartition(".")[2].isdigit()  # an IP address
        and len(address) <= LONGEST_ADDRESS
    )
    return address if usable else None


def mailbox_of(address: str) -> str:
    """Return what all spellings of one mailbox have in common, so that its owner is spared, not each spelling."""
    local, _, domain = address.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def _ascii(domain: str) -> str:
    """Return a domain as name servers know it, by IDNA 2008; an empty text if it is none."""
    try:
        return idna.encode(domain.lower(), uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return ""
