"""A shop for tests of paying: buyers with browsers, Stripe over HTTP, its events signed to our own webhook."""

import dataclasses
from dataclasses import dataclass
from typing import Any

import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment, Refund
from tests.support import factories
from tests.support.factories import Scene
from tests.support.forms import submit, token_on
from tests.support.program_pages import state_on, submit_form
from tests.support.stripe_client import KEY, StripeClient, signed

COMPLETED = "checkout.session.completed"
EXPIRED = "checkout.session.expired"


@dataclass(frozen=True)
class Buyer:
    """An applicant with a browser and a place in the line."""

    client: FlaskClient
    place: str

    @property
    def state(self) -> str:
        """What their own page says."""
        return state_on(self.client.get(self.place))

    def page(self) -> str:
        """Their own page."""
        return self.client.get(self.place).text

    def submit_payment(self, **fields: str) -> TestResponse:
        """The button that leads to Stripe."""
        return submit(self.client, f"{self.place}/checkouts", page=self.place, **fields)

    def open(self, **fields: str) -> str:
        """Submit it; returns the session Stripe's page is about."""
        answer = self.submit_payment(**fields)
        assert "/c/pay/" in answer.location, (answer.status_code, answer.location)
        return str(answer.location).rsplit("/", 1)[1]

    def come_back(self, session_id: str) -> str:
        """Stripe sends the browser to our return page; what one's own page says then."""
        answer = self.client.get(f"{self.place}/return", query_string={"session_id": session_id})
        assert answer.location == self.place
        return self.state

    def give_up(self) -> TestResponse:
        """Give the seat up."""
        return submit(self.client, f"{self.place}/departure", page=self.place)


@dataclass(frozen=True)
class Shop:
    """One programme, its app, its Stripe."""

    app: Flask
    stripe: StripeClient
    scene: Scene

    def buyer(self, name: str) -> Buyer:
        """An applicant arrives in a browser of their own."""
        client = self.app.test_client()
        answer = submit_form(
            client, self.scene.slug, name=name.title(), email=f"{name}@example.org"
        )
        assert answer.status_code == 303, answer.text[:300]
        return Buyer(client, answer.location)

    def send_event(self, type_: str, session_id: str, **changed: Any) -> None:
        """Stripe's signed event reaches our webhook and is applied."""
        event = self.stripe.events(type_, session_id)[0]
        self.deliver({**event, **changed})

    def deliver(self, event: dict[str, Any]) -> None:
        """This very event, signed, at our webhook; applied soon after."""
        body, signature = signed(event)
        answer = self.app.test_client().post(
            "/stripe/events", data=body, headers={"Stripe-Signature": signature}
        )
        assert answer.status_code == 204
        self.task("stripe-events")

    def task(self, name: str) -> None:
        """Run a periodic task once."""
        self.app.extensions["mentorhub.jobs"].run(name)

    def change(self, model: type[Any], **fields: Any) -> None:
        """Set columns of every row of a table: what no screen does, or another process did."""
        with self.app.app_context(), transaction(viewer=SYSTEM) as session:
            for row in session.scalars(select(model)):
                for name, value in fields.items():
                    setattr(row, name, value)

    def column(self, column: Any) -> list[Any]:
        """A column of all rows, in their order."""
        with self.app.app_context():
            return list(db.session.scalars(select(column).order_by(column.class_.id)))

    def everything(self) -> list[list[tuple[Any, ...]]]:
        """Every row that a payment could change, to the last column."""
        tables = (Enrolment, Checkout, Payment, Refund, LineEntry, OutboxMail, Finding)
        with self.app.app_context():
            found = [db.session.execute(select(one.__table__)).all() for one in tables]
            return [[tuple(row) for row in rows] for rows in found]

    def mails(self, name: str) -> list[str]:
        """The kinds of mail somebody was sent, in order."""
        with self.app.app_context():
            query = select(OutboxMail.kind).where(OutboxMail.to_address == f"{name}@example.org")
            return list(db.session.scalars(query.order_by(OutboxMail.id)))

    def sessions_at_stripe(self, reference: str) -> list[str]:
        """Ids of every Checkout Session that was ever made for a reference."""
        answer = requests.get(
            f"{self.stripe.url}/v1/checkout/sessions", params={"limit": 100}, auth=KEY, timeout=10
        ).json()
        return [one["id"] for one in answer["data"] if one["client_reference_id"] == reference]


def open_shop(app: Flask, stripe: StripeClient, **fields: Any) -> Shop:
    """A programme with its cohort; `fields` as `factories.scene` takes them."""
    with app.app_context():
        return Shop(app, stripe, factories.scene(**fields))


def another(shop: Shop, buyer: Buyer) -> Buyer:
    """The same person in a second tab."""
    return dataclasses.replace(buyer, client=shop.app.test_client())


__all__ = ["COMPLETED", "EXPIRED", "Buyer", "Shop", "another", "open_shop", "token_on"]
