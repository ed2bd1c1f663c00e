"""One simulated install: the app on a fresh database, a stand-in Stripe, a clock that only the run moves, a courier."""

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.enrolment.actions.welcomes import claim_enrolment
from mentorhub.enrolment.models.applicants import WELCOME, Enrolment
from mentorhub.enrolment.rules.refusals import WELCOME_LIVES
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout, StripeCustomer
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.programs.rules.offers import MissedInstalment
from tests.simulation.crash_points import Crashes, Killed, watched
from tests.support import factories
from tests.support.factories import Scene
from tests.support.pricing import pay_in_parts
from tests.support.stripe_client import StripeClient

EPOCH = dt.datetime(2027, 3, 1, 8, 0, 0, tzinfo=dt.UTC)


@dataclass
class SimulatedInstall:
    """What a run's steps act on. `log` has one line for each step."""

    app: Flask
    stripe_client: StripeClient
    random: random.Random
    crashes: Crashes
    scene: Scene
    now: dt.datetime = EPOCH
    log: list[str] = field(default_factory=list)
    people: int = 0
    is_in_parts: bool = False
    judged: int = -1  # commits there had been when the invariants were last checked
    seen_event: str = ""
    undelivered: list[dict[str, Any]] = field(default_factory=list)
    delivered: list[dict[str, Any]] = field(default_factory=list)

    def pass_time(self, by: dt.timedelta) -> None:
        """The one way time passes, for the app and for Stripe alike."""
        self.now += by
        self.stripe_client.control("clock", now=self.now.timestamp() + 0.1)

    def new_name(self) -> str:
        """Somebody who was not here before."""
        self.people += 1
        return f"p{self.people}"

    def enrolments(self, *states: str) -> list[Enrolment]:
        """The cohort's applicants in these states (all without any), in the order of arrival."""
        db.session.rollback()
        rows = db.session.scalars(
            select(Enrolment)
            .where(Enrolment.cohort_id == self.scene.cohort_id)
            .order_by(Enrolment.id)
        ).all()
        return [row for row in rows if not states or row.state.value in states]

    def sessions(self) -> list[str]:
        """Every Stripe session that was ever made here, as far as the install knows."""
        db.session.rollback()
        found = db.session.scalars(select(Checkout.stripe_session).order_by(Checkout.id))
        return [one for one in found if one is not None]

    def account_of(self, one: Enrolment) -> int:
        """The account of whoever has this seat; made now if there is none yet."""
        if one.user_id is None:
            token = links.sign_dated(
                one.public_id,
                one.link_version,
                purpose=WELCOME,
                until=self.now + WELCOME_LIVES,
            )
            return claim_enrolment(token).user_id
        return one.user_id

    def intents(self) -> list[str]:
        """Every payment intent that was captured, as far as the install knows."""
        db.session.rollback()
        found = db.session.scalars(select(Payment.payment_intent).order_by(Payment.id))
        return [one for one in found if one is not None]

    def refunds(self) -> list[str]:
        """Every refund that Stripe has answered."""
        db.session.rollback()
        found = db.session.scalars(select(Refund.stripe_refund).order_by(Refund.id))
        return [one for one in found if one is not None]

    def cards(self) -> list[str]:
        """Every way to pay that Stripe keeps for later payments."""
        db.session.rollback()
        return list(db.session.scalars(select(StripeCustomer.payment_method)))

    def disputes(self) -> list[str]:
        """Every dispute that the install has heard of."""
        db.session.rollback()
        return list(db.session.scalars(select(Dispute.stripe_dispute).order_by(Dispute.id)))

    def has_finding(self, kind: str) -> bool:
        """Whether the operator's page shows one of this kind."""
        db.session.rollback()
        return (
            db.session.scalar(select(Finding.id).where(Finding.kind == kind).limit(1)) is not None
        )

    def debits(self) -> list[str]:
        """Payments that are on their way at Stripe."""
        sessions = [self.stripe_client.session(one) for one in self.sessions()]
        return [
            str(one["payment_intent"])
            for one in sessions
            if one["status"] == "complete" and one["payment_status"] == "unpaid"
        ]

    def last_checkout(self, enrolment_id: int) -> int | None:
        """The latest checkout of an applicant."""
        db.session.rollback()
        return db.session.scalar(
            select(func.max(Checkout.id)).where(Checkout.enrolment_id == enrolment_id)
        )

    def hear(self) -> None:
        """The courier takes up what Stripe has to report since it was last there."""
        found = self.stripe_client.events_after(self.seen_event)
        if found:
            self.seen_event = found[-1]["id"]
            self.undelivered += found

    def call(self, what: str, action: Any, *args: Any, **kwargs: Any) -> Any:
        """Do it, and survive a kill as the next process would: with nothing but what is on disk."""
        try:
            answer = action(*args, **kwargs)
        except Killed as death:
            self.log.append(f"{what}: killed {death}")
            self.restart()
            return None
        self.log.append(what)
        return answer

    def restart(self) -> None:
        """What a new process has: no session, no batcher."""
        db.session.remove()
        self.app.extensions.pop("mentorhub.arriving", None)


@contextmanager
def running(app: Flask, stripe_client: StripeClient, seed: int) -> Iterator[SimulatedInstall]:
    """A simulated install for one run; its clock stands still unless a step moves it."""
    crashes = Crashes()
    with app.app_context(), watched(crashes), pytest.MonkeyPatch.context() as patch:
        chance = random.Random(seed)
        stripe_client.control("clock", now=EPOCH.timestamp() + 0.1)
        install = SimulatedInstall(app, stripe_client, chance, crashes, scene=None)  # type: ignore[arg-type]
        patch.setattr(clock, "now", lambda: install.now)
        patch.setattr(clock, "told", lambda _answer: install.now)
        price = chance.choice([64000, 64000, 64000, 0])
        install.scene = factories.scene(
            seats=chance.randint(1, 3),
            price_minor=price,
            missed_instalment=chance.choice(list(MissedInstalment)),
        )
        install.is_in_parts = bool(price) and chance.random() < 0.4
        if install.is_in_parts:
            pay_in_parts(install.scene, count=3, days=30)
        stripe_client.clear_faults()
        install.seen_event = (stripe_client.events_after("") or [{"id": ""}])[-1]["id"]
        yield install
        db.session.remove()
