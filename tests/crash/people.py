"""Who listens, and who is due to hear of a round: said by hand, not by the program."""

from collections.abc import Mapping

from watcher.core.people import Person, Rule

CEC = "Canadian Experience Class"
FRENCH = "French language proficiency (Version 1)"
NAMES = (CEC, CEC, FRENCH)  # of the rounds, in turn; all have one cut-off
CUTOFF = "471"

OPERATOR = "ops-hook"
DUE: Mapping[str, tuple[str, ...]] = {
    CEC: (
        *("amara-mail", "bo-hook", "chi-hook", "eli-mail", "eli-hook", "fay-hook", "gus-mail"),
        *("ivy", "jon", "kim"),
    ),
    FRENCH: ("bo-hook", "dee-mail", "fay-hook", "kim"),
}
#: Whose server answers as it likes, and whose refuses them for good.
MOODY = ("fay-hook", "gus-mail")
REFUSED: Mapping[str, tuple[str, ...]] = {CEC: ("hal-mail",), FRENCH: ()}
CHANNELS = (
    *("amara-mail", "dee-mail", "eli-mail", "bo-hook", "chi-hook", "eli-hook"),
    *(*MOODY, "hal-mail", OPERATOR),
)

# Those who are rows, each with a mailbox of their own; two rules of kim's make one message, and
# jon's server answers as it likes.
ROWS = (
    Person(
        name="ivy",
        channels=("amara-mail:ivy@example.org",),
        rules=(Rule(categories=frozenset({"cec"}), score=480),),
    ),
    Person(
        name="jon",
        channels=("gus-mail:jon@example.org",),
        rules=(Rule(categories=frozenset({"cec", "stem"}), score=471),),
    ),
    Person(
        name="kim",
        channels=("amara-mail:kim@example.org",),
        rules=(
            Rule(name="any", categories=frozenset({"all"}), score=600),
            Rule(name="cec", categories=frozenset({"cec"}), score=480),
        ),
    ),
    Person(
        name="lou",
        channels=("amara-mail:lou@example.org",),
        rules=(Rule(categories=frozenset({"cec"}), score=460),),
    ),
)

# Chi has two subscriptions, whose alerts make one message.
SUBSCRIPTIONS = """
[[subscription]]
name = "amara"
categories = ["cec"]
score = 500
channels = ["amara-mail"]

[[subscription]]
name = "bo"
categories = ["all"]
score = 300
tell_when = "every-round"
channels = ["bo-hook"]

[[subscription]]
name = "chi"
categories = ["cec"]
score = 480
channels = ["chi-hook"]

[[subscription]]
name = "chi, should the test go well"
categories = ["cec"]
score = 490
channels = ["chi-hook"]

[[subscription]]
name = "dee"
categories = ["french"]
score = 480
channels = ["dee-mail"]

[[subscription]]
name = "eli"
categories = ["cec"]
score = 471
submitted = 2020-01-01T00:00:00Z
channels = ["eli-mail", "eli-hook"]

[[subscription]]
name = "fay"
categories = ["cec", "french"]
score = 600
channels = ["fay-hook"]

[[subscription]]
name = "gus"
categories = ["cec"]
score = 475
channels = ["gus-mail"]

[[subscription]]
name = "hal"
categories = ["cec"]
score = 475
channels = ["hal-mail"]
"""
