"""Texts of the troubles of a source or the database: name, description, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.core.errors import StoreFault
from watcher.core.model import Trouble
from watcher.core.settings import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleText:
    """One kind of trouble: its name in a clause, what it is, and what to do, step by step."""

    name: str
    what: str
    do: tuple[str, ...]


_READ_THE_MANUAL = N_(
    "Do what the error says. docs/operating.md has a section on it: “The database is damaged or "
    "the disk is full”."
)

SOURCE_TROUBLES: Mapping[Trouble, TroubleText] = {
    Trouble.UNREACHABLE: TroubleText(
        name=N_("unreachable"),
        what=N_("No answer comes from the source {source}."),
        do=(
            N_("Check this machine's network and name resolution."),
            N_(
                "Open the address above in a browser: if it fails there too, the site is down, "
                "and waiting is all there is."
            ),
        ),
    ),
    Trouble.THROTTLED: TroubleText(
        name=N_("throttled"),
        what=N_("The source {source} asks us to come less often."),
        do=(
            N_("Nothing at once: watcher waits as long as it was asked to."),
            N_(
                "If it goes on, poll less often (every = ... of this source), and see that "
                "nothing else polls from this network."
            ),
        ),
    ),
    Trouble.BLOCKED: TroubleText(
        name=N_("blocked"),
        what=N_("The source {source} refuses us."),
        do=(
            N_(
                "Open the address above in a browser on this network: if it opens, they refuse "
                "the program, not the network."
            ),
            N_(
                "See that contact in the configuration reaches you: it stands in the User-Agent "
                "by which the site knows us."
            ),
            N_("If it does not open, let the service reach the site from another network."),
        ),
    ),
    Trouble.UNUSABLE: TroubleText(
        name=N_("unusable answer"),
        what=N_(
            "The source {source} answers in a way that asking again will not mend: the page is "
            "gone, moved or too large."
        ),
        do=(
            N_("Open the address above in a browser."),
            N_(
                "If the page moved, set the new url of this source; if it grew, raise its "
                "max_bytes."
            ),
        ),
    ),
    Trouble.HTML: TroubleText(
        name=N_("HTML instead of data"),
        what=N_(
            "The source {source} sends a web page where data should be, often a notice of "
            "maintenance or a check for robots."
        ),
        do=(
            N_(
                "Open the address above in a browser: during maintenance, wait; if it shows "
                "data there, they take watcher for a robot, and contact in the configuration "
                "should reach you."
            ),
        ),
    ),
    Trouble.NOT_JSON: TroubleText(
        name=N_("invalid JSON"),
        what=N_(
            "What the source {source} publishes is not valid JSON. It is edited by hand: "
            "usually it is right again within the hour."
        ),
        do=(N_("Wait an hour."), N_("If it goes on, see what is there: watcher read URL")),
    ),
    Trouble.EMPTY: TroubleText(
        name=N_("no rounds on the page"),
        what=N_("The page of the source {source} can be read, but holds no rounds."),
        do=(
            N_(
                "Open the address above in a browser: if the rounds stand elsewhere now, set "
                "the new url of this source."
            ),
        ),
    ),
    Trouble.LAYOUT: TroubleText(
        name=N_("layout changed"),
        what=N_(
            "Too much on the page of the source {source} cannot be read: its layout has "
            "changed. The page is refused as a whole rather than guessed at."
        ),
        do=(
            N_("See what can be read of it: watcher read URL"),
            N_("Look for a newer version of watcher, or report the change."),
        ),
    ),
    Trouble.TOO_MUCH: TroubleText(
        name=N_("more changed at once than ever"),
        what=N_(
            "The page of the source {source} changes more at once than it ever did. It is "
            "refused as a whole: it may not be IRCC's, or its layout may have changed."
        ),
        do=(
            N_("Look at the page yourself."),
            N_("If it is right, take it over: watcher poll --accept"),
            N_(
                "Corrections that the page still shows a day later are taken over without you; "
                "new rounds are not."
            ),
        ),
    ),
    Trouble.STALE: TroubleText(
        name=N_("stale copy"),
        what=N_(
            "The source {source} serves an old copy: its newest round is older than one already "
            "seen. Nothing is corrected by it."
        ),
        do=(
            N_("Wait: caches usually catch up within the day."),
            N_("If this one does not, set cache_bust = true for the source."),
        ),
    ),
    Trouble.COSTLY: TroubleText(
        name=N_("costs too much to read"),
        what=N_(
            "Reading the page of the source {source} took more time or memory than a page may, "
            "and was stopped. Nothing is taken from it."
        ),
        do=(
            N_(
                "Open the address above in a browser: if it is an ordinary page, please report "
                "its address."
            ),
            N_(
                "If it is not, the site may have been tampered with: remove this source from "
                "the configuration."
            ),
        ),
    ),
    Trouble.FORBIDDEN: TroubleText(
        name=N_("forbidden by robots.txt"),
        what=N_(
            "The robots.txt of the site of the source {source} asks programs to leave this page "
            "alone."
        ),
        do=(
            N_(
                "Remove this source from the configuration, or set another url of the site that "
                "its robots.txt allows."
            ),
            N_("If the site has given you leave, set robots = false for this source."),
        ),
    ),
    Trouble.LATE: TroubleText(
        name=N_("no new round for longer than ever seen"),
        what=N_(
            "The source {source} answers, but has shown no new round for longer than ever seen."
        ),
        do=(
            N_(
                "Look at IRCC's own page: if a newer round stands there, this source is stale "
                "or has moved, and its url needs correcting."
            ),
            N_("If none does, IRCC is pausing, and nothing is wrong."),
        ),
    ),
    Trouble.CRASHED: TroubleText(
        name=N_("watcher's own fault"),
        what=N_("Reading the source {source} failed by a fault of watcher's own."),
        do=(N_("The log has the traceback: please report it."),),
    ),
}
DATABASE_FAULTS: Mapping[StoreFault, TroubleText] = {
    "full": TroubleText(
        name=N_("the disk is full"),
        what=N_("The disk of the database is full: nothing can be saved."),
        do=(N_("Make room on the disk. Nothing else is needed."),),
    ),
    "read-only": TroubleText(
        name=N_("it cannot be written"),
        what=N_("The database may not be written: nothing can be saved."),
        do=(_READ_THE_MANUAL,),
    ),
    "io": TroubleText(
        name=N_("the disk fails"),
        what=N_("The disk does not take what is written to the database."),
        do=(N_("Look at the disk, its quotas and the log of the machine (dmesg)."),),
    ),
    "locked": TroubleText(
        name=N_("it is locked"),
        what=N_("Another program keeps the database locked: nothing can be saved."),
        do=(N_("See which program has it open, and end it."),),
    ),
    "damaged": TroubleText(
        name=N_("it is damaged"),
        what=N_("The database is damaged: part of what it holds cannot be read."),
        do=(_READ_THE_MANUAL,),
    ),
    "lost": TroubleText(
        name=N_("it is empty or gone"),
        what=N_("The file of the database was emptied or is gone: the history is lost."),
        do=(N_("Watcher does not begin a new history by itself."), _READ_THE_MANUAL),
    ),
    "moved": TroubleText(
        name=N_("its file was changed while in use"),
        what=N_(
            "The file of the database was deleted, moved or replaced while watcher runs on it. "
            "Watcher saves what it still holds, and opens the file anew."
        ),
        do=(N_("Stop watcher before you touch the files of its database."), _READ_THE_MANUAL),
    ),
    "failing": TroubleText(
        name=N_("it fails"),
        what=N_("The database does not do as asked: nothing can be saved."),
        do=(N_("See whether its server runs, and can be reached."), _READ_THE_MANUAL),
    ),
}
