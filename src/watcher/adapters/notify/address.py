# mypy: untyped-calls-exclude=apprise
"""An Apprise address, understood: its service, its targets, its secrets."""

import copy
import functools
import hashlib
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from apprise import AppriseAsset
from apprise.common import PersistentStoreMode
from apprise.exception import AppriseException
from apprise.plugins import url_to_dict
from apprise.plugins.base import NotifyBase
from apprise.url import URLBase
from apprise.utils.parse import parse_emails, parse_list

from watcher.adapters.notify import recorder, redaction, schemas, slips
from watcher.adapters.notify.mail import Mail
from watcher.adapters.notify.recorder import Record
from watcher.core.errors import DeliveryRefused
from watcher.core.redaction import Redactor
from watcher.core.settings import Secret

CONNECT_SECONDS = 5
READ_SECONDS = 30

Parts = dict[str, object]

# What a service raises over an address that it cannot use; the plain ones come from
# services that take a missing part for granted.
UNUSABLE: Final = (AppriseException, TypeError, ValueError, AttributeError, LookupError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One channel's address.

    ``targets`` gives for each key what Apprise calls it; None stands for the whole of
    a service that cannot be split, or has nothing to split. ``kind`` and ``server``
    are the two halves of its lane.
    """

    service: type[NotifyBase]
    parts: Parts
    targets: Mapping[str, str | None]
    secrets: tuple[str, ...]
    redacted: Redactor
    kind: str
    server: str

    def plugin(self, target: str) -> NotifyBase:
        """Make a new object for one message to one target: only a used one throttles."""
        if target not in self.targets:
            raise DeliveryRefused("the channel no longer names this target")
        return _built(self.service, self.parts, self.targets[target])


@functools.lru_cache(maxsize=1024)
def understood(url: Secret) -> Address:
    """Understand an address without a connection, or refuse it with a sentence."""
    try:
        return _understood(url)
    except DeliveryRefused as refusal:
        if said := slips.remedy(url.value):
            raise DeliveryRefused(said) from None
        raise DeliveryRefused(refusal.answer) from None


def _understood(url: Secret) -> Address:
    schema, service, parts = _parsed(url.value)
    if not service.enabled:
        raise DeliveryRefused(f"{schema}:// cannot be used here: {_needs(service)}")
    record = Record(until=time.monotonic())
    build = functools.partial(_built, service, parts, None)
    try:
        whole = recorder.listening(record, build)()
    except UNUSABLE as error:
        # Apprise says what is missing, but not where it belongs.
        unfit = str(error).startswith("An invalid")
        form = f" It looks like {_form(service, schema)}" if unfit else ""
        raise _refusal(url.value, schema, str(error), form) from None
    # Apprise leaves out a malformed recipient, or says that it cannot sign, with a
    # warning, and goes on.
    for complaint in record.complaints:
        if re.search("invalid|not available", complaint, re.IGNORECASE):
            raise _refusal(url.value, schema, complaint)
    if getattr(whole, "topics", None) == []:
        form = slips.FORMS.get(schema) or _form(service, schema)
        raise DeliveryRefused(f"{schema}://: names no topic: write {form}")
    secrets = redaction.secrets(url.value, service, parts)
    return Address(
        service=service,
        parts=parts,
        targets=_targets(whole, service, parts),
        secrets=secrets,
        redacted=Redactor(secrets),
        kind=_kind(service, schema),
        server=_server(whole, url.value),
    )


def _parsed(url: str) -> tuple[str, type[NotifyBase], Parts]:
    match = re.match(r"\s*([a-z0-9]{1,32})://", url, re.IGNORECASE)
    if match is None:
        raise DeliveryRefused(
            "not a channel's address: one begins like mailtos://, tgram:// or json://"
        )
    schema = match[1].lower()
    service = schemas.service(schema)
    # The page that a service shows to its users (https://discord.com/api/webhooks/...)
    # is an address to Apprise too.
    read = service.parse_url if service else url_to_dict
    try:
        parts: Parts = read(url.strip().replace("/#", "/%23")) or {}
    except UNUSABLE:
        parts = {}
    service = service or schemas.service(str(parts.get("schema")))
    if service is None:
        raise DeliveryRefused(_unknown(schema))
    if not parts:
        form = _form(service, schema)
        raise DeliveryRefused(f"not a {schema}:// address: it looks like {form}")
    return schema, service, _with_defaults(parts, service)


def _with_defaults(parts: Parts, service: type[NotifyBase]) -> Parts:
    # A POST sent on to wherever an answer points is a token given away.
    ours: Parts = {"redirect": False}
    defaults: Parts = {}
    if service.socket_connect_timeout == URLBase.socket_connect_timeout:
        defaults = {"cto": CONNECT_SECONDS, "rto": READ_SECONDS}
    # A property is a limit that depends on the address: such services know theirs.
    longest: object = service.body_maxlen
    if isinstance(longest, int) and longest < NotifyBase.body_maxlen:
        defaults["overflow"] = "split"
    return defaults | parts | ours


def _targets(
    whole: NotifyBase, service: type[NotifyBase], parts: Parts
) -> Mapping[str, str | None]:
    """Find what makes each target alone; a service that resists has one, the whole."""
    mail = isinstance(whole, Mail)
    for pieces in _readings(parts.get("targets"), mail=mail):
        try:
            singles = {piece: _built(service, parts, piece) for piece in pieces}
        except UNUSABLE:  # cut where this service does not cut
            continue
        # Services differ in whether they count one that is named twice as two.
        counts = {len(pieces), len(singles)}
        if _weight(whole) in counts and all(map(_is_one, singles.values())):
            return {_key(piece, single): piece for piece, single in singles.items()}
    return {"": None}


def _built(service: type[NotifyBase], parts: Parts, target: str | None) -> NotifyBase:
    mine = copy.deepcopy(parts)
    if target is not None:
        mine["targets"] = [target]
    return service(**mine, asset=_asset())


@functools.cache
def _asset() -> AppriseAsset:
    # No time limit of Apprise's: its pool of six threads starves on a few slow servers.
    return AppriseAsset(
        service_timeout=0,
        http_redirects=False,
        storage_mode=PersistentStoreMode.MEMORY,
        app_id="watcher",
        app_desc="watcher",
        app_url="",
    )


def _readings(targets: object, *, mail: bool) -> Iterator[list[str]]:
    """Guess how a service will cut what it was given: as it came, or at commas."""
    given = [targets] if isinstance(targets, str) else targets
    if not isinstance(given, list | tuple) or not all(isinstance(g, str) for g in given):
        return
    if mail:
        yield parse_emails(list(given))
    elif given:
        yield list(given)
        yield parse_list(list(given), sort=False)


def _is_one(plugin: NotifyBase) -> bool:
    return _weight(plugin) == 1


def _weight(plugin: NotifyBase) -> int:
    return len(plugin) // (plugin.retry + 1)  # Apprise counts its own retries in


def _key(piece: str, single: NotifyBase) -> str:
    if isinstance(single, Mail):
        return str(single.targets[0][1])  # without the display name
    return piece


def _kind(service: type[NotifyBase], schema: str) -> str:
    if issubclass(service, Mail):
        return "mail"
    names = parse_list(service.protocol) + parse_list(service.secure_protocol)
    return str(names[0]) if names else schema


def _server(whole: NotifyBase, url: str) -> str:
    if isinstance(whole, Mail):
        return whole.smtp_host.lower()
    # Apprise's own hash of the account: the credentials, without the targets.
    return whole.url_id() or hashlib.sha256(url.encode()).hexdigest()


def _unknown(schema: str) -> str:
    if schema in {"http", "https"}:
        return f"{schema}:// is no kind of channel; a webhook is json:// or jsons://"
    meant = schemas.alike(schema)
    hint = f"; did you mean {meant}://?" if meant else ""
    return f"no kind of channel is called {schema}://{hint}"


def _form(service: type[NotifyBase], schema: str) -> str:
    forms: tuple[str, ...] = service.templates
    return forms[-1].replace("{schema}", schema) if forms else f"{schema}://..."


def _needs(service: type[NotifyBase]) -> str:
    packages = service.requirements.get("packages_required")
    if packages:
        names = [packages] if isinstance(packages, str) else packages
        return f"it needs {', '.join(names)}"
    return str(service.requirements.get("details") or "Apprise has it disabled")


def _refusal(url: str, schema: str, why: str, form: str = "") -> DeliveryRefused:
    said = Redactor(redaction.every_piece(url))(why)
    return DeliveryRefused(f"{schema}://: {said}{form}")
