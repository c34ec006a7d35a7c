"""Names of states, choices and refusals as pages show them; ``_`` translates them."""

from watcher.core.settings import N_

HEADLINES = {
    "well": N_("All is well: every source could be read."),
    "secondary": N_("IRCC's page could be read, another source could not."),
    "hampered": N_("IRCC's page could be read, but alerts may not reach everybody."),
    "late": N_("IRCC has published no round for longer than ever seen."),
    "blind": N_("Not well: what is published now may not be seen here."),
    "not polled": N_("Not watching: no source has been polled lately."),
}
SOURCE_STATES = {
    "well": N_("well"),
    "late": N_("late"),
    "blind": N_("blind"),
    "not polled": N_("not polled"),
    "waiting": N_("asked to wait"),
    "never asked": N_("never asked"),
}
SORT_NAMES = {
    "date": N_("date"),
    "cutoff": N_("cut-off"),
    "invitations": N_("invitations"),
    "category": N_("category"),
}
SPAN_NAMES = {
    "1": N_("one year"),
    "2": N_("two years"),
    "3": N_("three years"),
    "5": N_("five years"),
    "all": N_("everything"),
}
DELIVERY_STATES = {
    "queued": N_("queued"),
    "sending": N_("sending"),
    "sent": N_("sent"),
    "refused": N_("refused"),
    "expired": N_("given up"),
    "superseded": N_("superseded"),
}
CHANGES = {"reported": N_("reported"), "confirmed": N_("confirmed")}
THEME_NAMES = {"auto": N_("as the device has it"), "light": N_("light"), "dark": N_("dark")}
SIGN_IN_PROBLEMS = {
    "needed": N_("This page is private. Sign in to see it."),
    "wrong": N_("That is not the token."),
    "too_many": N_("Too many tries. Wait {n} seconds and try again."),
}
REFUSALS = {
    400: N_("This request is not understood."),
    401: N_("This page is private."),
    403: N_("This form is no longer valid. Go back, reload the page and try again."),
    404: N_("There is no such page."),
    405: N_("This page cannot be used in this way."),
    408: N_("The request took too long to arrive."),
    429: N_("Too many requests. Wait a moment."),
    503: N_("The database cannot be read now. The log of the service says why."),
}
# Said before any page is made.
GUARD_REFUSALS = {
    403: N_("this was sent from another site, and changes nothing"),
    411: N_("the length of the request is needed"),
    413: N_("the request is too large"),
    414: N_("the address is too long"),
    421: N_("this watcher is not called so; set [web] url to the address by which it is reached"),
    429: N_("too many requests"),
    500: N_("watcher failed on this page; its log says why"),
}
