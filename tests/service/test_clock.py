"""When a clock that is set is noticed, and how often."""

from datetime import UTC, datetime, timedelta

from watcher.service.clock import ClockSteps, ServerClock

BEGAN = datetime(2026, 8, 20, 15, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Machine:
    """A machine whose clock can be set; another one goes on beside it."""

    def __init__(self) -> None:
        self.steady = 1000.0
        self.set_by = timedelta()

    def passes(self, seconds: float) -> None:
        self.steady += seconds

    def read(self) -> float:
        return self.steady

    @property
    def now(self) -> datetime:
        return BEGAN + timedelta(seconds=self.steady) + self.set_by


def steps_of(machine: Machine) -> ClockSteps:
    steps = ClockSteps(least=timedelta(seconds=5), every=60, read=machine.read)
    assert steps.since_last(machine.now) is None
    return steps


def test_a_step_is_noticed_at_once_and_once() -> None:
    machine = Machine()
    steps = steps_of(machine)
    machine.set_by = -HOUR
    assert steps.since_last(machine.now) == -HOUR
    machine.passes(600)
    assert steps.since_last(machine.now) is None


def test_a_clock_that_is_corrected_a_little_at_a_time_is_not_set() -> None:
    machine = Machine()
    steps = steps_of(machine)
    for seconds in range(4, 400, 4):
        machine.passes(1)
        machine.set_by = timedelta(seconds=seconds)
        assert steps.since_last(machine.now) is None


def test_a_clock_that_is_set_back_all_the_time_is_noticed_once_a_minute() -> None:
    machine = Machine()
    steps = steps_of(machine)
    noticed = []
    for _ in range(240):  # two minutes
        machine.passes(0.5)
        machine.set_by -= timedelta(seconds=10)
        noticed.append(steps.since_last(machine.now))
    found = [by for by in noticed if by is not None]
    assert found == [timedelta(seconds=-10), timedelta(seconds=-1200)]


def test_a_step_that_is_undone_before_it_was_said_was_none() -> None:
    machine = Machine()
    steps = steps_of(machine)
    machine.set_by = HOUR
    assert steps.since_last(machine.now) == HOUR
    machine.set_by = 3 * HOUR
    assert steps.since_last(machine.now) is None
    machine.set_by = HOUR
    machine.passes(60)
    assert steps.since_last(machine.now) is None


def test_a_servers_clock_goes_on_between_two_looks_however_this_machines_is_set() -> None:
    machine = Machine()
    clock = ServerClock(lambda: BEGAN, machine.read)
    machine.passes(90)
    machine.set_by = -HOUR

    assert clock() == BEGAN + timedelta(seconds=90)


def test_another_look_corrects_it() -> None:
    machine, said = Machine(), [BEGAN, BEGAN + HOUR]
    clock = ServerClock(lambda: said.pop(0), machine.read)
    machine.passes(90)
    clock.adjust()

    assert clock() == BEGAN + HOUR


def test_half_of_the_time_that_a_look_takes_is_the_answers_way() -> None:
    machine = Machine()

    def look() -> datetime:
        machine.passes(4)
        return BEGAN

    assert ServerClock(look, machine.read)() == BEGAN + timedelta(seconds=2)
