"""Settings: sources, channels and subscriptions as plain values, and sources known by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from ipaddress import ip_address
from pathlib import PurePath
from typing import Literal, get_args

from watcher.core.crs.profile import Profile
from watcher.core.sender import Sender
from watcher.core.sending_limits import SendingLimits

#: Of messages and pages; each but English has its catalogue under ``locale``.
Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Trust = Literal["official", "secondary"]
SourceKind = Literal["ircc-json", "rounds-table", "article", "wordpress", "feed"]
TellWhen = Literal["invited", "every-round"]
Early = Literal["never", "when-blind", "always"]
EARLY: tuple[Early, ...] = get_args(Early)

DAILY = "daily"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

OTTAWA_ZONE = "America/Toronto"
OFFICIAL_FEED = "https://www.canada.ca/content/dam/ircc/documents/json/ee_rounds_123_en.json"


def N_(sentence: str) -> str:  # noqa: N802 - the name that Babel looks for
    """Mark an English sentence in a table for the catalogues; a Formatter translates it."""
    return sentence


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that is never printed: tokens, passwords, whole channel addresses."""

    value: str

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """A span of local wall-clock time, possibly over midnight; ``end`` is excluded."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """When to tell in one message what can wait: at a local time, each day or each ``weekday`` (Monday is 0)."""

    at: time
    weekday: int | None = None

    def __str__(self) -> str:
        day = DAILY if self.weekday is None else f"weekly {WEEKDAYS[self.weekday][:3]}"
        return f"{day} {self.at:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One person's rule; its name is its key.

    Either ``score`` or ``profile`` (read from ``profile_file``) is set: ``core.scores`` tells the score of a day.
    ``submitted`` (UTC) decides ties, ``near`` is how many points short is still worth an alert, ``picture`` has
    a chart of the category's cut-offs go with each alert, ``reminders`` has dates of the profile told too.
    ``person`` is who is told (None: somebody of the same name): several rules of one make one message;
    ``digest`` gathers what is not urgent, ``monthly`` asks for a sign of life.
    """

    name: str
    categories: frozenset[str]
    score: int | None = None
    profile: Profile | None = field(default=None, repr=False)
    profile_file: str | None = None
    channels: tuple[str, ...]
    submitted: datetime | None = None
    tell_when: TellWhen = "invited"
    near: int | None = None
    early: Early = "when-blind"
    language: Language = "en"
    timezone: str = OTTAWA_ZONE
    quiet_hours: QuietHours | None = None
    wake: bool = False
    picture: bool = False
    reminders: bool = False
    person: str | None = None
    digest: Digest | None = None
    monthly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page that is polled; ``every`` None is the adaptive pace.

    ``redirects_to`` names further hosts (``host`` or ``host:port``) that a redirect or a link may lead to;
    ``max_bytes`` caps a body after decompression. A secondary source is asked only where robots.txt lets us
    (``robots``), and never at an address that is not public (``allow_private`` lifts that, for intranets and tests).
    """

    name: str
    kind: SourceKind
    url: str
    trust: Trust = "official"
    every: timedelta | None = None
    cache_bust: bool = False
    redirects_to: tuple[str, ...] = ()
    max_bytes: int = 16_000_000
    robots: bool = True
    allow_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """An Apprise address under a name; the address is a secret as a whole."""

    name: str
    url: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The operator's channels, for notices, a dead-man's switch to ``ping``, and of how many told a ``summary`` is sent."""

    channels: tuple[str, ...] = ()
    ping: Secret | None = None
    summary: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The page, the API and the feeds: where they are served, and who may see what.

    ``port`` 0 is any, ``url`` how others reach it, ``per_second`` for one address; no ``token``: nothing private.
    """

    enabled: bool = True
    host: str = "127.0.0.1"
    port: int = 8470
    url: str | None = None
    token: Secret | None = None
    per_second: int = 50

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return ip_address(self.host).is_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class SignupSettings:
    """Whether people may subscribe themselves on the page, by mails through ``channel``.

    ``per_hour`` caps the mails that strangers cause, ``most_people`` those who came by themselves.
    """

    enabled: bool = False
    channel: str = ""
    per_hour: int = 200
    most_people: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BotSettings:
    """Whether people may subscribe themselves by Telegram, at the bot of ``channel``; ``per_hour`` caps how many do."""

    enabled: bool = False
    channel: str = ""
    per_hour: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration, from the file, the environment and the flags."""

    file: PurePath
    database: Secret
    timezone: str = OTTAWA_ZONE
    language: Language = "en"
    contact: str = ""
    sending: SendingLimits = field(default_factory=SendingLimits)
    keep_pages: int = 400
    keep_told_days: int = 730
    keep_trouble_days: int = 730
    pictures: bool = False
    sources: tuple[Source, ...] = ()
    channels: Mapping[str, Channel] = field(default_factory=dict)
    operator: Operator = field(default_factory=Operator)
    web: Web = field(default_factory=Web)
    signup: SignupSettings = field(default_factory=SignupSettings)
    sender: Sender | None = None
    bot: BotSettings = field(default_factory=BotSettings)
    subscriptions: tuple[Subscription, ...] = ()


