"""What the pages say, in English and French: none can be forgotten in either.

Gaps stand in braces; figures, instants and names of categories come written already.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameWords:
    """What stands around every page, and words that many of them use."""

    site: str
    tagline: str
    skip: str
    main_menu: str
    overview: str
    rounds: str
    trends: str
    deliveries: str
    for_programs: str
    sign_in: str
    sign_out: str
    preferences: str
    change: str
    all_times: str
    our_reading: str
    private: str
    unknown: str
    category: str
    round: str
    date: str
    cutoff: str
    change_before: str
    invitations: str
    tie_break: str
    source: str
    since: str
    state: str
    why: str
    apply: str
    all: str
    up: str
    down: str
    same: str
    today: str
    yesterday: str
    days_ago: str
    ago: str
    reported: str
    reported_long: str
    not_comparable: str
    points_of_crs: str
    close: str
    colon: str
    not_drawn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewWords:
    """The first page."""

    headlines: Mapping[str, str]
    database: str
    health: str
    states: Mapping[str, str]
    last_good: str
    never: str
    latest: str
    latest_caption: str
    none_yet: str
    none_yet_do: str
    older: str
    unconfirmed: str
    yours: str
    yours_caption: str
    yours_none: str
    yours_no_round: str
    yours_closed: str
    yours_no_token: str
    subscription: str
    score: str
    verdict: str
    when: str
    when_caption: str
    when_days: str
    when_hours: str
    when_gap: str
    when_published: str
    when_too_few: str
    weekday: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsWords:
    """The history and one round of it."""

    title: str
    filter: str
    year: str
    every_year: str
    score: str
    score_help: str
    sort: str
    sorts: Mapping[str, str]
    order: str
    ascending: str
    descending: str
    per_page: str
    found: str
    found_one: str
    none: str
    none_do: str
    invited_from: str
    as_csv: str
    as_json: str
    as_feed: str
    pages: str
    previous_page: str
    next_page: str
    above: str
    at_it: str
    bad_filter: str
    figures: str
    held: str
    first_seen: str
    after_round: str
    in_baseline: str
    page_of_round: str
    before: str
    after: str
    none_before: str
    none_after: str
    neighbours: str
    pool: str
    pool_on: str
    pool_unknown: str
    band: str
    candidates: str
    all_candidates: str
    here: str
    revisions: str
    revisions_none: str
    revision: str
    figure: str
    from_: str
    to: str
    seen: str
    sources: str
    sources_caption: str
    says_since: str
    differs: str
    copy_of: str
    in_words: str
    not_found: str
    not_found_near: str
    several: str
    printed: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendsWords:
    """The charts, each with its table."""

    title: str
    choose: str
    span: str
    spans: Mapping[str, str]
    your_score: str
    cutoffs: str
    cutoffs_about: str
    months: str
    months_about: str
    month: str
    rounds: str
    unknown_rounds: str
    pool: str
    pool_about: str
    day: str
    total: str
    as_table: str
    nothing: str
    nothing_do: str
    none_chosen: str
    your_line: str
    how_to: str
    point: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveriesWords:
    """What was told to whom."""

    title: str
    about: str
    none: str
    none_do: str
    number: str
    to: str
    channel: str
    state: str
    states: Mapping[str, str]
    when: str
    tries: str
    answer: str
    retry: str
    retry_chosen: str
    retried: str
    retried_none: str
    operator: str
    doubtful: str
    choose_delivery: str
    any_state: str
    any_channel: str
    any_subscription: str
    notice: str
    corrected: str
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessWords:
    """Signing in, preferences, refusals."""

    title: str
    token: str
    token_help: str
    wrong: str
    too_many: str
    no_token: str
    no_token_do: str
    needed: str
    preferences: str
    language: str
    zone: str
    zone_help: str
    theme: str
    themes: Mapping[str, str]
    save: str
    zone_unknown: str
    refusals: Mapping[int, str]
    before: Mapping[int, str]
    refused: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramWords:
    """The page about formats for programs, and what the feeds say."""

    title: str
    about: str
    feeds: str
    feeds_about: str
    feed_all: str
    feed_title: str
    feed_title_of: str
    feed_title_score: str
    api: str
    api_about: str
    calendar: str
    calendar_about: str
    csv: str
    csv_about: str
    metrics: str
    metrics_about: str
    entry: str
    entry_text: str
    entry_reported: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """One language."""

    frame: FrameWords
    overview: OverviewWords
    rounds: RoundsWords
    trends: TrendsWords
    deliveries: DeliveriesWords
    access: AccessWords
    programs: ProgramWords
