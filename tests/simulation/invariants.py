"""What must hold after each step, and what must hold once everything has come to rest."""

import itertools
import json
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select

from mentorhub import audit
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.payments.rules.refunds import DROPPED
from tests.simulation.install import SimulatedInstall

ONCE = ("enrolment.enrolled", "enrolment.refunded")
WATCHED = {"programs", "payments", "enrolment"}
SEATED = {"held", "offered", "granted", "enrolled_late"}
FREEING = {"lapsed", "left", "declined", "withdrawn", "removed", "passed"}


def assert_invariants(install: SimulatedInstall) -> None:
    """Every invariant of seats and money, and the order of the line as its own journal has it."""
    db.session.rollback()
    if install.crashes.commits == install.judged:
        return  # nothing was written since
    install.judged = install.crashes.commits
    found = {
        name: offenders
        for name, query in audit.invariants().items()
        if name.partition(".")[0] in WATCHED and (offenders := query(viewer=SYSTEM))
    }
    assert not found, found
    texts = db.session.scalars(
        select(LineEntry.text)
        .where(LineEntry.cohort_id == install.scene.cohort_id)
        .order_by(LineEntry.number)
    )
    past = overtaken([json.loads(text) for text in texts])
    assert not past, past


def assert_rest(install: SimulatedInstall) -> None:
    """Nobody has paid for nothing, Stripe and the install agree on every cent, and everybody was notified once."""
    db.session.rollback()
    for payment in db.session.scalars(select(Payment)):
        _assert_money(install, payment)
    _assert_nothing_unknown(install)
    rows = db.session.execute(
        select(OutboxMail.kind, OutboxMail.to_address).where(OutboxMail.kind.in_(ONCE))
    )
    sent = Counter((kind, address) for kind, address in rows)
    seats = Counter(
        one.email for one in db.session.scalars(select(Enrolment)) if one.enrolled_at is not None
    )
    for (kind, address), count in sent.items():
        if kind == "enrolment.enrolled":
            assert count <= seats[address], f"{address} was welcomed {count} times"
    assert install.enrolments("arrived") == []
    assert [one.name for one in install.enrolments("held") if not one.is_held_at(install.now)] == []


def _assert_nothing_unknown(install: SimulatedInstall) -> None:
    """Every session that Stripe made for us is known here and over, and every charge that took money is a payment.

    What is older than this run, in the same stand-in, is another's.
    """
    known = {one.public_id: one for one in db.session.scalars(select(Checkout))}
    for there in install.stripe_client.listed("checkout/sessions"):
        checkout = known.get(there["metadata"].get("checkout", ""))
        if checkout is None:
            break
        assert there["id"] == checkout.stripe_session, f"{there['id']} is unknown"
        assert there["status"] != "open", f"{there['id']} can still be paid"
    parts = set(db.session.scalars(select(Instalment.public_id)))
    ours = itertools.takewhile(
        lambda one: {*one["metadata"].values()} & {*parts, *known},
        install.stripe_client.listed("payment_intents"),
    )
    taken = {
        one["id"]: one["metadata"]["instalment"]
        for one in ours
        if one["status"] == "succeeded" and "instalment" in one["metadata"]
    }
    assert max(Counter(taken.values()).values(), default=1) == 1, "a part was taken twice"
    assert set(taken) <= set(db.session.scalars(select(Payment.payment_intent)))


@dataclass
class _Line:
    """The line as the journal's readers can rebuild it: who waits, and since which release nobody asks them."""

    waiting: dict[int, int] = field(default_factory=dict)  # place: the release they passed, or -1
    seated: set[int] = field(default_factory=set)
    releases: int = 0


def overtaken(entries: list[dict[str, object]]) -> list[str]:
    """Entries that gave a seat past somebody who waited earlier and was askable. Reads the journal alone."""
    line, found = _Line(), []
    for entry in entries:
        kind, place = str(entry["kind"]), entry["place"]
        if kind == "seats_raised":
            line.releases += 1
        if not isinstance(place, int):
            continue
        if kind in {"held", "offered"}:
            ahead = [
                other
                for other, passed in line.waiting.items()
                if other < place and passed < line.releases
            ]
            if ahead:
                found.append(f"entry {entry['number']}: place {place} before {min(ahead)}")
        _take(line, kind, place)
    return found


def _take(line: _Line, kind: str, place: int) -> None:
    if kind == "placed":
        line.waiting[place] = -1
    elif kind in SEATED:
        line.waiting.pop(place, None)
        line.seated.add(place)
    elif kind in FREEING:
        line.waiting.pop(place, None)
        if place in line.seated:
            line.seated.discard(place)
            line.releases += 1
        if kind == "passed":
            line.waiting[place] = line.releases


def _assert_money(install: SimulatedInstall, payment: Payment) -> None:
    if payment.payment_intent is None:
        return
    there = install.stripe_client.refunds(payment.payment_intent)
    here = db.session.scalars(select(Refund).where(Refund.payment_id == payment.id)).all()
    assert {one["id"]: one["amount"] for one in there} == {
        one.stripe_refund: one.amount_minor for one in here if one.stripe_refund
    }
    unsent = [
        one.public_id
        for one in here
        if one.stripe_refund is None and one.failure_reason != DROPPED  # the dashboard was first
    ]
    explained = set(db.session.scalars(select(Finding.subject_public_id)))
    assert [one for one in unsent if one not in explained] == []
    back = sum(one["amount"] for one in there if one["status"] not in {"failed", "canceled"})
    checkout = db.session.get(Checkout, payment.checkout_id) if payment.checkout_id else None
    part = payment.instalment_id or (checkout and checkout.instalment_id)
    if back >= payment.amount_minor:
        return
    if checkout is None or part is not None:
        assert db.session.get_one(Instalment, part).state == InstalmentState.PAID, (
            "a part for nothing"
        )
        return
    owner = db.session.get_one(Enrolment, checkout.enrolment_id)
    has_kept = owner.enrolled_at is not None or checkout.public_id in explained
    failed = any(one.public_id in explained for one in here)
    assert has_kept or failed, f"{owner.name} paid for nothing"
