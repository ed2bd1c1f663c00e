"""What a dispute asks somebody to look at: whose it is, what it is about, and only once."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import disputes
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding, close_findings
from mentorhub.payments.models.ledger import Dispute
from tests.support.dealing import deal, open_findings
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def test_a_lost_dispute_is_the_practices_to_look_at_once(stripe: StripeClient) -> None:
    found = deal(stripe)
    dispute = stripe.control("disputes", charge=stripe.charge_of(found.intent))["id"]
    for status in ("under_review", "lost"):
        stripe.control(f"disputes/{dispute}", status=status)
        assert disputes.apply_dispute(dispute, account="")
    row = db.session.scalars(select(Dispute)).one()
    assert (row.practice_id, row.payment_id) == (found.scene.practice_id, found.payment_id)
    for finding in db.session.scalars(select(Finding)):
        assert (finding.subject_type, finding.subject_public_id) == ("dispute", row.public_id)
        assert finding.practice_id == found.scene.practice_id
    assert open_findings() == ["dispute_lost"]
    with transaction(viewer=SYSTEM) as session:
        subject = db.session.scalars(select(Dispute.public_id)).one()
        close_findings(session, "dispute_lost", subject_public_id=subject, now=clock.now())
    assert disputes.apply_dispute(dispute, account="")  # reported again, after it was closed
    assert open_findings() == []
