"""The words of the pages in English: access, refusals, and formats for programs."""

from watcher.web.words import AccessWords, ProgramWords

ENGLISH_ACCESS = AccessWords(
    title="Sign in",
    token="Token",
    token_help="It stands in the configuration: [web] token or token_file.",
    wrong="That is not the token.",
    too_many="Too many tries. Wait {n} seconds and try again.",
    no_token="Nobody can sign in: the configuration has no token.",
    no_token_do="Set [web] token or token_file, then reload the service.",
    needed="This page is private. Sign in to see it.",
    preferences="Preferences",
    language="Language",
    zone="Time zone",
    zone_help="Such as America/Toronto or Asia/Kolkata",
    theme="Appearance",
    themes={"auto": "as the device has it", "light": "light", "dark": "dark"},
    save="Save",
    zone_unknown="{zone} is no time zone.",
    refusals={
        400: "This request is not understood.",
        401: "This page is private.",
        403: "This form is no longer valid. Go back, reload the page and try again.",
        404: "There is no such page.",
        405: "This page cannot be used in this way.",
        408: "The request took too long to arrive.",
        429: "Too many requests. Wait a moment.",
        503: "The database cannot be read now. The log of the service says why.",
    },
    before={
        403: "this was sent from another site, and changes nothing",
        411: "the length of the request is needed",
        413: "the request is too large",
        414: "the address is too long",
        421: "this watcher is not called so; set [web] url to the address by which it is reached",
        429: "too many requests",
        500: "watcher failed on this page; its log says why",
    },
    refused="This did not work.",
    back="To the overview",
)

ENGLISH_PROGRAMS = ProgramWords(
    title="Feeds and API",
    about="The same facts in formats that other programs speak. Everything here is "
    "public, read-only, and answers 304 where nothing has changed.",
    feeds="Feeds",
    feeds_about="For a feed reader: each new round as an entry. Add ?score=471 to "
    "any of them for the rounds that would have invited this score.",
    feed_all="All rounds",
    feed_title="Express Entry rounds",
    feed_title_of="Express Entry rounds: {category}",
    feed_title_score="{title}, that would have invited {score}",
    api="JSON API",
    api_about="Version 1, described by an OpenAPI document.",
    calendar="Calendar",
    calendar_about="Every round as an event on its day; takes ?category= and ?score=.",
    csv="CSV",
    csv_about="The whole history as a table, with the filters of the page.",
    metrics="Health and metrics",
    metrics_about="/metrics is for Prometheus. /healthz answers 200 while the process "
    "lives. /readyz answers 200 while what is shown is what IRCC shows, and 503 with "
    "the reasons while an official source is blind or not polled, or the database "
    "cannot be read or written; that a secondary source is blind, or no round has come "
    "for long, it notes and stays at 200.",
    entry="#{number} {category}: cut-off {cutoff}",
    entry_text="Round #{number} for {category} on {day}: cut-off {cutoff}, "
    "{invitations} invitations, tie-break {tie_break}.",
    entry_reported="Reported, not confirmed: no official page shows it.",
)
