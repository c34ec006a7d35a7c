"""The words of an alert in English."""

from watcher.messages.english_reported import ENGLISH_REPORTED
from watcher.messages.words import Labels, PerVerdict, Words

_ACCOUNT = (
    "• Log in to your IRCC account. The invitation itself appears only there; "
    "this is our reading of the published figures.\n"
)
_APPLY = (
    "• {deadline}\n"
    "• Ask now for what takes longest: police certificates, the medical exam, "
    "letters from employers, proof of funds.\n"
    "• If you cannot apply in time, decline the invitation rather than let it lapse: "
    "your profile then stays in the pool."
)
_STAYS = (
    "• You need to do nothing: your profile stays in the pool and takes part in the next rounds.\n"
)

ENGLISH = Words(
    labels=Labels(
        round="Round:",
        printed="Published as:",
        cutoff="Cut-off:",
        score="Your score:",
        tie_break="Tie-break:",
        invitations="Invitations:",
        held="Held:",
        previous="Previous round:",
        corrected="Corrected figures:",
        next_steps="What to do next:",
        first_seen="First seen here:",
        details="Details:",
        source="Source:",
        subscription="Subscription:",
        correction_seen="Correction seen here:",
    ),
    unknown="unknown",
    unknown_category="category unknown",
    point="{n} point",
    points="{n} points",
    title="{round} {category}: {verdict}",
    title_corrected="{round} {category}, corrected: {verdict}",
    best_of="{name} {verdict} (and {others} more)",
    one_of="{name} {verdict}",
    verdicts=PerVerdict(
        not_in_pool="not yet in the pool",
        other_category="another category",
        invited="invited, {points} above the cut-off",
        invited_on_tie_break="invited on the tie-break, by {margin}",
        missed_on_tie_break="missed on the tie-break, by {margin}",
        at_cutoff="at the cut-off, cannot tell",
        short="short by {points}",
        unknown="cannot tell",
    ),
    reasons=PerVerdict(
        not_in_pool="Your profile was submitted on {submitted}, after this round: it was "
        "not yet in the pool.",
        other_category="This round was for {category}, which is not among your "
        "categories ({wanted}).",
        invited="Your score of {score} is {points} above the cut-off of {cutoff}: "
        "by the published figures, you are invited.",
        invited_on_tie_break="Your score of {score} is exactly the cut-off, and your "
        "profile was submitted {margin} before the tie-break: by the published "
        "figures, you are invited.",
        missed_on_tie_break="Your score of {score} is exactly the cut-off, but your "
        "profile was submitted {margin} after the tie-break: by the published "
        "figures, you are not invited this time.",
        at_cutoff="Your score of {score} is exactly the cut-off, so the tie-break "
        "decides whether you are invited; {missing}.",
        short="Your score of {score} is {points} below the cut-off of {cutoff}: "
        "by the published figures, you are not invited this time.",
        unknown="Whether you are invited cannot be told yet: {missing}.",
    ),
    missing_cutoff="the cut-off is unknown",
    missing_category="the category of the round is unknown",
    missing_tie_break="its time is unknown",
    missing_submitted="this subscription does not say when your profile was first submitted",
    missing_both="neither its time nor that of your profile is known",
    person_label="{name}:",
    person="score {score}, {verdict}",
    person_corrected="score {score}, {verdict} (before: {earlier})",
    more="... and {left_out} more",
    earlier="Before the correction, our reading was: {earlier}.",
    figures={
        "date": "day of the round",
        "drawn_at": "time of the round",
        "name": "name",
        "category": "category",
        "version": "version of the category",
        "cutoff": "cut-off",
        "invitations": "invitations",
        "tie_break": "tie-break",
        "pool": "candidates in the pool",
        "url": "page of the round",
    },
    from_to="• {figure}: from {before} to {after}",
    in_detail="• {figure}: changed in detail",
    distances=PerVerdict(
        not_in_pool="{score} (not compared: not yet in the pool)",
        other_category="{score} (not compared: another category)",
        invited="{score}, {points} above the cut-off",
        invited_on_tie_break="{score}, exactly the cut-off",
        missed_on_tie_break="{score}, exactly the cut-off",
        at_cutoff="{score}, exactly the cut-off",
        short="{score}, {points} below the cut-off",
        unknown="{score} (cannot be compared yet)",
    ),
    meanings=PerVerdict(
        not_in_pool="It does not matter to you: your profile was submitted after the round.",
        other_category="It does not matter to you: the round was for another category.",
        invited="It does not matter to you: it decides only between profiles at "
        "exactly {cutoff}, and you are above.",
        invited_on_tie_break="Your profile was submitted on {submitted}, {margin} before it.",
        missed_on_tie_break="Your profile was submitted on {submitted}, {margin} after it.",
        at_cutoff="Of the profiles at {cutoff}, those first submitted by then are invited.",
        short="It does not matter to you: it decides only between profiles at exactly "
        "{cutoff}, and you are below.",
        unknown="It decides only between profiles at exactly the cut-off.",
    ),
    at_the_instant="Your profile was submitted at that very instant. We count it as in "
    "time; IRCC's wording leaves this open.",
    untimed="It decides among the profiles at {cutoff}: those first submitted earliest "
    "are invited.",
    time_unknown="{day}, time unknown",
    dates_disagree="{day}; the published time, {instant}, does not agree with it",
    compared="{round}, {days} before: cut-off {cutoff}, now {change}",
    compared_same_day="{round}, the same day: cut-off {cutoff}, now {change}",
    compared_days_unknown="{round}, on an unknown day: cut-off {cutoff}, now {change}",
    higher="{points} higher",
    lower="{points} lower",
    unchanged="unchanged",
    not_comparable="not comparable",
    no_previous="none of this category is known here",
    steps_of_several=PerVerdict(
        not_in_pool="What to do next:",
        other_category="What to do next:",
        invited="What to do next, if invited:",
        invited_on_tie_break="What to do next, if invited:",
        missed_on_tie_break="What to do next:",
        at_cutoff="What to do next, at the cut-off:",
        short="What to do next:",
        unknown="What to do next, where it cannot be told:",
    ),
    steps=PerVerdict(
        not_in_pool="• You need to do nothing: your profile takes part in the rounds "
        "held since it was submitted.",
        other_category="• You need to do nothing: this round did not touch your "
        "profile, which stays in the pool.",
        invited=_ACCOUNT + _APPLY,
        invited_on_tie_break=_ACCOUNT + _APPLY,
        missed_on_tie_break=_STAYS
        + "• Keep that profile: updating it keeps its place in a tie, deleting it and "
        "submitting a new one loses it.\n"
        "• This is our reading of the published figures. An invitation appears only "
        "in your IRCC account: should it be there, it counts.",
        at_cutoff="• Log in to your IRCC account. If you are invited, the invitation "
        "appears there, and only there.\n"
        "• If it is there: {deadline}",
        short=_STAYS + "• Every point counts: better language results, another year of "
        "work or study, or a provincial nomination (600 points) raises the score.",
        unknown="• Look at the source below, and into your IRCC account: an invitation "
        "appears there, and only there.\n"
        "• Should the figures become known, you will be told what they mean for you.",
    ),
    deadline="IRCC gives 60 days to submit a complete application: counted from this "
    "round, until {day}. Your account shows the exact deadline.",
    deadline_unknown="IRCC gives 60 days from the invitation to submit a complete "
    "application; your account shows the exact deadline.",
    give_submitted="• Your account shows on which day and at what time your profile was "
    "first submitted: give that time to whoever set up these messages, and the next tie "
    "is told exactly.",
    tie_follows="• Your profile's time is known here: once IRCC gives the tie-break, you "
    "will be told what it means for you.",
    first_seen="{seen}",
    first_seen_after="{seen}, {after} after the round",
    late="This message is late: what it tells was first seen {delay} before.",
    seen_late="The round comes late: it was held {days} before it could be seen here.",
    days_left="An invitation lives 60 days: {days} left.",
    reported=ENGLISH_REPORTED,
)
