"""What the practice does: steps of a life beside those of applicants and sweeps."""

from typing import Any

from mentorhub.enrolment.actions import cancellations, endings, mismatches, refunds, seats
from mentorhub.foundation.database import USER
from tests.simulation.steps import Step, attempt, is_closed, pick
from tests.simulation.world import World


def change_seats(world: World) -> None:
    """The practice raises or lowers the seats."""
    count = world.random.randint(0, 5)
    attempt(
        world, f"seats become {count}", seats.set_seats, world.scene.cohort_id,
        seats=count, viewer=_staff(world),
    )  # fmt: skip


def grant(world: World) -> None:
    """The practice grants a seat, to somebody new or somebody in line."""
    one = pick(world)
    name = one.name if one is not None and world.random.random() < 0.3 else world.new_name()
    attempt(
        world, f"{name} is granted a seat", seats.grant_seat, world.scene.cohort_id,
        name=name, email=f"{name}@example.org", viewer=_staff(world),
    )  # fmt: skip


def withdraw(world: World) -> None:
    """A mentee withdraws."""
    one = pick(world, "enrolled")
    if one is not None:

        def press() -> None:
            endings.withdraw(one.id, viewer=USER(world.account_of(one)))

        attempt(world, f"{one.name} withdraws", press)


def remove(world: World) -> None:
    """The practice removes somebody, with all, part or nothing of the money."""
    one = pick(world, "waiting", "held", "enrolled")
    if one is not None and is_closed(world, one):
        amount = world.random.choice([None, 0, 1000])
        attempt(
            world, f"{one.name} is removed, {amount} goes back", endings.remove, one.id,
            reason="We talked about it.", refund_minor=amount, viewer=_staff(world),
        )  # fmt: skip


def call_off(world: World) -> None:
    """The practice calls the cohort off."""
    attempt(
        world, "the cohort is called off", cancellations.cancel_cohort, world.scene.cohort_id,
        reason="The mentor is ill.", viewer=_staff(world),
    )  # fmt: skip


def refund(world: World) -> None:
    """The practice gives money back, a part or all."""
    one = pick(world, "enrolled", "withdrawn")
    if one is not None:
        amount = world.random.choice([500, 32000, one.amount_minor])
        attempt(
            world, f"{one.name} is refunded {amount}", refunds.refund, one.id,
            amount_minor=amount, viewer=_staff(world),
        )  # fmt: skip


def refund_at_stripe(world: World) -> None:
    """Somebody refunds in Stripe's dashboard."""
    intents = world.intents()
    if intents:
        intent = world.random.choice(intents)
        amount = world.random.choice([None, 700])
        world.till.refund_by_hand(intent, amount)
        world.log.append(f"{amount or 'all'} of {intent[-4:]} is refunded in the dashboard")


def decide(world: World) -> None:
    """Staff decide a payment that differs from what was asked."""
    one = pick(world, "paying")
    if one is not None:
        deed = world.random.choice([mismatches.accept, mismatches.refuse])
        attempt(world, f"staff decide on {one.name}", deed, one.id, viewer=_staff(world))


STEPS: dict[Step, int] = {
    change_seats: 4, grant: 3, withdraw: 3, remove: 2, call_off: 1, refund: 2, refund_at_stripe: 2, decide: 1,
}  # fmt: skip


def _staff(world: World) -> Any:
    return USER(world.scene.mentor_id)
