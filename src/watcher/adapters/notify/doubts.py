"""What of a channel's address can be used, but is hardly meant."""

from collections.abc import Iterator
from ipaddress import ip_address

from apprise.plugins.email import SecureMailMode

from watcher.adapters.notify.address import Address
from watcher.adapters.notify.mail import Mail


def of(there: Address) -> tuple[str, ...]:
    """Name them, each with what to write; None of them is a fault."""
    whole = there.plugin(next(iter(there.targets)))
    return tuple(_of_mail(whole, there)) if isinstance(whole, Mail) else ()


def _of_mail(mail: Mail, there: Address) -> Iterator[str]:
    # What Apprise made of it: mailto:// is encrypted where it knows the mail service.
    plain = mail.secure_mode == SecureMailMode.INSECURE
    if plain and mail.user and mail.password and not _is_here(mail.smtp_host):
        yield "mailto:// sends the password unencrypted; mailtos:// does not"
    if mail.user and not mail.password:
        yield (
            "a name without a password: most servers take no mail from it; write "
            "mailtos://NAME:PASSWORD@SERVER"
        )
    host = str(there.parts.get("host"))
    if host.startswith(("smtp.", "mail.")) and not there.parts.get("targets"):
        yield (
            f"nobody is named, and so mail is for an address at {host} itself: "
            "add ?from=ADDRESS&to=ADDRESS"
        )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
