"""How the demo's people get their seats: they arrive, pay at Stripe, and claim the seat by the emailed link."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from mentorhub.demo.history import History, StripeClient
from mentorhub.demo.stories.plot import Applicant
from mentorhub.enrolment.actions import arrivals
from mentorhub.enrolment.actions.checkouts import open_checkout
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.actions.welcomes import claim_enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.programs.models.cohorts import Cohort

CLAIMED_AFTER = dt.timedelta(hours=9)
Claimed = Callable[[int], object]


@dataclass(frozen=True)
class Line:
    """One cohort's line, in which people arrive from `opened_at` on."""

    history: History
    stripe_client: StripeClient
    cohort_id: int
    opened_at: dt.datetime

    def take_seat(self, who: Applicant, *, then: Claimed | None = None) -> None:
        """Plan an arrival and a payment; who claims the seat does so that evening, and `then` gets the user's id."""
        arrived_at = self.opened_at + dt.timedelta(minutes=who.arrived_after, seconds=20)

        def arrive() -> None:
            enrolment_id = self._arrive(who)
            paid_at = arrived_at + dt.timedelta(minutes=who.paid_after)
            self.history.at(paid_at, lambda: self._pay(enrolment_id))
            if who.has_claimed:
                claimed_at = min(paid_at + CLAIMED_AFTER, self.history.now)
                self.history.at(claimed_at, lambda: self._claim(who, then))

        self.history.at(arrived_at, arrive)

    def wait(self, who: Applicant) -> None:
        """Plan an arrival that stays in the line."""
        arrived_at = self.opened_at + dt.timedelta(minutes=who.arrived_after, seconds=20)
        self.history.at(arrived_at, lambda: self._arrive(who))

    def _arrive(self, who: Applicant) -> int:
        arrival = arrivals.arrive(
            self.cohort_id,
            applicant=arrivals.Applicant(name=who.name, email=who.email, timezone=who.zone),
        )
        arrivals.allocate_cohort(self.cohort_id)
        return arrival.id

    def _pay(self, enrolment_id: int) -> None:
        self.stripe_client.set_clock(clock.now())
        open_checkout(enrolment_id)
        with reading(viewer=SYSTEM) as session:
            checkout = session.scalars(
                select(Checkout).where(Checkout.enrolment_id == enrolment_id)
            ).one()
            checkout_id, session_id = checkout.id, checkout.stripe_session or ""
        self.stripe_client.pay(session_id)
        fulfil(checkout_id)

    def _claim(self, who: Applicant, then: Claimed | None) -> None:
        claimed = claim_enrolment(_welcome_token(who.email, practice_id=self._practice_id()))
        if then is not None:
            then(claimed.user_id)

    def _practice_id(self) -> int:
        with reading(viewer=SYSTEM) as session:
            return session.get_one(Cohort, self.cohort_id).practice_id


def _welcome_token(email: str, *, practice_id: int) -> str:
    """The token in the link of the last welcome email to this address."""
    with reading(viewer=SYSTEM) as session:
        mail = session.scalars(
            select(OutboxMail)
            .where(
                OutboxMail.practice_id == practice_id,
                OutboxMail.kind == "enrolment.enrolled",
                OutboxMail.to_address == email,
            )
            .order_by(OutboxMail.id.desc())
            .limit(1)
        ).one()
    text, _ = render(mail)
    found = re.search(r"/welcome/(\S+)", text)
    assert found is not None
    return found[1]
