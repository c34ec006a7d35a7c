"""The words for rounds that are reported, and for their confirmation, in English."""

from watcher.messages.words import PerVerdict, ReportedWords

_ACCOUNT = "• Log in to your IRCC account. It alone shows whether you are invited.\n"
_WAIT = (
    "• If the invitation is there: {deadline}\n"
    "• If it is not, do not act on this message: pay for nothing, and change nothing "
    "in your profile, before IRCC's own figures are out."
)
_STAYS = (
    "• You need to do nothing: your profile stays in the pool and takes part in the "
    "next rounds.\n"
    "• Leave your profile as it is: IRCC's own figures may be others. Should an "
    "invitation be in your IRCC account, it counts."
)

ENGLISH_REPORTED = ReportedWords(
    title="{round} (reported, not confirmed), {category}: {verdict}",
    title_corrected="{round} (reported, not confirmed), {category}, corrected: {verdict}",
    title_confirmed="{round} {category}, confirmed: {verdict}",
    title_otherwise="{round} {category}, confirmed, but not as reported: {verdict}",
    dated="Round of {day}",
    undated="A round",
    numbered="#{number} by the reports, {category}",
    unnumbered="number not reported, {category}",
    one_before="#{number} (reported)",
    one_before_unnumbered="a reported round",
    according_to="According to:",
    printed="Reported as:",
    first_report="First report:",
    published="What IRCC published:",
    first_seen="First reported here:",
    confirmed_seen="Confirmed here:",
    reasons=PerVerdict(
        not_in_pool="Your profile was submitted on {submitted}, after this round by the "
        "reports: it was not yet in the pool.",
        other_category="By the reports, this round was for {category}, which is not "
        "among your categories ({wanted}).",
        invited="Your score of {score} is {points} above the reported cut-off of "
        "{cutoff}: if the reports are right, you are invited.",
        invited_on_tie_break="Your score of {score} is exactly the reported cut-off, "
        "and your profile was submitted {margin} before the reported tie-break: if the "
        "reports are right, you are invited.",
        missed_on_tie_break="Your score of {score} is exactly the reported cut-off, "
        "but your profile was submitted {margin} after the reported tie-break: if the "
        "reports are right, you are not invited this time.",
        at_cutoff="Your score of {score} is exactly the reported cut-off, so the "
        "tie-break decides whether you are invited; {missing}.",
        short="Your score of {score} is {points} below the reported cut-off of "
        "{cutoff}: if the reports are right, you are not invited this time.",
        unknown="Whether you are invited cannot be told from the reports: {missing}.",
    ),
    missing_seconds="the reports give it to the minute only, and your profile was "
    "submitted within that minute",
    seconds="Its seconds decide, and the reports do not give them.",
    not_confirmed="Reported, not confirmed: we have not seen this round on IRCC's page yet.",
    sources="{names} ({weight})",
    others="{left_out} more",
    other_sources="sources other than IRCC",
    single="1 source",
    copies="{count} sources that copy each other and count as one",
    independent="{count} sources that do not copy each other",
    partly="{count} sources, of which {witnesses} do not copy each other",
    may_be_wrong="The figures may be wrong: news sites have printed wrong cut-offs.",
    follows="You will hear of this round again only if IRCC's own figures, or another "
    "report, change this result.",
    earlier="What we told you from the reports was: {earlier}. IRCC has now published "
    "the round, and only its figures count.",
    instead="• {figure}: {after} (reported: {before})",
    added="• {figure}: {after} (not reported)",
    steps=PerVerdict(
        not_in_pool="• You need to do nothing: your profile takes part in the rounds "
        "held since it was submitted.",
        other_category="• You need to do nothing: by the reports, this round did not "
        "touch your profile, which stays in the pool.",
        invited=_ACCOUNT + _WAIT,
        invited_on_tie_break=_ACCOUNT + _WAIT,
        missed_on_tie_break=_STAYS,
        at_cutoff=_ACCOUNT + _WAIT,
        short=_STAYS,
        unknown=_ACCOUNT + _WAIT,
    ),
)
