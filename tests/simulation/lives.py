"""One life: a seed, some steps with crashes among them, all laws after each, then rest."""

import datetime as dt
import itertools
from collections.abc import Iterator

from flask import Flask

from mentorhub.enrolment import queries
from mentorhub.enrolment import sweeps as enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, db
from mentorhub.payments import queries as payments
from tests.simulation import banks, faults, practice, steps
from tests.simulation.laws import assert_laws, assert_rest
from tests.simulation.points import Point
from tests.simulation.steps import Step
from tests.simulation.world import World, living
from tests.till import Till

CRASHES, SILENCES = 0.5, 0.1  # of the steps
ROUNDS_TO_REST = 12
# A short life gets to the money only if it begins on the way there.
OPENINGS: tuple[tuple[Step, ...], ...] = (
    (),
    (steps.arrive,) * 4,
    (steps.arrive, steps.arrive, steps.press_pay, steps.press_pay, steps.pay, steps.deliver),
    (steps.arrive, steps.press_pay, steps.pay, steps.come_back, practice.change_seats),
    (steps.arrive, faults.break_call, steps.press_pay, steps.press_pay, steps.pay, steps.sweep),
    (steps.arrive, steps.press_pay, steps.pay, steps.come_back, banks.change_card, steps.pay_part),
)
STEPS = {**steps.STEPS, **practice.STEPS, **banks.STEPS, **faults.STEPS}


class LawBroken(AssertionError):  # noqa: N818 - it is the fact
    """Which seed, which step, and the life so far: `python -m tests.simulation --seed N` tells it again."""


def live(app: Flask, till: Till, seed: int, *, length: int) -> set[Point]:
    """Live through `length` steps; returns the points where it was killed. Raises `LawBroken`."""
    with living(app, till, seed) as world:
        try:
            opening = world.random.choice(OPENINGS)
            for step in [*opening, *_chosen(world, length - len(opening))]:
                _live_through(world, step)
            _rest(world)
        except Exception as error:
            life = "\n".join(world.log)
            raise LawBroken(f"seed {seed}: {type(error).__name__} {error}\n{life}") from error
        return world.crashes.killed_at


def _chosen(world: World, count: int) -> Iterator[Step]:
    for _ in range(count):
        yield from world.random.choices(list(STEPS), weights=list(STEPS.values()))


def _live_through(world: World, step: Step) -> None:
    fate = world.random.random()
    if fate < CRASHES and world.crashes.countdown is None:
        world.crashes.arm(world.random.randrange(5))  # it may take several steps to get there
    elif fate > 1 - SILENCES:
        world.crashes.silence(world.random.randint(1, 3))
    step(world)
    world.crashes.silence(0)
    assert_laws(world)


def _rest(world: World) -> None:
    """No more people, no more faults: sweeps run and time passes until nothing is left to do."""
    world.crashes.disarm()
    world.till.clear_faults()
    for number in itertools.count():
        for run in steps.SWEEP_RUNS.values():
            run()
        assert_laws(world)
        if number >= 2 and _is_at_rest(world):
            break
        assert number < ROUNDS_TO_REST, "the house does not come to rest"
        world.pass_time(dt.timedelta(minutes=35) if number % 3 else dt.timedelta(hours=5))
    if world.has_finding("events_lost"):
        enrolment.reconcile(is_whole=True)  # what the finding asks the operator to do
        assert_laws(world)
    assert_rest(world)


def _is_at_rest(world: World) -> bool:
    db.session.rollback()
    now = clock.now() + dt.timedelta(hours=1)
    return not (
        payments.due_events(viewer=SYSTEM, now=now, limit=1)
        or payments.due_refunds(viewer=SYSTEM, now=now, limit=1)
        or queries.due_instalments(viewer=SYSTEM, now=now, limit=1)
        or payments.overdue_checkouts(viewer=SYSTEM, now=now, limit=1)
        or payments.lost_checkouts(viewer=SYSTEM, now=now, limit=1)
        or world.enrolments("arrived")
    )
