"""What tests of money going back share: an enrolled payer, Stripe's view of them, findings."""

from dataclasses import dataclass

from sqlalchemy import select

from mentorhub.enrolment.periodic.stripe_events import apply_events
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.foundation.findings import Finding
from mentorhub.payments.actions import events
from mentorhub.payments.models.ledger import Payment, Refund
from tests.support import factories
from tests.support.applicants import enrol, place_applicant
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient, signed


@dataclass(frozen=True)
class Deal:
    """Ada has paid the only seat, Ben waits."""

    scene: Scene
    ada: int
    ben: int
    payment_id: int
    intent: str

    @property
    def staff(self) -> Viewer:
        """The practice's owner."""
        return USER(self.scene.mentor_id)


def deal(stripe: StripeClient) -> Deal:
    """One seat at €640, paid by Ada; Ben is next in line."""
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    ben = place_applicant(scene, "ben")
    payment = db.session.scalars(select(Payment)).one()
    assert payment.payment_intent is not None
    return Deal(scene, ada, ben, payment.id, payment.payment_intent)


def refund_rows() -> list[tuple[str, int, str]]:
    """(state, amount, reason) of every refund, the oldest first."""
    db.session.rollback()
    rows = db.session.scalars(select(Refund).order_by(Refund.id))
    return [(row.state.value, row.amount_minor, row.reason) for row in rows]


def open_findings() -> list[str]:
    """Kinds of the findings that are open."""
    db.session.rollback()
    return sorted(db.session.scalars(select(Finding.kind).where(Finding.closed_at.is_(None))))


def bring(stripe: StripeClient, since: str, *types: str) -> int:
    """Deliver what happened since then, of these types or all, and apply it; how many were brought."""
    found = [one for one in stripe.events_after(since) if not types or one["type"] in types]
    for event in found:
        events.receive_event(*signed(event))
    apply_events()
    return len(found)


def last_event(stripe: StripeClient) -> str:
    """The newest event there is."""
    return str((stripe.events_after("") or [{"id": ""}])[-1]["id"])