# News sites reported rounds 1.4 to 21 hours after they were drawn (2023): no haste is needed.
POLITE_PACE = timedelta(minutes=10)
# The official feed had 0.8 MB in 2026; the largest feed of a site, 1.7 MB in 2023.
_OFFICIAL_CAP, _SITE_CAP = 16_000_000, 5_000_000


@dataclass(frozen=True, slots=True)
class Preset:
    """A source that can be named without its address; ``every`` None leaves the pace to the kind."""

    name: str
    what: str
    kind: SourceKind
    url: str
    language: Language = "en"
    every: timedelta | None = None

    def source(self) -> Source:
        """Make the source as it is polled when nothing is set beside the name."""
        usual = source_of(self.name, self.kind, self.url)
        return replace(usual, every=self.every or usual.every)


def source_of(name: str, kind: SourceKind, url: str, trust: Trust | None = None) -> Source:
    """Make a source with what its kind has by default: trust, pace and cap."""
    if trust is None:
        trust = "official" if kind == "ircc-json" else "secondary"
    return Source(
        name=name,
        kind=kind,
        url=url,
        trust=trust,
        every=POLITE_PACE if trust == "secondary" else None,
        max_bytes=_OFFICIAL_CAP if kind == "ircc-json" else _SITE_CAP,
    )


# Off until a ``[[source]]`` names one. IRCC's addresses were read from 2022 to 2026; those of
# CIC News, Immigration News Canada, immigrationcoach.ca and canadavisa.com in January 2023,
# Canadim's too, but under http://; one post of cadimmigration.com, by its number under the
# same route, in January 2026. Not tried: Canadim under https://, the listing of
# cadimmigration.com, and all of visaverge.com's: its feed is looked for where WordPress has it.
_PRESETS = (
    Preset("ircc", "IRCC's own feed, polled where no source is named", "ircc-json", OFFICIAL_FEED),
    Preset(
        "ircc-fr",
        "the French twin of IRCC's feed, official too",
        "ircc-json",
        "https://www.canada.ca/content/dam/ircc/documents/json/ee_rounds_123_fr.json",
        language="fr",
    ),
    Preset(
        "cic-news",
        "CIC News, a news site on immigration to Canada",
        "feed",
        "https://www.cicnews.com/feed",
    ),
    Preset(
        "immigration-news-canada",
        "Immigration News Canada, a news site too",
        "feed",
        "https://immigrationnewscanada.ca/feed/",
    ),
    Preset(
        "canadavisa",
        "the news of canadavisa.com",
        "feed",
        "https://www.canadavisa.com/news/rss.html",
        # It has every item since its beginning: 1.7 MB each time it changes.
        every=timedelta(hours=1),
    ),
    Preset("canadim", "the blog of Canadim, a law firm", "feed", "https://www.canadim.com/feed/"),
    Preset(
        "cadimmigration",
        "the posts of cadimmigration.com",
        "wordpress",
        "https://cadimmigration.com/index.php?rest_route=/wp/v2/posts",
    ),
    Preset(
        "immigrationcoach",
        "the blog of immigrationcoach.ca",
        "feed",
        "https://immigrationcoach.ca/feed/",
    ),
    Preset(
        "visaverge",
        "VisaVerge, news of migration to any country",
        "feed",
        "https://www.visaverge.com/feed/",
    ),
)
#: By name, in the order in which they are listed.
PRESETS: Mapping[str, Preset] = {preset.name: preset for preset in _PRESETS}
