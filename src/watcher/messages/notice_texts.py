"""Texts of the notices to the operator: the event, the reaction of watcher, and what to do."""

from dataclasses import dataclass, replace

from watcher.core.settings import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """One kind of notice; ``do`` has the steps of what to do."""

    title: str
    what: str = ""
    does: str = ""
    do: tuple[str, ...] = (N_("Nothing."),)


SOURCE_WELL = NoticeText(
    title=N_("Source {source}: read again"),
    what=N_("The trouble with the source {source} ({trouble}) is over after {span}, on {until}."),
    does=N_("What was published meanwhile is told now; alerts that come late say so."),
)
SOURCE_LATE = NoticeText(
    title=N_("Source {source}: no new round for {days}"),
    what=N_(
        "The source {source} can be read, but shows no round newer than {newest}, {days} old. "
        "The longest pause between rounds so far was {longest}."
    ),
    does=N_("It goes on polling."),
    do=(
        N_(
            "Look at IRCC's own page: if a newer round stands there, this source is stale or "
            "has moved, and its url needs correcting."
        ),
        N_("If none does, IRCC is pausing, and nothing is wrong."),
    ),
)
BASELINE_RECORDED = NoticeText(
    title=N_("Source {source}: {rounds} rounds recorded"),
    what=N_(
        "The source {source} was read for the first time: {rounds} rounds are recorded as "
        "history, the newest being {newest}. Nobody was alerted."
    ),
    does=N_("From the next new round on, everybody concerned is told."),
)
CATEGORY_UNKNOWN = NoticeText(
    title=N_("#{number}: a category that watcher does not know"),
    what=N_("Round #{number} was published as “{name}”, a category that watcher does not know."),
    does=N_(
        'It keeps the round under the name "{category}" and tells it to subscriptions to "all".'
    ),
    do=(
        N_(
            'If somebody should follow this category, add "{category}" to the categories of '
            "that subscription."
        ),
        N_(
            "If it is an old category under a new name, look for a newer version of watcher, or "
            "report it."
        ),
    ),
)
FIGURES_UNREADABLE = NoticeText(
    title=N_("Source {source}: figures that cannot be read ({count})"),
    what=N_("On the page of the source {source}, these figures cannot be read or cannot be true:"),
    does=N_(
        "It treats them as unknown and never guesses. The other figures of the same rounds count."
    ),
    do=(N_("Compare them with the source. If a person can read them, please report it."),),
)
SOURCES_DISAGREE = NoticeText(
    title=N_("#{number}: official pages disagree on the {figure}"),
    what=N_(
        "IRCC's pages disagree on round #{number}: for the {figure}, the source {source} says "
        "{said}, while {held} is in force."
    ),
    does=N_(
        "The figure in force stands: {held}. Should its own page be corrected, those whose "
        "result changes are told."
    ),
    do=(
        N_("Look at both pages: watcher round {number}"),
        N_(
            "If the figure in force is the wrong one, tell those concerned yourself: watcher "
            "explain {number}"
        ),
    ),
)
ROUND_UNCONFIRMED = NoticeText(
    title=N_("Reported, but not confirmed: {round}"),
    what=N_(
        "Secondary sources tell of {round}, first seen here {ago}, but IRCC's page should show "
        "it by now and does not. The reports may be wrong."
    ),
    does=N_(
        "It keeps the round as not confirmed. Nobody is told of it again, unless IRCC publishes it."
    ),
    do=(
        N_("See who says what: watcher round {id}"),
        N_("If they are wrong, tell those who had early word of it: watcher deliveries"),
        N_("If IRCC's page does show the round, please report it."),
    ),
)
CHANNEL_DEAD = NoticeText(
    title=N_("Channel {channel}: dead"),
    what=N_("The channel {channel} takes no messages any more."),
    does=N_(
        "The other channels go on. What the server refused for good is not sent again by "
        "itself; anything else is tried for 72 hours."
    ),
    do=(
        N_("See the server's answer: watcher test {channel}"),
        N_(
            "Mend the address of the channel in the configuration, reload it, and send again "
            "what was refused: watcher retry"
        ),
    ),
)
CHANNEL_WELL = NoticeText(
    title=N_("Channel {channel}: works again"),
    what=N_("The channel {channel} takes messages again after {span}, since {until}."),
    does=N_("What was waiting is sent now."),
    do=(N_("See whether anything was given up meanwhile: watcher deliveries"),),
)
DELIVERY_LOOP = NoticeText(
    title=N_("Channel {channel}: a message is put aside for an hour"),
    what=N_(
        "A message on the channel {channel} came up again and again without a wait between. "
        "That should not be possible."
    ),
    does=N_("The message waits for an hour; everything else goes on."),
    do=(
        N_("See whether the clock of the machine runs wild: timedatectl"),
        N_("If it does not, it is a fault of watcher: please report it with the log."),
    ),
)
CHAT_MOVED = NoticeText(
    title=N_("Channel {channel}: chat {before} is now {after}"),
    what=N_(
        "Telegram says that the group {before} has become a supergroup: its chat id is {after} "
        "from now on."
    ),
    does=N_("It remembers the new id: this message and all later ones go there."),
    do=(N_("Nothing at once. Write {after} in place of {before} when you next change the file."),),
)
CLOCK_AHEAD = NoticeText(
    title=N_("This machine's clock is {span} ahead"),
    what=N_(
        "The clock of the machine that watcher runs on is {span} ahead of the time that the "
        "server of the source {source} says."
    ),
    does=N_(
        "It goes on polling, and takes the server's time to judge how old a round is. Times in "
        "messages are wrong until the clock is right."
    ),
    do=(N_("Set the clock right: timedatectl status"),),
)
CLOCK_BEHIND = NoticeText(
    title=N_("This machine's clock is {span} behind"),
    what=N_(
        "The clock of the machine that watcher runs on is {span} behind the time that the "
        "server of the source {source} says."
    ),
    does=N_(
        "It goes on polling; no round is held back. Times in messages are wrong until the clock "
        "is right."
    ),
    do=(N_("Set the clock right: timedatectl status"),),
)
CLOCK_RIGHT = NoticeText(
    title=N_("This machine's clock is right again"),
    what=N_(
        "The clock of the machine that watcher runs on agrees again with the server of the "
        "source {source}."
    ),
    does=N_("Everything goes on as usual."),
)
CLOCK_STEPPED = NoticeText(
    title=N_("This machine's clock jumped by {span}"),
    what=N_(
        "The clock of the machine that watcher runs on was set by {span}, or the machine stood "
        "still for as long."
    ),
    does=N_(
        "It asks every source at once and plans anew. You will hear whether the clock disagrees "
        "with theirs."
    ),
    do=(N_("If you did not set the clock, see what did: timedatectl status"),),
)
DELIVERY_REFUSED = NoticeText(
    title=N_("#{number}: not delivered to {subscription}"),
    what=N_(
        "The alert on round #{number} for {subscription} was refused for good on the channel "
        "{channel}."
    ),
    does=N_("It does not try again by itself; the other channels go on."),
    do=(
        N_("Tell {subscription} another way, if the round matters to them."),
        N_("Mend the address of the channel, then: watcher retry"),
    ),
)
DELIVERY_EXPIRED = NoticeText(
    title=N_("#{number}: not delivered to {subscription}"),
    what=N_(
        "The alert on round #{number} for {subscription} was not taken by the channel {channel} "
        "within 72 hours."
    ),
    does=N_("It has given up on this delivery; the other channels go on."),
    do=(
        N_("Tell {subscription} another way, if the round matters to them."),
        N_("See the server's answer: watcher test {channel}"),
    ),
)
UNSUBSCRIBED = NoticeText(
    title=N_("{subscription}: unsubscribed"),
    what=N_(
        "{subscription} asked, by the link of a mail, to get no more of them on the channel {channel}."
    ),
    does=N_(
        "It sends nothing to that address any more. The rule in the configuration stays there."
    ),
    do=(
        N_("Take {subscription} out of the configuration, or ask them what they want instead."),
        N_("They can end this themselves, by the same link."),
    ),
)
REMINDER_REFUSED = replace(
    DELIVERY_REFUSED,
    title=N_("Reminder: not delivered to {subscription}"),
    what=N_("A reminder for {subscription} was refused for good on the channel {channel}."),
    do=(
        N_("Tell {subscription} another way: watcher reminders --subscription {subscription}"),
        DELIVERY_REFUSED.do[1],
    ),
)
REMINDER_EXPIRED = replace(
    DELIVERY_EXPIRED,
    title=REMINDER_REFUSED.title,
    what=N_(
        "A reminder for {subscription} was not taken by the channel {channel} within 72 hours."
    ),
    do=(REMINDER_REFUSED.do[0], DELIVERY_EXPIRED.do[1]),
)
# What the trouble is, and what to do, is put in by the kind of trouble.
SOURCE_BLIND = NoticeText(
    title=N_("Source {source}: {trouble}"),
    does=N_(
        "It goes on polling. No round is lost: what is published meanwhile is told as soon as it "
        "can be read, and says that it is late. You will hear once when this is over."
    ),
)
DATABASE_TROUBLE = NoticeText(
    title=N_("The database: {trouble}"),
    does=N_(
        "It goes on trying. While nothing can be saved, no round is told: it is told as soon as "
        "the database can be written again, and says that it is late. You will hear once when "
        "this is over."
    ),
)
DATABASE_WELL = NoticeText(
    title=N_("The database: works again"),
    what=N_("The database can be used again after {span}, since {until}."),
)
#: Of what is not delivered, by why, and whether it was of a round or a reminder.
GIVEN_UP = {
    ("refused", True): DELIVERY_REFUSED,
    ("refused", False): REMINDER_REFUSED,
    ("expired", True): DELIVERY_EXPIRED,
    ("expired", False): REMINDER_EXPIRED,
    ("unsubscribed", False): UNSUBSCRIBED,
}
