"""The tables of the file as pydantic models: keys, types and defaults; unknown keys are errors."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails

from watcher.adapters.config import addresses, values
from watcher.adapters.config.files import TomlDocument
from watcher.core.pool import HIGHEST_CRS
from watcher.core.settings import OTTAWA_ZONE, Early, Language, TellWhen, Trust


class _Table(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )


class WatcherTable(_Table):
    """What holds for the whole service; the environment and flags may override it."""

    database: addresses.DatabaseUrl | None = None
    """SQLAlchemy URL; default: SQLite in the state folder"""
    database_file: str | None = None
    """a file that holds the database URL"""
    timezone: values.TimeZone = OTTAWA_ZONE
    """how times are written in messages"""
    language: Language = "en"
    """of messages"""
    contact: addresses.Contact = ""
    """mail or web address in the User-Agent"""
    smtp_per_minute: int | None = Field(default=None, ge=1, le=6000)
    """messages to one mail server; default: [sending] mail_per_second"""
    keep_pages: int = Field(default=400, ge=1, le=1_000_000)
    """how many changed pages are kept"""
    keep_told_days: int = Field(default=730, ge=90, le=36_500)
    """how long it is kept who was told what"""
    keep_trouble_days: int = Field(default=730, ge=7, le=36_500)
    """how long trouble that is over is kept"""
    pictures: bool = False
    """a chart of cut-offs goes with each alert"""


def _or_a_preset(schema: dict[str, Any]) -> None:
    """Name and address are needed of what no preset names; see ``sources``."""
    schema["anyOf"] = [{"required": schema.pop("required")}, {"required": ["preset"]}]


class SourceTable(_Table):
    """A page that is polled; a preset has been put in place of name, kind and url."""

    model_config = ConfigDict(json_schema_extra=_or_a_preset)

    preset: values.PresetName | None = None
    """a page known by name; other keys override it"""
    name: values.EntryName
    """unique"""
    kind: values.KindName = "ircc-json"
    """how the page is read"""
    url: addresses.PageUrl
    """http or https"""
    trust: Trust | None = None
    """official beats secondary; default: official for ircc-json, which alone can be, secondary for every other kind"""
    every: values.PollInterval | None = None
    """fixed; default: the adaptive pace, 10m for a secondary source"""
    cache_bust: bool = False
    """add a changing query, against stale caches"""
    redirects_to: list[addresses.HostName] = []
    """further hosts (or host:port) that a redirect or a link may lead to"""
    max_bytes: int | None = Field(default=None, ge=1_000, le=1_000_000_000)
    """cap on a body after decompression; default: 16000000 for ircc-json, 5000000 for every other kind"""
    robots: bool = True
    """of a secondary source: ask only what robots.txt allows"""
    allow_private: bool = False
    """of a secondary source: it may be at an address that is not public"""


class ChannelTable(_Table):
    """An Apprise address, or the file that holds it."""

    url: str | None = None
    url_file: str | None = None


class OperatorTable(_Table):
    """Who is told of blindness, unknown names and dead channels."""

    channels: list[str] = []
    """names of channels"""
    ping: addresses.PingUrl | None = None
    """dead-man's switch, asked after each good poll"""
    ping_file: str | None = None
    """a file that holds the ping address"""
    summary: Annotated[int, Field(ge=0, le=1_000_000)] = 20
    """a round that concerns so many people is summed up for the operator; 0: none is"""


class SenderTable(_Table):
    """Who writes to people: the footer of every mail, as Canada's anti-spam law (CASL) asks for."""

    name: values.OneLine
    """of a person or an organization"""
    address: values.OneLine
    """where post reaches them"""
    contact: addresses.Contact = Field(min_length=1)
    """mail or web address for questions, and for those who want no more mail"""


class WebTable(_Table):
    """The page, the API and the feeds."""

    enabled: bool = True
    """whether they are served"""
    listen: addresses.ListenAddress = "127.0.0.1:8470"
    """IP address and port; port 0 is any that is free"""
    url: addresses.PublicUrl | None = None
    """how others reach it, behind a proxy for one"""
    token: addresses.WebToken | None = None
    """who knows it sees subscriptions and deliveries"""
    token_file: str | None = None
    """a file that holds the token"""
    requests_per_second: int = Field(default=50, ge=1, le=100_000)
    """of one address, before it is asked to wait"""


class SignupTable(_Table):
    """People subscribe themselves on the page; needs [web] url, [sender] and a channel of mail."""

    enabled: bool = False
    """whether they may"""
    channel: values.EntryName | None = None
    """the channel of mail that writes to them; its server and sender, not its recipients"""
    per_hour: int = Field(default=200, ge=1, le=100_000)
    """mails that strangers may cause in an hour, by signing up"""
    most_people: int = Field(default=10_000, ge=1, le=10_000_000)
    """who may have subscribed themselves at a time"""


class BotTable(_Table):
    """The Telegram bot by which people subscribe themselves."""

    enabled: bool = False
    """whether it answers"""
    channel: str = ""
    """name of a tgram:// channel, whose bot it is"""
    per_hour: int = Field(default=200, ge=1, le=1_000_000)
    """how many people may subscribe by it within an hour"""


