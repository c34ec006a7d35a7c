"""How many invitations the next round has."""

from tests.insight.forecast.histories import a_history, rounds_at
from watcher.insight.forecast.invitations import invitations_to_come


def test_the_last_number_is_the_likely_one() -> None:
    rounds = [
        *rounds_at([510, 511], invitations=1000),
        *rounds_at([512], every=3, invitations=2250),
    ]

    found = invitations_to_come("cec", a_history(*rounds))

    assert found is not None
    assert found.median == 2250
    assert found.low == 1000
    assert found.high == 5100


def test_pnp_rounds_return_to_their_level() -> None:
    rounds = [
        *rounds_at([700] * 4, category="pnp", invitations=500),
        *rounds_at([700], category="pnp", every=3, invitations=1500),
    ]

    found = invitations_to_come("pnp", a_history(*rounds))

    assert found is not None
    assert found.median == 780


def test_where_no_round_told_it_nothing_is_said() -> None:
    assert invitations_to_come("cec", a_history(*rounds_at([510, 511], invitations=None))) is None
    assert invitations_to_come("cec", a_history(*rounds_at([510], invitations=100))) is None
