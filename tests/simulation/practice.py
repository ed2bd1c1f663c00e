"""What the practice does: steps of a run beside those of applicants and periodic tasks."""

import datetime as dt
from typing import Any

from mentorhub.enrolment.actions import endings, refunds, seats
from mentorhub.foundation.database.viewers import USER
from tests.simulation.install import SimulatedInstall
from tests.simulation.operations import (
    Step,
    attempt,
    is_closed,
    pick,
)


def change_seats(install: SimulatedInstall) -> None:
    """The practice raises or lowers the seats."""
    count = install.random.randint(0, 5)
    attempt(
        install, f"seats become {count}", seats.set_seats, install.scene.cohort_id,
        seats=count, viewer=_staff(install),
    )  # fmt: skip


def pause(install: SimulatedInstall) -> None:
    """The practice pauses giving seats, or resumes."""
    is_resumed = install.random.random() < 0.6
    action = seats.resume_allocation if is_resumed else seats.pause_allocation
    words = "giving seats is resumed" if is_resumed else "giving seats is paused"
    attempt(install, words, action, install.scene.cohort_id, viewer=_staff(install))


def limit(install: SimulatedInstall) -> None:
    """The practice limits its line, or lifts the limit."""
    most = install.random.choice([None, None, 0, 1, 3])
    attempt(
        install, f"{most} may wait", seats.limit_line, install.scene.cohort_id,
        waiting_max=most, viewer=_staff(install),
    )  # fmt: skip


def extend(install: SimulatedInstall) -> None:
    """The practice lets a hold end later."""
    one = pick(install, "held")
    if one is not None:
        until = install.now + dt.timedelta(hours=install.random.choice([1, 24, 47, 400]))
        attempt(
            install, f"{one.name}'s hold is extended", seats.extend_hold, one.id,
            until=until, viewer=_staff(install),
        )  # fmt: skip


def grant(install: SimulatedInstall) -> None:
    """The practice grants a seat, to somebody new or somebody in line."""
    one = pick(install)
    name = one.name if one is not None and install.random.random() < 0.3 else install.new_name()
    attempt(
        install, f"{name} is granted a seat", seats.grant_seat, install.scene.cohort_id,
        name=name, email=f"{name}@example.org", viewer=_staff(install),
    )  # fmt: skip


def withdraw(install: SimulatedInstall) -> None:
    """A mentee withdraws."""
    one = pick(install, "enrolled")
    if one is not None:

        def submit_form() -> None:
            endings.withdraw(one.id, viewer=USER(install.account_of(one)))

        attempt(install, f"{one.name} withdraws", submit_form)


def remove(install: SimulatedInstall) -> None:
    """The practice removes somebody, with all, part or nothing of the money."""
    one = pick(install, "waiting", "held", "enrolled")
    if one is not None and is_closed(install, one):
        amount = install.random.choice([None, 0, 1000])
        attempt(
            install, f"{one.name} is removed, {amount} goes back", endings.remove, one.id,
            reason="We talked about it.", refund_minor=amount, viewer=_staff(install),
        )  # fmt: skip


def call_off(install: SimulatedInstall) -> None:
    """The practice calls the cohort off."""
    attempt(
        install, "the cohort is called off", endings.cancel_cohort, install.scene.cohort_id,
        reason="The mentor is ill.", viewer=_staff(install),
    )  # fmt: skip


def refund(install: SimulatedInstall) -> None:
    """The practice gives money back, a part or all."""
    one = pick(install, "enrolled", "withdrawn")
    if one is not None:
        amount = install.random.choice([500, 32000, one.amount_minor])
        attempt(
            install, f"{one.name} is refunded {amount}", refunds.refund, one.id,
            amount_minor=amount, viewer=_staff(install),
        )  # fmt: skip


def refund_at_stripe(install: SimulatedInstall) -> None:
    """Somebody refunds in Stripe's dashboard."""
    intents = install.intents()
    if intents:
        intent = install.random.choice(intents)
        amount = install.random.choice([None, 700])
        install.stripe_client.refund_by_hand(intent, amount)
        install.log.append(f"{amount or 'all'} of {intent[-4:]} is refunded in the dashboard")


def decide(install: SimulatedInstall) -> None:
    """Staff decide a payment that differs from what was asked."""
    one = pick(install, "paying")
    if one is not None:
        action = install.random.choice([refunds.accept_mismatch, refunds.refuse_mismatch])
        attempt(install, f"staff decide on {one.name}", action, one.id, viewer=_staff(install))


OPERATIONS: dict[Step, int] = {
    change_seats: 4, pause: 3, limit: 2, extend: 2, grant: 3, withdraw: 3, remove: 2, call_off: 1, refund: 2,
    refund_at_stripe: 2, decide: 1,
}  # fmt: skip


def _staff(install: SimulatedInstall) -> Any:
    return USER(install.scene.mentor_id)
