"""What can happen next: each step picks somebody and does what a page, a periodic task, a buyer or a bank would do."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from mentorhub.enrolment.actions import (
    arrivals,
    checkouts,
    ended_checkouts,
    endings,
    fulfilment,
    welcomes,
)
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import Refusal
from mentorhub.payments.actions import events
from mentorhub.payments.queries.checkouts import live_checkout
from mentorhub.payments.rules.failures import StripeRefused, StripeUnavailable
from mentorhub.schedule import PERIODIC_TASKS
from tests.simulation.install import SimulatedInstall
from tests.support.stripe_client import signed

Step = Callable[[SimulatedInstall], None]
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
TASK_RUNS = {run_task.name: run_task.run for run_task in PERIODIC_TASKS if run_task.name != "mail"}


def arrive(install: SimulatedInstall) -> None:
    """Somebody submits the form; now and then somebody who was here already, and sometimes nobody allocates."""
    known = install.enrolments()
    comes_again = known and install.random.random() < 0.2
    name = install.random.choice(known).name if comes_again else install.new_name()
    applicant = arrivals.Applicant(
        name=name,
        email=f"{name}@example.org",
        browser_key=name,
        is_return=install.random.random() < 0.5,
    )

    def submit_form() -> None:
        if install.random.random() < 0.8:
            arrivals.take_place_again(install.scene.cohort_id, applicant=applicant)
        else:
            arrivals.arrive(install.scene.cohort_id, applicant=applicant)

    attempt(install, f"{name} arrives", submit_form)


def submit_payment(install: SimulatedInstall) -> None:
    """Somebody who is offered a seat submits "pay" (or says yes to a free seat)."""
    one = pick(install, "held", "held", "waiting", "lapsed")
    if one is None:
        return
    if not one.amount_minor:
        attempt(install, f"{one.name} says yes", welcomes.confirm_free_seat, one.id)
        return
    today = install.now.astimezone(ZoneInfo(one.timezone)).date()
    agreed = {"consent": "I agree.", "consented_on": today} if install.is_in_parts else {}
    attempt(install, f"{one.name} submits pay", checkouts.open_checkout, one.id, **agreed)


def pay_part(install: SimulatedInstall) -> None:
    """Somebody pays a later part by themselves; and now and then a month passes before."""
    if install.is_in_parts and install.random.random() < 0.5:
        install.pass_time(dt.timedelta(days=30, hours=5))
        install.log.append("a month passes")
    one = pick(install, "enrolled")
    if one is not None and install.is_in_parts:
        attempt(install, f"{one.name} pays a part", checkouts.pay_instalment, one.id)


def pay(install: SimulatedInstall) -> None:
    """A buyer pays at Stripe, in time or late, with a card, a declined one, or a debit that takes days."""
    known = install.sessions()
    if known:
        session, method = install.random.choice(known[-4:]), install.random.choice(METHODS)
        answer = install.stripe_client.pay(session, method)
        install.log.append(f"a buyer pays with {method}: {answer.get('payment_status', 'refused')}")


def come_back(install: SimulatedInstall) -> None:
    """The return page."""
    one = pick(install)
    if one is None:
        return
    checkout_id = install.last_checkout(one.id)
    if checkout_id is not None:
        attempt(install, f"{one.name} comes back", fulfilment.fulfil, checkout_id)


def deliver(install: SimulatedInstall) -> None:
    """The courier brings some events, in any order, some of them twice, and loses some."""
    install.hear()
    install.random.shuffle(install.undelivered)
    for _ in range(min(len(install.undelivered), 3)):
        event = install.undelivered.pop()
        if install.random.random() < 0.2:
            install.log.append(f"{event['type']} is lost")
            continue
        install.delivered.append(event)
        _receive(install, event)
    if install.delivered and install.random.random() < 0.4:
        _receive(install, install.random.choice(install.delivered))


def run_task(install: SimulatedInstall) -> None:
    """One of the periodic tasks runs."""
    name = install.random.choice(sorted(TASK_RUNS))
    attempt(install, f"task {name}", TASK_RUNS[name])


def wait(install: SimulatedInstall) -> None:
    """Time passes."""
    leap = install.random.choice(LEAPS)
    install.pass_time(leap)
    install.log.append(f"{leap} pass")


def leave(install: SimulatedInstall) -> None:
    """Somebody gives a place up, as the page does it: the checkout closed first."""
    one = pick(install, "waiting", "held", "held")
    if one is not None and is_closed(install, one):
        attempt(install, f"{one.name} leaves", endings.leave, one.id)


def pass_on(install: SimulatedInstall) -> None:
    """Somebody declines an offer."""
    one = pick(install, "held")
    if one is not None and is_closed(install, one):
        attempt(install, f"{one.name} passes", endings.pass_offer, one.id)


OPERATIONS: dict[Step, int] = {
    arrive: 14, submit_payment: 14, pay: 12, come_back: 6, deliver: 12, run_task: 16, wait: 10, leave: 4, pass_on: 3,
    pay_part: 5,
}  # fmt: skip


def pick(install: SimulatedInstall, *states: str) -> Enrolment | None:
    found = install.enrolments(*states)
    return install.random.choice(found) if found else None


def is_closed(install: SimulatedInstall, one: Enrolment) -> bool:
    checkout_id = live_checkout(one.id, viewer=SYSTEM)
    if checkout_id is None:
        return True
    return bool(
        attempt(
            install, f"{one.name}'s checkout is closed", ended_checkouts.close_checkout, checkout_id
        )
    )


def _receive(install: SimulatedInstall, event: dict[str, Any]) -> None:
    attempt(install, f"{event['type']} is delivered", events.receive_event, *signed(event))


def attempt(install: SimulatedInstall, what: str, action: Any, *args: Any, **kwargs: Any) -> Any:
    """A refusal is an answer like any other; so is Stripe's silence. Anything else ends the run."""
    try:
        return install.call(what, action, *args, **kwargs)
    except (Refusal, StripeUnavailable, StripeRefused) as answer:
        install.log.append(f"{what}: {type(answer).__name__}")
        return None
