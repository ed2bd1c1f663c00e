"""What can happen next: each step picks somebody and does what a page, a sweep, a buyer or a bank would do."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from mentorhub.enrolment.actions import (
    arrivals,
    checkouts,
    departures,
    fulfilment,
    welcomes,
)
from mentorhub.enrolment.models import Enrolment
from mentorhub.foundation.database import SYSTEM
from mentorhub.foundation.errors import Refusal
from mentorhub.payments.actions import StripeRefused, StripeUnavailable, events
from mentorhub.payments.queries import live_checkout
from mentorhub.schedule import SWEEPS
from tests.simulation.world import World
from tests.till import signed

Step = Callable[[World], None]
METHODS = (
    *("pm_card_visa",) * 6,
    "pm_card_chargeDeclined",
    "pm_sepaDebit_success",
    "pm_sepaDebit_insufficientFunds",
    "pm_sepaDebit_processing",
)
LEAPS = (
    dt.timedelta(seconds=41),
    dt.timedelta(minutes=7),
    dt.timedelta(minutes=38),
    dt.timedelta(hours=3, minutes=1),
    dt.timedelta(hours=25, minutes=3),
    dt.timedelta(days=3, seconds=11),
)
SWEEP_RUNS = {sweep.name: sweep.run for sweep in SWEEPS if sweep.name != "mail"}


def arrive(world: World) -> None:
    """Somebody presses the button; now and then somebody who was here already, and sometimes nobody settles."""
    known = world.enrolments()
    comes_again = known and world.random.random() < 0.2
    name = world.random.choice(known).name if comes_again else world.new_name()
    applicant = arrivals.Applicant(
        name=name,
        email=f"{name}@example.org",
        browser_key=name,
        is_return=world.random.random() < 0.5,
    )

    def press() -> None:
        if world.random.random() < 0.8:
            arrivals.take_place_again(world.scene.cohort_id, applicant=applicant)
        else:
            arrivals.arrive(world.scene.cohort_id, applicant=applicant)

    attempt(world, f"{name} arrives", press)


def press_pay(world: World) -> None:
    """Somebody who is asked presses "pay" (or says yes to a free seat)."""
    one = pick(world, "held", "held", "waiting", "lapsed")
    if one is None:
        return
    if not one.amount_minor:
        attempt(world, f"{one.name} says yes", welcomes.confirm_free_seat, one.id)
        return
    today = world.now.astimezone(ZoneInfo(one.timezone)).date()
    agreed = {"consent": "I agree.", "consented_on": today} if world.is_in_parts else {}
    attempt(world, f"{one.name} presses pay", checkouts.open_checkout, one.id, **agreed)


def pay_part(world: World) -> None:
    """Somebody pays a later part by themselves; and now and then a month passes before."""
    if world.is_in_parts and world.random.random() < 0.5:
        world.pass_time(dt.timedelta(days=30, hours=5))
        world.log.append("a month passes")
    one = pick(world, "enrolled")
    if one is not None and world.is_in_parts:
        attempt(world, f"{one.name} pays a part", checkouts.pay_instalment, one.id)


def pay(world: World) -> None:
    """A buyer pays at Stripe, in time or late, with a card, a declined one, or a debit that takes days."""
    known = world.sessions()
    if known:
        session, method = world.random.choice(known[-4:]), world.random.choice(METHODS)
        answer = world.till.pay(session, method)
        world.log.append(f"a buyer pays with {method}: {answer.get('payment_status', 'refused')}")


def come_back(world: World) -> None:
    """The return page."""
    one = pick(world)
    if one is None:
        return
    checkout_id = world.last_checkout(one.id)
    if checkout_id is not None:
        attempt(world, f"{one.name} comes back", fulfilment.fulfil, checkout_id)


def deliver(world: World) -> None:
    """The courier brings some events, in any order, some of them twice, and loses some."""
    world.hear()
    world.random.shuffle(world.undelivered)
    for _ in range(min(len(world.undelivered), 3)):
        event = world.undelivered.pop()
        if world.random.random() < 0.2:
            world.log.append(f"{event['type']} is lost")
            continue
        world.delivered.append(event)
        _receive(world, event)
    if world.delivered and world.random.random() < 0.4:
        _receive(world, world.random.choice(world.delivered))


def sweep(world: World) -> None:
    """One of the sweeps runs."""
    name = world.random.choice(sorted(SWEEP_RUNS))
    attempt(world, f"sweep {name}", SWEEP_RUNS[name])


def wait(world: World) -> None:
    """Time passes."""
    leap = world.random.choice(LEAPS)
    world.pass_time(leap)
    world.log.append(f"{leap} pass")


def leave(world: World) -> None:
    """Somebody gives a place up, as the page does it: the checkout closed first."""
    one = pick(world, "waiting", "held", "held")
    if one is not None and is_closed(world, one):
        attempt(world, f"{one.name} leaves", departures.leave, one.id)


def pass_on(world: World) -> None:
    """Somebody lets an offer go to the next."""
    one = pick(world, "held")
    if one is not None and is_closed(world, one):
        attempt(world, f"{one.name} passes", departures.pass_offer, one.id)


STEPS: dict[Step, int] = {
    arrive: 14, press_pay: 14, pay: 12, come_back: 6, deliver: 12, sweep: 16, wait: 10, leave: 4, pass_on: 3,
    pay_part: 5,
}  # fmt: skip


def pick(world: World, *states: str) -> Enrolment | None:
    found = world.enrolments(*states)
    return world.random.choice(found) if found else None


def is_closed(world: World, one: Enrolment) -> bool:
    checkout_id = live_checkout(one.id, viewer=SYSTEM)
    if checkout_id is None:
        return True
    return bool(
        attempt(world, f"{one.name}'s checkout is closed", checkouts.close_checkout, checkout_id)
    )


def _receive(world: World, event: dict[str, Any]) -> None:
    attempt(world, f"{event['type']} is delivered", events.receive_event, *signed(event))


def attempt(world: World, what: str, deed: Any, *args: Any, **kwargs: Any) -> Any:
    """A refusal is an answer like any other; so is Stripe's silence. Anything else ends the run."""
    try:
        return world.call(what, deed, *args, **kwargs)
    except (Refusal, StripeUnavailable, StripeRefused) as answer:
        world.log.append(f"{what}: {type(answer).__name__}")
        return None
