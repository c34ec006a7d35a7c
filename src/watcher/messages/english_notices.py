"""The words to the operator in English."""

from watcher.core.model import Trouble
from watcher.messages.database_words import ENGLISH_FAULTS
from watcher.messages.notice_words import NoticeWords, Telling, TroubleWords

_OPEN = "• Open the address above in a browser"

_TROUBLES = {
    Trouble.UNREACHABLE: TroubleWords(
        name="unreachable",
        what="No answer comes from the source {source}.",
        do="• Check this machine's network and name resolution.\n"
        f"{_OPEN}: if it fails there too, the site is down, and waiting is all "
        "there is.",
    ),
    Trouble.THROTTLED: TroubleWords(
        name="throttled",
        what="The source {source} asks us to come less often.",
        do="• Nothing at once: watcher waits as long as it was asked to.\n"
        "• If it goes on, poll less often (every = ... of this source), and see that "
        "nothing else polls from this network.",
    ),
    Trouble.BLOCKED: TroubleWords(
        name="blocked",
        what="The source {source} refuses us.",
        do=f"{_OPEN} on this network: if it opens, they refuse the program, not the "
        "network.\n"
        "• See that contact in the configuration reaches you: it stands in the "
        "User-Agent by which the site knows us.\n"
        "• If it does not open, let the service reach the site from another network.",
    ),
    Trouble.UNUSABLE: TroubleWords(
        name="unusable answer",
        what="The source {source} answers in a way that asking again will not mend: "
        "the page is gone, moved or too large.",
        do=f"{_OPEN}.\n"
        "• If the page moved, set the new url of this source; if it grew, raise its "
        "max_bytes.",
    ),
    Trouble.HTML: TroubleWords(
        name="HTML instead of data",
        what="The source {source} sends a web page where data should be, often a "
        "notice of maintenance or a check for robots.",
        do=f"{_OPEN}: during maintenance, wait; if it shows data there, they take "
        "watcher for a robot, and contact in the configuration should reach you.",
    ),
    Trouble.NOT_JSON: TroubleWords(
        name="invalid JSON",
        what="What the source {source} publishes is not valid JSON. It is edited by "
        "hand: usually it is right again within the hour.",
        do="• Wait an hour.\n• If it goes on, see what is there: watcher read URL",
    ),
    Trouble.EMPTY: TroubleWords(
        name="no rounds on the page",
        what="The page of the source {source} can be read, but holds no rounds.",
        do=f"{_OPEN}: if the rounds stand elsewhere now, set the new url of this source.",
    ),
    Trouble.LAYOUT: TroubleWords(
        name="layout changed",
        what="Too much on the page of the source {source} cannot be read: its layout "
        "has changed. The page is refused as a whole rather than guessed at.",
        do="• See what can be read of it: watcher read URL\n"
        "• Look for a newer version of watcher, or report the change.",
    ),
    Trouble.TOO_MUCH: TroubleWords(
        name="more changed at once than ever",
        what="The page of the source {source} changes more at once than it ever did. It "
        "is refused as a whole: it may not be IRCC's, or its layout may have changed.",
        do="• Look at the page yourself.\n"
        "• If it is right, take it over: watcher poll --accept\n"
        "• Corrections that the page still shows a day later are taken over without you; "
        "new rounds are not.",
    ),
    Trouble.STALE: TroubleWords(
        name="stale copy",
        what="The source {source} serves an old copy: its newest round is older than "
        "one already seen. Nothing is corrected by it.",
        do="• Wait: caches usually catch up within the day.\n"
        "• If this one does not, set cache_bust = true for the source.",
    ),
    Trouble.COSTLY: TroubleWords(
        name="costs too much to read",
        what="Reading the page of the source {source} took more time or memory than a "
        "page may, and was stopped. Nothing is taken from it.",
        do=f"{_OPEN}: if it is an ordinary page, please report its address.\n"
        "• If it is not, the site may have been tampered with: remove this source from "
        "the configuration.",
    ),
    Trouble.FORBIDDEN: TroubleWords(
        name="forbidden by robots.txt",
        what="The robots.txt of the site of the source {source} asks programs to leave "
        "this page alone.",
        do="• Remove this source from the configuration, or set another url of the site "
        "that its robots.txt allows.\n"
        "• If the site has given you leave, set robots = false for this source.",
    ),
    Trouble.LATE: TroubleWords(
        name="no new round for longer than ever seen",
        what="The source {source} answers, but has shown no new round for longer than ever seen.",
        do="• Look at IRCC's own page: if a newer round stands there, this source is "
        "stale or has moved, and its url needs correcting.\n"
        "• If none does, IRCC is pausing, and nothing is wrong.",
    ),
    Trouble.CRASHED: TroubleWords(
        name="watcher's own fault",
        what="Reading the source {source} failed by a fault of watcher's own.",
        do="• The log has the traceback: please report it.",
    ),
}

