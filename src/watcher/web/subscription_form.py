"""The form of a subscription: its fields as they were typed, read strictly, each fault at its field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from watcher.core.category import ALL
from watcher.core.mail_addresses import mail_address
from watcher.core.people import Person, Rule
from watcher.core.pool import HIGHEST_CRS
from watcher.core.settings import DAILY, LANGUAGES, N_, WEEKDAYS, Digest, QuietHours
from watcher.web.person import Asker, typed_instant
from watcher.web.request import ReaderPreferences, Values, WebRequest, is_time_zone, whole_number

_T = TypeVar("_T")
#: Offered where a zone is typed; any other may be, too.
ZONES = (
    *("America/Toronto", "America/Vancouver", "America/Edmonton", "America/Winnipeg"),
    *("America/Halifax", "America/St_Johns", "America/Mexico_City", "America/Sao_Paulo"),
    *("Europe/London", "Europe/Paris", "Europe/Istanbul", "Africa/Algiers", "Africa/Casablanca"),
    *("Africa/Tunis", "Africa/Dakar", "Africa/Abidjan", "Africa/Douala", "Africa/Lagos"),
    *("Africa/Nairobi", "Africa/Johannesburg", "Asia/Beirut", "Asia/Tehran", "Asia/Dubai"),
    *("Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Colombo"),
    *("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Manila", "Asia/Seoul", "Australia/Sydney"),
)
DIGESTS = ("", DAILY, *WEEKDAYS)
#: Which no person sees, so that only a program fills it in.
HONEYPOT = "website"
_TEXTS = (
    *("mail", "score", "submitted", "near", "quiet_from", "quiet_until"),
    *("digest", "digest_at", "zone", "lang"),
)
_SHOWN = frozenset({"categories", "score", "submitted", "mail"})
_FLAGS = ("every_round", "wake", "monthly")
_LONGEST = 300  # characters of a value that is shown again
_USUAL = {"digest_at": "18:00"}

# In the order in which the fields stand on the page.
_FAULTS = {
    "categories": N_("Choose one category at least, or “every category”."),
    "score": N_("Write a CRS score: a whole number from 1 to 1200."),
    "submitted": N_(
        "Write when the profile was submitted, such as {example}, neither before 2015 nor "
        "in the future; or leave it empty."
    ),
    "mail": N_("Write a mail address such as {example}; without accents before the @."),
    "near": N_("Write a whole number of points, or leave it empty."),
    "quiet_from": N_("Write both times of the quiet hours, such as {example}, or neither."),
    "digest": N_("Choose one of these."),
    "digest_at": N_("Write a time of day such as {example}."),
    "zone": N_("Write the name of a time zone such as {example}."),
    "lang": N_("Choose one of these."),
}


# Fills the gap in the sentence of a fault.
_EXAMPLES = {
    "mail": "amara@example.com",
    "submitted": "2025-11-20 15:00",
    "quiet_from": "22:00, 07:00",
    "digest_at": "18:00",
    "zone": "America/Toronto",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionForm:
    """The fields as they were typed; ``faults`` has the fields that cannot be read, each with its sentence."""

    values: Mapping[str, str] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_more(self) -> bool:
        """Whether a field that is folded away has something to be seen."""
        set_ = any(self.value(name) for name in ("near", "quiet_from", "quiet_until"))
        return set_ or bool(self.flags) or not _SHOWN.issuperset(self.faults)

    def example(self, name: str) -> str:
        """Return what a field may hold."""
        return _EXAMPLES.get(name, "")

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return self.values.get(name, "")


def new_form(asker: Asker, reader: ReaderPreferences) -> SubscriptionForm:
    """Fill in a form with what is known of whoever asks."""
    values = {
        "score": "" if asker.points is None else str(asker.points),
        "submitted": asker.submitted,
        "zone": reader.timezone,
        "lang": reader.language,
    }
    return SubscriptionForm(values=_USUAL | values, categories=frozenset(asker.categories))


def form_of(person: Person, address: str) -> SubscriptionForm:
    """Fill in a form with the one rule of a person."""
    rule, quiet, digest = person.rules[0], person.quiet_hours, person.digest
    values = {
        "mail": address,
        "score": "" if rule.score is None else str(rule.score),
        "submitted": _written(rule.submitted, person.timezone),
        "near": "" if rule.near is None else str(rule.near),
        "zone": person.timezone,
        "lang": person.language,
    }
    if quiet is not None:
        values |= {"quiet_from": f"{quiet.start:%H:%M}", "quiet_until": f"{quiet.end:%H:%M}"}
    if digest is not None:
        day = DAILY if digest.weekday is None else WEEKDAYS[digest.weekday]
        values |= {"digest": day, "digest_at": f"{digest.at:%H:%M}"}
    chosen = {
        "every_round": rule.tell_when == "every-round",
        "wake": person.wake,
        "monthly": person.monthly,
    }
    flags = frozenset(name for name, is_set in chosen.items() if is_set)
    return SubscriptionForm(values=_USUAL | values, categories=rule.categories, flags=flags)


def typed_form(request: WebRequest) -> SubscriptionForm:
    """Take the fields of a request as they are."""
    return SubscriptionForm(
        values={name: request.form_value(name)[:_LONGEST] for name in _TEXTS},
        categories=frozenset(_all(request.form, "categories")),
        flags=frozenset(name for name in _FLAGS if request.form_value(name)),
    )


def is_of_a_program(request: WebRequest) -> bool:
    """Tell whether a field was filled in that no person sees."""
    return bool(request.form_value(HONEYPOT))


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReading:
    """What a form says, where it has no faults: ``mail`` is in the form that is kept."""

    form: SubscriptionForm
    mail: str
    person: Person


def read_form_of(
    form: SubscriptionForm, person: Person, known: Collection[str], now: datetime
) -> FormReading | SubscriptionForm:
    """Read a form into *person*, who has one rule; where a field cannot be read, return the form with its faults."""
    reader = _Reader(form)
    zone = form.value("zone") if is_time_zone(form.value("zone")) else reader.fault("zone", "UTC")
    languages = [code for code in LANGUAGES if code == form.value("lang")]
    mail = mail_address(form.value("mail")) or reader.fault("mail", "")
    rule = reader.rule(person.rules[0], known, zone, now)
    read = replace(
        person,
        rules=(rule,),
        language=languages[0] if languages else reader.fault("lang", LANGUAGES[0]),
        timezone=zone,
        quiet_hours=reader.quiet_hours(),
        wake="wake" in form.flags,
        digest=reader.digest(),
        monthly="monthly" in form.flags,
    )
    if reader.faulty:
        return replace(
            form, faults={name: _FAULTS[name] for name in _FAULTS if name in reader.faulty}
        )
    return FormReading(form=form, mail=mail, person=read)


class _Reader:
    """Reads fields, and remembers which of them it could not."""

    def __init__(self, form: SubscriptionForm) -> None:
        self._form = form
        self.faulty: set[str] = set()

    def fault(self, name: str, instead: _T) -> _T:
        """Remember that a field cannot be read."""
        self.faulty.add(name)
        return instead

    def rule(self, rule: Rule, known: Collection[str], zone: str, now: datetime) -> Rule:
        """Read what rounds are told."""
        categories = self._form.categories
        if not categories or not categories <= {ALL, *known}:
            self.faulty.add("categories")
        score = whole_number(self._form.value("score"), 1, HIGHEST_CRS)
        every = "every_round" in self._form.flags
        return replace(
            rule,
            categories=frozenset({ALL}) if ALL in categories else categories,
            score=score or self.fault("score", 1),
            submitted=self._submitted(zone, now),
            tell_when="every-round" if every else "invited",
            near=None if every else self._near(),
        )

    def quiet_hours(self) -> QuietHours | None:
        """Read the quiet hours: both times or neither."""
        start, end = self._time("quiet_from"), self._time("quiet_until")
        if not self._form.value("quiet_from") and not self._form.value("quiet_until"):
            return None
        if start is None or end is None or start == end:
            return self.fault("quiet_from", None)
        return QuietHours(start=start, end=end)

    def digest(self) -> Digest | None:
        """Read when what can wait is told together; of whoever is told of every round."""
        day = self._form.value("digest")
        if not day or "every_round" not in self._form.flags:
            return None
        at = self._time("digest_at") or self.fault("digest_at", time())
        if day not in DIGESTS:
            return self.fault("digest", None)
        return Digest(at=at, weekday=None if day == DAILY else WEEKDAYS.index(day))

    def _near(self) -> int | None:
        text = self._form.value("near")
        near = whole_number(text, 0, HIGHEST_CRS)
        return self.fault("near", None) if text and near is None else near

    def _submitted(self, zone: str, now: datetime) -> datetime | None:
        text = self._form.value("submitted")
        at = typed_instant(text, zone)
        return self.fault("submitted", None) if text and (at is None or at > now) else at

    def _time(self, name: str) -> time | None:
        try:
            at = time.fromisoformat(self._form.value(name))
        except ValueError:
            return None
        return None if at.tzinfo else at.replace(second=0, microsecond=0)


def _all(form: Values, name: str) -> list[str]:
    return [text.strip().casefold()[:_LONGEST] for text in form.get(name, ())]


def _written(at: datetime | None, zone: str) -> str:
    """Write an instant for a field, in a zone."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return local.isoformat(timespec="seconds" if local.second else "minutes")
