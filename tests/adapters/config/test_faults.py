"""One bad file per rule: what the operator is told of it."""

from pathlib import Path

import pytest

from tests.adapters.config.bot_faults import BOT_FAULTS
from tests.adapters.config.source_faults import EVERY, SOURCES, WEB
from tests.adapters.config.web_faults import WEB_FAULTS
from watcher.adapters import config
from watcher.core.errors import ConfigError

FILES = Path(__file__).parents[2] / "data/config"
CATEGORIES = (
    "all, general, cec, fsw, fst, pnp, french, healthcare, stem, trades, transport, "
    "agriculture, education, physicians, senior-managers, military, researchers"
)
TABLES = "watcher, source, channels, operator, web, sending, sender, signup, bot, subscription"
WATCHER_KEYS = "database, database_file, timezone, language, contact, smtp_per_minute, keep_pages, keep_told_days, keep_trouble_days, pictures"
ZONES = 'allowed: a name such as "America/Toronto" or "Asia/Kolkata"'
DATABASES = "allowed: sqlite:///FILE, or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
SCORES = "allowed: a whole number from 1 to 1200"
A_NAME = "allowed: one line of text, without spaces around it"
QUIET = 'allowed: "HH:MM-HH:MM", such as "22:00-07:00"'
TOLD: dict[str, tuple[str, ...]] = {
    **WEB_FAULTS,
    **BOT_FAULTS,
    "a_key_twice": ("is not valid TOML (line 3, column 16): Cannot overwrite a value",),
    "cache_bust_as_text": (
        'source[0].cache_bust (ircc): must be true or false, without quotes; there is "no"',
    ),
    "categories_as_text": (
        'subscription[0].categories (amara): must be a list; there is "cec"; write ["cec"]',
    ),
    "categories_empty": ("subscription[0].categories (amara): is empty",),
    "categories_missing": ("subscription[0].categories (amara): is missing",),
    "category_all_beside_others": (
        'subscription[0].categories (amara): has "all" beside other categories; write ["all"] alone',
    ),
    "category_by_an_unknown_name": (
        f'subscription[0].categories[0] (amara): is no category; there is "Skilled Cooks"; allowed: {CATEGORIES}; as a category that name would be "skilled-cooks"',
    ),
    "category_by_its_name": (
        f'subscription[0].categories[0] (amara): is no category; there is "Canadian Experience Class"; allowed: {CATEGORIES}; did you mean "cec"?',
    ),
    "category_misspelt": (
        f'subscription[0].categories[0] (amara): is no category; there is "helthcare"; allowed: {CATEGORIES}; did you mean "healthcare"?',
    ),
    "category_twice": (
        'subscription[0].categories[2] (amara): stands there twice; there is "cec"',
    ),
    "channel_a_number": (
        "channels.desk: is no channel; allowed: an address as text, or { url_file = ... }",
    ),
    "channel_empty": ("channels.desk: is empty",),
    "channel_file_an_address": ("channels.tg.url_file: is an address, not the name of a file",),
    "channel_file_missing": (
        "channels.tg.url_file: FOLDER/there-is-no-such-file cannot be read: No such file or directory",
    ),
    "channel_name_an_address": (f'channels."tgram://***": is no name; {A_NAME}',),
    "channel_name_empty": (f'channels."": is empty; {A_NAME}',),
    "channel_variable_not_set": (
        "channels.tg: needs the environment variable TG_TOKEN, which is not set",
    ),
    "channel_variable_unfinished": (
        "channels.tg: has a ${ without a name and }; $${ stands for ${ itself",
    ),
    "channel_with_both_twins": (
        "channels.tg.url_file: stands beside url; only one of them can hold",
    ),
    "channel_without_address": ("channels.desk: has no address; allowed: url or url_file",),
    "channels_not_a_table": ("channels: must be written [channels]",),
    "contact_that_breaks_the_header": (
        'watcher.contact: is no address; there is "me@example.org\\r\\nX-Evil: 1"; allowed: a mail or web address, such as "me@example.org"',
    ),
    "cut_off_in_the_middle": ("is not valid TOML (at the end of the file): Unterminated string",),
    "database_and_its_file": (
        "watcher.database_file: stands beside database; only one of them can hold",
    ),
    "database_by_an_old_scheme": (
        f'watcher.database: is no database that watcher knows; {DATABASES}; did you mean "postgresql+psycopg"?',
    ),
    "database_in_a_tilde": (
        "watcher.database: begins with ~, which means nothing here; write ${HOME} for your home folder",
    ),
    "database_of_another_kind": (
        f"watcher.database: is no database that watcher knows; {DATABASES}",
    ),
    "early_unknown": (
        'subscription[0].early (amara): is not one of the words allowed here; there is "sometimes"; allowed: "never", "when-blind", "always"',
    ),
    "every_as_a_number": (
        f'source[0].every (ircc): must be a time between polls; there is 60; {EVERY}; write "60s"',
    ),
    "every_too_short": (f'source[0].every (ircc): is out of range; there is "9s"; {EVERY}',),
    "every_without_unit": (
        f'source[0].every (ircc): is no time between polls; there is "60"; {EVERY}',
    ),
    "keep_pages_zero": (
        "watcher.keep_pages: is out of range; there is 0; allowed: a whole number from 1 to 1000000",
    ),
    "key_above_its_table": (
        f"timezone: is no table of this file; allowed: {TABLES}; it belongs under [watcher] or [[subscription]]",
    ),
    "key_of_another_table": (
        f"watcher.ping: is no key of this table; allowed: {WATCHER_KEYS}; it belongs under [operator]",
    ),
    "max_bytes_negative": (
        "source[0].max_bytes (ircc): is out of range; there is -1; allowed: a whole number from 1000 to 1000000000",
    ),
    "near_negative": (
        "subscription[0].near (amara): is out of range; there is -1; allowed: a whole number from 0 to 1200",
    ),
    "nested_too_deeply": ("is not read: lists or tables are nested too deeply",),
    "not_toml": ("is not valid TOML (line 2, column 12): Invalid value",),
    "not_utf_8": ("is not UTF-8 (line 2); save it as UTF-8",),
    "operator_channel_an_address": (
        'operator.channels[0]: is no channel; there is "tgram://***"; channels are named under [channels]',
    ),
    "operator_channel_unknown": (
        'operator.channels[0]: is no channel; there is "opps"; allowed: ops; did you mean "ops"?',
    ),
    "operator_channels_as_text": (
        'operator.channels: must be a list; there is "ops"; write ["ops"]',
    ),
    "ping_without_scheme": (f"operator.ping: is no web address; {WEB}",),
    "quiet_hours_in_words": (
        f'subscription[0].quiet_hours (amara): is no span of hours; there is "at night"; {QUIET}',
    ),
    "quiet_hours_of_no_length": (
        'subscription[0].quiet_hours (amara): ends when it starts; there is "22:00-22:00"; leave it out for no quiet hours',
    ),
    "quiet_hours_past_midnight": (
        f'subscription[0].quiet_hours (amara): is no span of hours; there is "22:00-25:00"; {QUIET}',
    ),
    "redirects_to_an_address": (
        'source[0].redirects_to[0] (ircc): is no host name; there is "https://www.example.org/"; allowed: a bare host name, such as "www.canada.ca" or "www.canada.ca:8443"',
    ),
    "score_as_text": (
        f'subscription[0].score (amara): must be a whole number; there is "471"; {SCORES}; write it without quotes',
    ),
    "score_too_high": (f"subscription[0].score (amara): is out of range; there is 1201; {SCORES}",),
    "score_true": (
        f"subscription[0].score (amara): must be a whole number; there is true; {SCORES}",
    ),
    "score_with_a_fraction": (
        f"subscription[0].score (amara): must be a whole number; there is 471.5; {SCORES}",
    ),
    "score_zero": (f"subscription[0].score (amara): is out of range; there is 0; {SCORES}",),
    "smtp_per_minute_as_text": (
        'watcher.smtp_per_minute: must be a whole number; there is "60"; allowed: a whole number from 1 to 6000; write it without quotes',
    ),
    **SOURCES,
    "submitted_a_day": (
        "subscription[0].submitted (amara): has no time, and a second can decide a tie; there is 2025-11-20; add time and zone: 2025-11-20T15:00:00Z",
    ),
    "submitted_a_number": (
        "subscription[0].submitted (amara): must be a date-time; there is 20251120; allowed: such as 2025-11-20T15:00:00Z",
    ),
    "submitted_as_text": (
        'subscription[0].submitted (amara): must be a date-time, not text; there is "2025-11-20T15:00:00Z"; write it without quotes: 2025-11-20T15:00:00Z',
    ),
    "submitted_without_zone": (
        "subscription[0].submitted (amara): has no zone, and an hour can decide a tie; there is 2025-11-20 15:00:00; add Z for UTC, or an offset: 2025-11-20T15:00:00-05:00",
    ),
    "subscription_channel_twice": (
        'subscription[0].channels[1] (amara): stands there twice; there is "desk"',
    ),
    "subscription_channel_unknown": (
        'subscription[0].channels[0] (amara): is no channel; there is "dekc"; allowed: desk; did you mean "desk"?',
    ),
    "subscription_channel_without_target": (
        'subscription[0].channels[0] (amara): names no target; there is "desk:"; allowed: "desk", or "desk:" and a target of its kind',
        'subscription[0].channels[1] (amara): names no target; there is "desk://***"; allowed: "desk", or "desk:" and a target of its kind',
        'subscription[0].channels[2] (amara): is no channel; there is "dekc:amara@example.com"; allowed: desk; did you mean "desk"?',
    ),
    "subscription_digest": (
        'subscription[0].digest (amara): is no time of a digest; there is "weekly 18:00"; allowed: "daily 18:00", or a day of the week: "weekly mon 09:00"',
    ),
    "subscription_person_with_a_slash": (
        'subscription[0].person (amara): has a "/" in it; there is "amara/cec"; it stands between a person and a rule',
    ),
    "subscriptions_of_one_person_differ": (
        'subscription[1].timezone (amara-cec): is not what subscription[0] says of the same person; there is "Asia/Kolkata"; "amara" is told in one message: write the same in both',
        'subscription[1].quiet_hours (amara-cec): is not what subscription[0] says of the same person; "amara" is told in one message: write the same in both',
    ),
    "subscription_channels_empty": ("subscription[0].channels (amara): is empty",),
    "subscription_channels_missing": ("subscription[0].channels (amara): is missing",),
    "subscription_name_empty": (f'subscription[0].name: is empty; there is ""; {A_NAME}',),
    "subscription_name_twice": (
        'subscription[1].name (amara): is the name of subscription[0] already; there is "amara"',
    ),
    "subscription_name_with_spaces_around": (
        f'subscription[0].name ( amara): is no name; there is " amara"; {A_NAME}',
    ),
    "subscription_not_a_list": ("subscription: must be written [[subscription]]",),
    "subscription_of_a_list_of_names": (
        'subscription[0]: must be a table under [[subscription]]; there is "amara"',
    ),
    "subscription_without_name": ("subscription[0].name: is missing",),
    "subscription_without_score": (
        'subscription[0].score (amara): is missing; write score = 471, or profile = "amara.toml", from which it is counted',
    ),
    "tell_when_unknown": (
        'subscription[0].tell_when (amara): is not one of the words allowed here; there is "every_round"; allowed: "invited", "every-round"; did you mean "every-round"?',
    ),
    "unknown_key_in_channel": (
        "channels.tg: has no address; allowed: url or url_file",
        'channels.tg.url_flie: is no key of this table; allowed: url, url_file; did you mean "url_file"?',
    ),
    "unknown_key_in_operator": (
        'operator.chanels: is no key of this table; allowed: channels, ping, ping_file, summary; did you mean "channels"?',
    ),
    "unknown_key_in_source": (
        'source[0].evry (ircc): is no key of this table; allowed: preset, name, kind, url, trust, every, cache_bust, redirects_to, max_bytes, robots, allow_private; did you mean "every"?',
    ),
    "unknown_key_in_subscription": (
        'subscription[0].submited (amara): is no key of this table; allowed: name, categories, score, profile, submitted, channels, tell_when, near, early, language, timezone, quiet_hours, wake, picture, reminders, person, digest, monthly; did you mean "submitted"?',
    ),
    "unknown_key_in_watcher": (
        f'watcher.timezoen: is no key of this table; allowed: {WATCHER_KEYS}; did you mean "timezone"?',
    ),
    "unknown_language": (
        'watcher.language: is not one of the words allowed here; there is "de"; allowed: "en", "fr"',
    ),
    "unknown_table": (
        f'subscribers: is no table of this file; allowed: {TABLES}; did you mean "subscription"?',
    ),
    "unknown_zone": (
        f'watcher.timezone: is no time zone; there is "America/Tronto"; {ZONES}; did you mean "America/Toronto"?',
    ),
    "wake_as_text": (
        'subscription[0].wake (amara): must be true or false, without quotes; there is "yes"',
    ),
    "watcher_a_list": ("watcher: must be written [watcher]",),
    "zone_by_its_city": (
        f'watcher.timezone: is no time zone; there is "Kolkata"; {ZONES}; did you mean "Asia/Kolkata"?',
    ),
    "zone_that_leaves_the_folder": (
        f'watcher.timezone: is no time zone; there is "../../etc/passwd"; {ZONES}',
    ),
}


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_bad_file_is_refused_with_its_sentence(name: str) -> None:
    file = FILES / f"{name}.toml"

    assert told(file) == TOLD[name]


def test_every_bad_file_has_its_sentence() -> None:
    assert sorted(TOLD) == sorted(file.stem for file in FILES.glob("*.toml"))


def told(file: Path) -> tuple[str, ...]:
    """Load the file and say what is told of it, without the folder it lies in."""
    with pytest.raises(ConfigError) as refused:
        config.load(file, {})
    sentences = (str(fault) for fault in refused.value.faults)
    return tuple(s.removeprefix(f"{file}: ").replace(str(FILES), "FOLDER") for s in sentences)
