# mypy: untyped-calls-exclude=apprise
"""Addresses of Apprise, parsed into service, targets and secrets."""

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

from watcher.adapters.notify import recorder
from watcher.adapters.notify.free_targets import FREE_TARGETS
from watcher.adapters.notify.hidden import hidden_texts
from watcher.adapters.notify.mail import MailPlugin
from watcher.adapters.notify.mistakes import ADDRESS_FORMS, explain_mistake
from watcher.adapters.notify.plugins import plugin_class, similar_scheme
from watcher.adapters.notify.telegram import TelegramPlugin
from watcher.core.errors import DeliveryRefused
from watcher.core.redaction import Redactor, address_parts
from watcher.core.settings import Secret

_CONNECT_SECONDS = 5
_READ_SECONDS = 30

Parts = dict[str, object]

# Raised by services over an address that they cannot use; the plain ones come from those that take a missing part for
# granted.
_UNUSABLE: Final = (AppriseException, TypeError, ValueError, AttributeError, LookupError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A channel's address; ``targets`` maps keys to Apprise's targets, None for a service that is not split."""

    service: type[NotifyBase]
    parts: Parts
    targets: Mapping[str, str | None]
    secrets: tuple[str, ...]
    redactor: Redactor
    kind: str
    server: str

    def plugin(self, target: str) -> NotifyBase:
        """Make a new plugin for one message to one target: only a used one throttles."""
        if target in self.targets:
            return _plugin(self.service, self.parts, self.targets[target])
        if problem := self.target_problem(target):
            raise DeliveryRefused(problem)
        return _plugin(self.service, self.parts, target)

    def whole(self) -> NotifyBase:
        """Make a plugin for all that the address names."""
        return _plugin(self.service, self.parts, None)

    def target_problem(self, target: str) -> str | None:
        """Return why a target that the address does not name cannot be sent to, None where it can."""
        if target in self.targets:
            return None
        problem = FREE_TARGETS.get(self.kind)
        if problem is None:
            return "the channel does not name this target"
        return problem(target) if target else self.nobody()

    def nobody(self) -> str:
        """Return the sentence about an account without a target."""
        return f"{self.kind}://: write {ADDRESS_FORMS[self.kind]}"

    def warnings(self) -> Iterator[str]:
        """Yield what can be used but is hardly meant, with what to write instead."""
        if not self.targets:
            return
        plugin = self.plugin(next(iter(self.targets)))
        if isinstance(plugin, MailPlugin):
            yield from plugin.warnings(
                str(self.parts.get("host")), is_addressed=bool(self.parts.get("targets"))
            )


@functools.lru_cache(maxsize=4096)
def parse_address(url: Secret) -> Address:
    """Parse an address without a connection, or refuse it with a sentence."""
    try:
        return _parse(url.value)
    except DeliveryRefused as refusal:
        raise DeliveryRefused(explain_mistake(url.value) or refusal.answer) from None


def _parse(url: str) -> Address:
    scheme, service, parts = _service_and_parts(url)
    if not service.enabled:
        raise DeliveryRefused(f"{scheme}:// cannot be used here: {_requirements(service)}")
    recording = recorder.Recording(until=time.monotonic())
    build = functools.partial(_plugin, service, parts, None)
    try:
        whole = recorder.recorded(recording, build)()
    except _UNUSABLE as error:
        # Apprise says what is missing, but not where it belongs.
        unfit = str(error).startswith("An invalid")
        form = f" It looks like {_form(service, scheme)}" if unfit else ""
        raise _refusal(url, scheme, str(error), form) from None
    # Apprise leaves out a malformed recipient, or says that it cannot sign, with a warning, and goes on.
    for warning in recording.warnings:
        if re.search("invalid|not available", warning, re.IGNORECASE):
            raise _refusal(url, scheme, warning)
    if getattr(whole, "topics", None) == []:
        form = ADDRESS_FORMS.get(scheme) or _form(service, scheme)
        raise DeliveryRefused(f"{scheme}://: names no topic: write {form}")
    secrets = hidden_texts(url, service, parts)
    return Address(
        service=service,
        parts=parts,
        targets=_targets(whole, service, parts),
        secrets=secrets,
        redactor=Redactor(secrets),
        kind=_kind(service, scheme),
        server=_server(whole, url),
    )


def _service_and_parts(url: str) -> tuple[str, type[NotifyBase], Parts]:
    match = re.match(r"\s*([a-z0-9]{1,32})://", url, re.IGNORECASE)
    if match is None:
        raise DeliveryRefused(
            "not a channel's address: one begins like mailtos://, tgram:// or json://"
        )
    scheme = match[1].lower()
    service = plugin_class(scheme)
    # The page that a service shows to its users (https://discord.com/api/webhooks/...) is an address to Apprise too.
    read = service.parse_url if service else url_to_dict
    try:
        parts: Parts = read(url.strip().replace("/#", "/%23")) or {}
    except _UNUSABLE:
        parts = {}
    service = service or plugin_class(str(parts.get("schema")))
    if service is None:
        raise DeliveryRefused(_unknown(scheme))
    if not parts:
        form = _form(service, scheme)
        raise DeliveryRefused(f"not a {scheme}:// address: it looks like {form}")
    return scheme, service, _with_defaults(parts, service)


def _with_defaults(parts: Parts, service: type[NotifyBase]) -> Parts:
    defaults: Parts = {}
    if service.socket_connect_timeout == URLBase.socket_connect_timeout:
        defaults = {"cto": _CONNECT_SECONDS, "rto": _READ_SECONDS}
    # A property is a limit that depends on the address: such services know theirs.
    longest: object = service.body_maxlen
    if isinstance(longest, int) and longest < NotifyBase.body_maxlen:
        defaults["overflow"] = "split"
    # A POST sent on to wherever an answer points is a token given away.
    return {**defaults, **parts, "redirect": False}


def _plugin(service: type[NotifyBase], parts: Parts, target: str | None) -> NotifyBase:
    arguments = copy.deepcopy(parts)
    if target is not None:
        arguments["targets"] = [target]
    return service(**arguments, asset=_asset())


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


def _targets(
    whole: NotifyBase, service: type[NotifyBase], parts: Parts
) -> Mapping[str, str | None]:
    """Split a service into single targets, where that is possible; an account alone has none."""
    if isinstance(whole, TelegramPlugin) and not whole.targets:
        return {}
    for pieces in _splits(parts.get("targets"), mail=isinstance(whole, MailPlugin)):
        try:
            singles = {piece: _plugin(service, parts, piece) for piece in pieces}
        except _UNUSABLE:  # cut where this service does not cut
            continue
        # Services differ in whether they count one that is named twice as two.
        counts = {len(pieces), len(singles)}
        if _size(whole) in counts and all(_size(single) == 1 for single in singles.values()):
            return {_key(piece, single): piece for piece, single in singles.items()}
    return {"": None}


def _splits(targets: object, *, mail: bool) -> Iterator[list[str]]:
    """Guess how a service will cut what it was given: as it came, or at commas."""
    given = [targets] if isinstance(targets, str) else targets
    if not isinstance(given, list | tuple) or not all(isinstance(g, str) for g in given):
        return
    if mail:
        yield parse_emails(list(given))
    elif given:
        yield list(given)
        yield parse_list(list(given), sort=False)


def _size(plugin: NotifyBase) -> int:
    return len(plugin) // (plugin.retry + 1)  # Apprise counts its own retries in


def _key(piece: str, single: NotifyBase) -> str:
    # Of a mail address without the display name.
    return str(single.targets[0][1]) if isinstance(single, MailPlugin) else piece


def _kind(service: type[NotifyBase], scheme: str) -> str:
    if issubclass(service, MailPlugin):
        return "mail"
    names = parse_list(service.protocol) + parse_list(service.secure_protocol)
    return str(names[0]) if names else scheme


def _server(whole: NotifyBase, url: str) -> str:
    if isinstance(whole, MailPlugin):
        return whole.smtp_host.lower()
    # Apprise's own hash of the account: the credentials, without the targets.
    return whole.url_id() or hashlib.sha256(url.encode()).hexdigest()


def _unknown(scheme: str) -> str:
    if scheme in {"http", "https"}:
        return f"{scheme}:// is no kind of channel; a webhook is json:// or jsons://"
    meant = similar_scheme(scheme)
    hint = f"; did you mean {meant}://?" if meant else ""
    return f"no kind of channel is called {scheme}://{hint}"


def _form(service: type[NotifyBase], scheme: str) -> str:
    forms: tuple[str, ...] = service.templates
    return forms[-1].replace("{schema}", scheme) if forms else f"{scheme}://..."


def _requirements(service: type[NotifyBase]) -> str:
    packages = service.requirements.get("packages_required")
    if packages:
        names = [packages] if isinstance(packages, str) else packages
        return f"it needs {', '.join(names)}"
    return str(service.requirements.get("details") or "Apprise has it disabled")


def _refusal(url: str, scheme: str, why: str, form: str = "") -> DeliveryRefused:
    answer = Redactor(address_parts(url))(why)
    return DeliveryRefused(f"{scheme}://: {answer}{form}")