class SendingTable(_Table):
    """How fast servers are written to, where the defaults do not fit."""

    mail_connections: int = Field(default=4, ge=1, le=16)
    """to one mail server at once, at most"""
    mail_per_second: float | None = Field(default=None, ge=0.02, le=10_000)
    """to one mail server; default: as many as it takes without complaint"""
    telegram_connections: int = Field(default=4, ge=1, le=16)
    """of one bot at once, at most"""
    telegram_per_second: float = Field(default=25, ge=0.02, le=10_000)
    """of one bot, to all chats"""
    telegram_chat_seconds: float = Field(default=1, ge=0, le=60)
    """from one message to a chat to the next"""
    webhook_connections: int = Field(default=4, ge=1, le=16)
    """to one address of any other kind at once, at most"""
    webhook_per_second: float | None = Field(default=None, ge=0.02, le=10_000)
    """to one address of any other kind; default: as many as it takes without complaint"""


def _score_or_profile(schema: dict[str, Any]) -> None:
    """Ask for one of the two; see ``checks``."""
    schema["oneOf"] = [{"required": ["score"]}, {"required": ["profile"]}]


class SubscriptionTable(_Table):
    """One person's rule."""

    model_config = ConfigDict(json_schema_extra=_score_or_profile)

    name: values.EntryName
    """unique; the database remembers it"""
    categories: list[values.CategorySlug] = Field(min_length=1)
    """what the rounds select by, or ["all"]"""
    score: int | None = Field(default=None, ge=1, le=HIGHEST_CRS)
    """CRS points"""
    profile: values.EntryName | None = None
    """a file, relative to this one, from which the score of each day is counted; in place of score"""
    submitted: values.SubmissionTime | None = None
    """when the profile was first submitted: decides ties; default: what the file of the profile says"""
    channels: list[str] = Field(min_length=1)
    """names of channels, or NAME:TARGET for a target of one's own"""
    tell_when: TellWhen = "invited"
    """or of every round"""
    near: int | None = Field(default=None, ge=0, le=HIGHEST_CRS)
    """also told when short by at most this"""
    early: Early = "when-blind"
    """word from secondary sources before the official"""
    language: Language | None = None
    """default: [watcher] language"""
    timezone: values.TimeZone | None = None
    """default: [watcher] timezone"""
    quiet_hours: values.QuietSpan | None = None
    """delays alerts, never drops them"""
    wake: bool = False
    """the urgent verdicts pass the quiet hours"""
    picture: bool | None = None
    """a chart with each alert; default: [watcher] pictures"""
    reminders: bool = False
    """papers that run out, birthdays and years of work of the profile are told too"""
    person: values.PersonName | None = None
    """who is told: several rules of one person that a round meets make one message; default: the name"""
    digest: values.DigestTime | None = None
    """what is not urgent is gathered until then"""
    monthly: bool = False
    """a sign of life each month"""


_ADDRESS_OR_TABLE: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "description": "Apprise address; ${NAME} is expanded"},
        {
            "type": "object",
            "properties": {"url": {"type": "string"}, "url_file": {"type": "string"}},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ]
}


class ConfigFile(_Table):
    """The whole file."""

    watcher: WatcherTable = WatcherTable()
    source: list[SourceTable] = []
    """default: the official feed"""
    channels: dict[
        values.EntryName, Annotated[ChannelTable, WithJsonSchema(_ADDRESS_OR_TABLE)]
    ] = {}
    """name = Apprise address"""
    operator: OperatorTable = OperatorTable()
    web: WebTable = WebTable()
    sending: SendingTable = SendingTable()
    sender: SenderTable | None = None
    """who writes to people; default: nobody says so"""
    signup: SignupTable = SignupTable()
    bot: BotTable = BotTable()
    subscription: list[SubscriptionTable] = []


TABLES: dict[str, type[_Table]] = {
    "watcher": WatcherTable,
    "source": SourceTable,
    "channels": ChannelTable,
    "operator": OperatorTable,
    "web": WebTable,
    "sending": SendingTable,
    "sender": SenderTable,
    "signup": SignupTable,
    "bot": BotTable,
    "subscription": SubscriptionTable,
}
LISTS = frozenset({"source", "subscription"})


def validated(document: TomlDocument) -> tuple[ConfigFile | None, list[ErrorDetails]]:
    """Validate the document: either the file or what is wrong with it, never both."""
    try:
        return ConfigFile.model_validate(document), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def json_schema() -> dict[str, object]:
    """Describe the file as a JSON Schema, for editors."""
    described = {key: without_null(part) for key, part in ConfigFile.model_json_schema().items()}
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, **described, "title": "Configuration of watcher"}


def without_null(part: Any) -> Any:
    """Take null out of a JSON Schema: TOML has none."""
    if isinstance(part, list):
        return [without_null(item) for item in part]
    if not isinstance(part, dict):
        return part
    schema = {key: without_null(value) for key, value in part.items()}
    if isinstance(schema.get("default", 0), dict | None):
        del schema["default"]
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        schema |= choices[0]
    return schema
