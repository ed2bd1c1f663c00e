"""One run: a seed, some steps with crashes among them, all invariants after each, then rest."""

import datetime as dt
import itertools
from collections.abc import Iterator

from flask import Flask

from mentorhub.enrolment.periodic.reconciliation import reconcile
from mentorhub.enrolment.queries.due import due_instalments
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.queries.checkouts import lost_checkouts, overdue_checkouts
from mentorhub.payments.queries.events import due_events
from mentorhub.payments.queries.ledger import due_refunds
from tests.simulation import (
    banks,
    faults,
    operations,
    practice,
)
from tests.simulation.crash_points import CrashPoint
from tests.simulation.install import SimulatedInstall, running
from tests.simulation.invariants import assert_invariants, assert_rest
from tests.simulation.operations import Step
from tests.support.stripe_client import StripeClient

CRASHES, SILENCES = 0.5, 0.1  # of the steps
ROUNDS_TO_REST = 12
# A short run gets to the money only if it begins on the way there.
OPENINGS: tuple[tuple[Step, ...], ...] = (
    (),
    (operations.arrive,) * 4,
    (
        operations.arrive,
        operations.arrive,
        operations.submit_payment,
        operations.submit_payment,
        operations.pay,
        operations.deliver,
    ),
    (
        operations.arrive,
        operations.submit_payment,
        operations.pay,
        operations.come_back,
        practice.change_seats,
    ),
    (
        operations.arrive,
        faults.break_call,
        operations.submit_payment,
        operations.submit_payment,
        operations.pay,
        operations.run_task,
    ),
    (
        operations.arrive,
        operations.submit_payment,
        operations.pay,
        operations.come_back,
        banks.change_card,
        operations.pay_part,
    ),
)
OPERATIONS = {
    **operations.OPERATIONS,
    **practice.OPERATIONS,
    **banks.OPERATIONS,
    **faults.OPERATIONS,
}


class InvariantBroken(AssertionError):  # noqa: N818 - it is the fact
    """Which seed, which step, and the log so far: `python -m tests.simulation --seed N` repeats it."""


def run(app: Flask, stripe_client: StripeClient, seed: int, *, length: int) -> set[CrashPoint]:
    """Do `length` steps; returns the points where it was killed. Raises `InvariantBroken`."""
    with running(app, stripe_client, seed) as install:
        try:
            opening = install.random.choice(OPENINGS)
            for step in [*opening, *_chosen(install, length - len(opening))]:
                _run_through(install, step)
            _rest(install)
        except Exception as error:
            log = "\n".join(install.log)
            raise InvariantBroken(f"seed {seed}: {type(error).__name__} {error}\n{log}") from error
        return install.crashes.killed_at


def _chosen(install: SimulatedInstall, count: int) -> Iterator[Step]:
    for _ in range(count):
        yield from install.random.choices(list(OPERATIONS), weights=list(OPERATIONS.values()))


def _run_through(install: SimulatedInstall, step: Step) -> None:
    fate = install.random.random()
    if fate < CRASHES and install.crashes.countdown is None:
        install.crashes.arm(install.random.randrange(5))  # it may take several steps to get there
    elif fate > 1 - SILENCES:
        install.crashes.silence(install.random.randint(1, 3))
    step(install)
    install.crashes.silence(0)
    assert_invariants(install)


def _rest(install: SimulatedInstall) -> None:
    """No more people, no more faults: periodic tasks run and time passes until nothing is left to do."""
    install.crashes.disarm()
    install.stripe_client.clear_faults()
    for number in itertools.count():
        for run in operations.TASK_RUNS.values():
            run()
        assert_invariants(install)
        if number >= 2 and _is_at_rest(install):
            break
        assert number < ROUNDS_TO_REST, "the install does not come to rest"
        install.pass_time(dt.timedelta(minutes=35) if number % 3 else dt.timedelta(hours=5))
    if install.has_finding("events_lost"):
        reconcile(is_whole=True)  # what the finding asks the operator to do
        assert_invariants(install)
    assert_rest(install)


def _is_at_rest(install: SimulatedInstall) -> bool:
    db.session.rollback()
    now = clock.now() + dt.timedelta(hours=1)
    return not (
        due_events(viewer=SYSTEM, now=now, limit=1)
        or due_refunds(viewer=SYSTEM, now=now, limit=1)
        or due_instalments(viewer=SYSTEM, now=now, limit=1)
        or overdue_checkouts(viewer=SYSTEM, now=now, limit=1)
        or lost_checkouts(viewer=SYSTEM, now=now, limit=1)
        or install.enrolments("arrived")
    )