ENGLISH_NOTICES = NoticeWords(
    does="What watcher does:",
    do="What you can do:",
    since="Since:",
    last_good="Last read well:",
    never="never",
    came="What came instead:",
    server_said="The server's answer:",
    nothing_came="nothing",
    address="Address:",
    waiting="Deliveries waiting:",
    odd="• {where}: “{printed}”, {why}",
    more="... and {left_out} more",
    no_round="no round",
    told_by="Reported by:",
    round_numbered="round #{number}",
    round_dated="a round of {day}",
    round_unnamed="a round",
    today="today",
    ago="{days} ago",
    blind_title="Source {source}: {trouble}",
    blind_does="It goes on polling. No round is lost: what is published meanwhile is "
    "told as soon as it can be read, and says that it is late. You will hear once when "
    "this is over.",
    troubles=_TROUBLES,
    source_well=Telling(
        title="Source {source}: read again",
        what="The trouble with the source {source} ({trouble}) is over after {span}, on {until}.",
        does="What was published meanwhile is told now; alerts that come late say so.",
        do="• Nothing.",
    ),
    source_late=Telling(
        title="Source {source}: no new round for {days}",
        what="The source {source} can be read, but shows no round newer than {newest}, "
        "{days} old. The longest pause between rounds so far was {longest}.",
        does="It goes on polling.",
        do=_TROUBLES[Trouble.LATE].do,
    ),
    baseline=Telling(
        title="Source {source}: {rounds} rounds recorded",
        what="The source {source} was read for the first time: {rounds} rounds are "
        "recorded as history, the newest being {newest}. Nobody was alerted.",
        does="From the next new round on, everybody concerned is told.",
        do="• Nothing.",
    ),
    unknown_category=Telling(
        title="#{number}: a category that watcher does not know",
        what="Round #{number} was published as “{name}”, a category that watcher does not know.",
        does='It keeps the round under the name "{category}" and tells it to '
        'subscriptions to "all".',
        do='• If somebody should follow this category, add "{category}" to the '
        "categories of that subscription.\n"
        "• If it is an old category under a new name, look for a newer version of "
        "watcher, or report it.",
    ),
    unreadable=Telling(
        title="Source {source}: figures that cannot be read ({count})",
        what="On the page of the source {source}, these figures cannot be read or cannot be true:",
        does="It treats them as unknown and never guesses. The other figures of the "
        "same rounds count.",
        do="• Compare them with the source. If a person can read them, please report it.",
    ),
    disagreement=Telling(
        title="#{number}: official pages disagree on the {figure}",
        what="IRCC's pages disagree on round #{number}: for the {figure}, the source "
        "{source} says {said}, while {held} is in force.",
        does="The figure in force stands: {held}. Should its own page be corrected, "
        "those whose result changes are told.",
        do="• Look at both pages: watcher round {number}\n"
        "• If the figure in force is the wrong one, tell those concerned yourself: "
        "watcher explain {number}",
    ),
    unconfirmed=Telling(
        title="Reported, but not confirmed: {round}",
        what="Secondary sources tell of {round}, first seen here {ago}, but IRCC's "
        "page should show it by now and does not. The reports may be wrong.",
        does="It keeps the round as not confirmed. Nobody is told of it again, unless "
        "IRCC publishes it.",
        do="• See who says what: watcher round {id}\n"
        "• If they are wrong, tell those who had early word of it: watcher deliveries\n"
        "• If IRCC's page does show the round, please report it.",
    ),
    channel_dead=Telling(
        title="Channel {channel}: dead",
        what="The channel {channel} takes no messages any more.",
        does="The other channels go on. What the server refused for good is not sent "
        "again by itself; anything else is tried for 72 hours.",
        do="• See the server's answer: watcher test {channel}\n"
        "• Mend the address of the channel in the configuration, reload it, and send "
        "again what was refused: watcher retry",
    ),
    channel_well=Telling(
        title="Channel {channel}: works again",
        what="The channel {channel} takes messages again after {span}, since {until}.",
        does="What was waiting is sent now.",
        do="• See whether anything was given up meanwhile: watcher deliveries",
    ),
    goes_round=Telling(
        title="Channel {channel}: a message is put aside for an hour",
        what="A message on the channel {channel} came up again and again without a wait "
        "between. That should not be possible.",
        does="The message waits for an hour; everything else goes on.",
        do="• See whether the clock of the machine runs wild: timedatectl\n"
        "• If it does not, it is a fault of watcher: please report it with the log.",
    ),
    clock_ahead=Telling(
        title="This machine's clock is {span} ahead",
        what="The clock of the machine that watcher runs on is {span} ahead of the time "
        "that the server of the source {source} says.",
        does="It goes on polling, and takes the server's time to judge how old a round "
        "is. Times in messages are wrong until the clock is right.",
        do="• Set the clock right: timedatectl status",
    ),
    clock_behind=Telling(
        title="This machine's clock is {span} behind",
        what="The clock of the machine that watcher runs on is {span} behind the time "
        "that the server of the source {source} says.",
        does="It goes on polling; no round is held back. Times in messages are wrong "
        "until the clock is right.",
        do="• Set the clock right: timedatectl status",
    ),
    clock_right=Telling(
        title="This machine's clock is right again",
        what="The clock of the machine that watcher runs on agrees again with the "
        "server of the source {source}.",
        does="Everything goes on as usual.",
        do="• Nothing.",
    ),
    clock_stepped=Telling(
        title="This machine's clock jumped by {span}",
        what="The clock of the machine that watcher runs on was set by {span}, or the "
        "machine stood still for as long.",
        does="It asks every source at once and plans anew. You will hear whether the "
        "clock disagrees with theirs.",
        do="• If you did not set the clock, see what did: timedatectl status",
    ),
    refused=Telling(
        title="#{number}: not delivered to {subscription}",
        what="The alert on round #{number} for {subscription} was refused for good on "
        "the channel {channel}.",
        does="It does not try again by itself; the other channels go on.",
        do="• Tell {subscription} another way, if the round matters to them.\n"
        "• Mend the address of the channel, then: watcher retry",
    ),
    expired=Telling(
        title="#{number}: not delivered to {subscription}",
        what="The alert on round #{number} for {subscription} was not taken by the "
        "channel {channel} within 72 hours.",
        does="It has given up on this delivery; the other channels go on.",
        do="• Tell {subscription} another way, if the round matters to them.\n"
        "• See the server's answer: watcher test {channel}",
    ),
    database_title="The database: {trouble}",
    database_does="It goes on trying. While nothing can be saved, no round is told: it is "
    "told as soon as the database can be written again, and says that it is late. You "
    "will hear once when this is over.",
    database_error="The error:",
    database_faults=ENGLISH_FAULTS,
    database_well=Telling(
        title="The database: works again",
        what="The database can be used again after {span}, since {until}.",
        does="What was published meanwhile is told now; alerts that come late say so.",
        do="• Nothing.",
    ),
)
