"""Unsubscribing: an address that asked to be left alone, or that nobody is behind, is not written to until renewed."""

from collections.abc import Iterable
from datetime import datetime

from watcher.adapters.database import Store, Transaction
from watcher.adapters.links import AddressLink, LinkSigner, fresh_key
from watcher.core.suppressions import NOT_SENT, ChannelTarget, Suppression

_KEY = "links"


def link_signer(store: Store) -> LinkSigner:
    """Return the signer of this database's links; its key is made once, and kept."""
    with store.reading() as tx:
        key = tx.keys.known_secret(_KEY)
    if key is None:
        with store.writing() as tx:
            key = tx.keys.secret(_KEY, fresh_key())
    return LinkSigner(key)


def unsubscribe(store: Store, link: AddressLink, now: datetime) -> int:
    """Leave an address alone from now on; return how many messages that waited for it are not sent.

    To do it again changes nothing. What is being sent at this very moment may still arrive.
    """
    with store.writing() as tx:
        return end_address(tx, link.channel, link.target, now)


def end_address(tx: Transaction, channel: str, target: str, now: datetime) -> int:
    """Leave an address alone, within a transaction, and end what waits for it."""
    tx.suppressions.add(channel, target, "unsubscribed", now)
    return tx.suppressions.end_waiting(channel, target, NOT_SENT["unsubscribed"], now)


def resubscribe(store: Store, link: AddressLink) -> Suppression | None:
    """Write to an address again, as its person asks; return what had kept it from that."""
    with store.writing() as tx:
        return tx.suppressions.lift(link.channel, link.target)


def suppression_of(store: Store, link: AddressLink) -> Suppression | None:
    """Return why the address of a link is left alone, None if it is written to."""
    address = link.channel, link.target
    with store.reading() as tx:
        return tx.suppressions.among([address]).get(address)


def renew(tx: Transaction, addresses: Iterable[ChannelTarget]) -> list[Suppression]:
    """Write to addresses again, whoever ended it; return those that were left alone: for those who sign up anew."""
    lifted = (tx.suppressions.lift(channel, target) for channel, target in addresses)
    return [suppression for suppression in lifted if suppression is not None]
