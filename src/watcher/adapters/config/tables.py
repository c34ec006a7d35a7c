"""The shape of the file: its tables, their keys and defaults; unknown keys are errors."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails

from watcher.adapters.config.files import TomlDocument
from watcher.adapters.config.values import (
    CategorySlug,
    Contact,
    DatabaseUrl,
    EntryName,
    HostName,
    KindName,
    ListenAddress,
    PageUrl,
    PingUrl,
    PollInterval,
    PresetName,
    PublicUrl,
    QuietSpan,
    SubmissionTime,
    TimeZone,
    WebToken,
)
from watcher.core.pool import HIGHEST_CRS
from watcher.core.settings import OTTAWA_ZONE, Early, Language, TellWhen, Trust


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class WatcherTable(_Table):
    """What holds for the whole service; the environment and flags may override it."""

    database: DatabaseUrl | None = Field(
        default=None, description="SQLAlchemy URL; default: SQLite in the state folder"
    )
    database_file: str | None = Field(
        default=None, description="a file that holds the database URL"
    )
    timezone: TimeZone = Field(default=OTTAWA_ZONE, description="how times are written in messages")
    language: Language = Field(default="en", description="of messages")
    contact: Contact = Field(default="", description="mail or web address in the User-Agent")
    smtp_per_minute: Annotated[int, Field(ge=1, le=6000)] = Field(
        default=60, description="messages to one mail server"
    )
    keep_pages: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        default=400, description="how many changed pages are kept"
    )
    pictures: bool = Field(default=False, description="a chart of cut-offs goes with each alert")


def _or_a_preset(schema: dict[str, Any]) -> None:
    """Name and address are needed of what no preset names; see ``sources``."""
    schema["anyOf"] = [{"required": schema.pop("required")}, {"required": ["preset"]}]


class SourceTable(_Table):
    """A page that is polled; a preset has been put in place of name, kind and url."""

    model_config = ConfigDict(json_schema_extra=_or_a_preset)

    preset: PresetName | None = Field(
        default=None, description="a page known by name; other keys override it"
    )
    name: EntryName = Field(description="unique")
    kind: KindName = Field(default="ircc-json", description="how the page is read")
    url: PageUrl = Field(description="http or https")
    trust: Trust | None = Field(
        default=None,
        description="official beats secondary; default: official for ircc-json, "
        "which alone can be, secondary for every other kind",
    )
    every: PollInterval | None = Field(
        default=None, description="fixed; default: the adaptive pace, 10m for a secondary source"
    )
    cache_bust: bool = Field(
        default=False, description="add a changing query, against stale caches"
    )
    redirects_to: list[HostName] = Field(
        default=[], description="further hosts (or host:port) that a redirect or a link may lead to"
    )
    max_bytes: Annotated[int, Field(ge=1_000, le=1_000_000_000)] | None = Field(
        default=None,
        description="cap on a body after decompression; default: 16000000 for "
        "ircc-json, 5000000 for every other kind",
    )
    robots: bool = Field(
        default=True, description="of a secondary source: ask only what robots.txt allows"
    )
    allow_private: bool = Field(
        default=False,
        description="of a secondary source: it may be at an address that is not public",
    )


class ChannelTable(_Table):
    """An Apprise address, or the file that holds it."""

    url: str | None = None
    url_file: str | None = None


class OperatorTable(_Table):
    """Who is told of blindness, unknown names and dead channels."""

    channels: list[str] = Field(default=[], description="names of channels")
    ping: PingUrl | None = Field(
        default=None, description="dead-man's switch, asked after each good poll"
    )
    ping_file: str | None = Field(default=None, description="a file that holds the ping address")


class WebTable(_Table):
    """The page, the API and the feeds."""

    enabled: bool = Field(default=True, description="whether they are served")
    listen: ListenAddress = Field(
        default="127.0.0.1:8470", description="IP address and port; port 0 is any that is free"
    )
    url: PublicUrl | None = Field(
        default=None, description="how others reach it, behind a proxy for one"
    )
    token: WebToken | None = Field(
        default=None, description="who knows it sees subscriptions and deliveries"
    )
    token_file: str | None = Field(default=None, description="a file that holds the token")
    requests_per_second: Annotated[int, Field(ge=1, le=100_000)] = Field(
        default=50, description="of one address, before it is asked to wait"
    )


class SubscriptionTable(_Table):
    """One person's rule."""

    name: EntryName = Field(description="unique; the database remembers it")
    categories: list[CategorySlug] = Field(
        description='what the rounds select by, or ["all"]', min_length=1
    )
    score: Annotated[int, Field(ge=1, le=HIGHEST_CRS)] = Field(description="CRS points")
    submitted: SubmissionTime | None = Field(
        default=None, description="when the profile was first submitted: decides ties"
    )
    channels: list[str] = Field(description="names of channels", min_length=1)
    tell_when: TellWhen = Field(default="invited", description="or of every round")
    near: Annotated[int, Field(ge=0, le=HIGHEST_CRS)] | None = Field(
        default=None, description="also told when short by at most this"
    )
    early: Early = Field(
        default="when-blind", description="word from secondary sources before the official"
    )
    language: Language | None = Field(default=None, description="default: [watcher] language")
    timezone: TimeZone | None = Field(default=None, description="default: [watcher] timezone")
    quiet_hours: QuietSpan | None = Field(
        default=None, description="delays alerts, never drops them"
    )
    wake: bool = Field(default=False, description="the urgent verdicts pass the quiet hours")
    picture: bool | None = Field(
        default=None, description="a chart with each alert; default: [watcher] pictures"
    )


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
    source: list[SourceTable] = Field(default=[], description="default: the official feed")
    channels: dict[EntryName, Annotated[ChannelTable, WithJsonSchema(_ADDRESS_OR_TABLE)]] = Field(
        default={}, description="name = Apprise address"
    )
    operator: OperatorTable = OperatorTable()
    web: WebTable = WebTable()
    subscription: list[SubscriptionTable] = Field(default=[])


TABLES: dict[str, type[_Table]] = {
    "watcher": WatcherTable,
    "source": SourceTable,
    "channels": ChannelTable,
    "operator": OperatorTable,
    "web": WebTable,
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
