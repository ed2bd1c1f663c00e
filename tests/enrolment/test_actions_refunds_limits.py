"""Money that goes back: who asked, how much the mail says, where its limits lie, and which finding it opens once."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import disputes, endings, refunds
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.periodic.places import wind_up_cohorts
from mentorhub.enrolment.rules.refusals import PaymentDisputed, RefundExceeds
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM, USER
from mentorhub.foundation.findings import Finding, close_findings
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.ledger import Refund
from mentorhub.payments.periodic import send_refunds
from tests.support import factories
from tests.support.applicants import checkout_session, enrol, enrolment, place_applicant
from tests.support.dealing import deal, open_findings, refund_rows
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _refund() -> Refund:
    db.session.rollback()
    return db.session.scalars(select(Refund)).one()


def _notified(kind: str) -> dict[str, object]:
    """What the newest mail of this kind says."""
    db.session.rollback()
    query = select(OutboxMail).where(OutboxMail.kind == f"enrolment.{kind}")
    return db.session.scalars(query.order_by(OutboxMail.id.desc())).first().context  # type: ignore[union-attr]


def test_the_smallest_part_goes_back_in_the_name_of_who_asked_and_its_mail_says_so(
    stripe: StripeClient,
) -> None:
    found = deal(stripe)
    refunds.refund(found.ada, amount_minor=1, viewer=found.staff)
    assert (_refund().amount_minor, _refund().requested_by_id) == (1, found.scene.mentor_id)
    assert _notified("money_back")["refund_minor"] == 1


def test_all_that_a_bank_disputes_is_disputed_and_more_than_that_is_too_much(
    stripe: StripeClient,
) -> None:
    found = deal(stripe)
    dispute = stripe.control("disputes", charge=stripe.charge_of(found.intent))["id"]
    disputes.apply_dispute(dispute, account="")
    with pytest.raises(PaymentDisputed):
        refunds.refund(found.ada, amount_minor=64000, viewer=found.staff)
    with pytest.raises(RefundExceeds):
        refunds.refund(found.ada, amount_minor=64001, viewer=found.staff)


def test_what_was_asked_for_here_goes_out_where_nothing_went_back_by_hand(
    stripe: StripeClient,
) -> None:
    found = deal(stripe)
    refunds.refund(found.ada, amount_minor=64000, viewer=found.staff)
    refunds.recognise_refunds(found.payment_id)  # all of it is spoken for, and none of it twice
    assert refund_rows() == [("queued", 64000, "goodwill")]


def test_a_refund_that_failed_opens_a_finding_at_once_with_its_reason_and_once(
    stripe: StripeClient,
) -> None:
    found = deal(stripe)
    refunds.refund(found.ada, amount_minor=100, viewer=found.staff)
    send_refunds()
    (sent,) = stripe.refunds(found.intent)
    stripe.control(f"refunds/{sent['id']}", status="failed", reason="expired_or_canceled_card")
    refunds.recognise_refunds(found.payment_id)
    assert open_findings() == ["refund_failed"]
    finding = db.session.scalars(select(Finding)).one()
    assert (finding.detail, finding.practice_id) == (
        "expired_or_canceled_card",
        found.scene.practice_id,
    )
    with transaction(viewer=SYSTEM) as session:
        subject = finding.subject_public_id
        close_findings(session, "refund_failed", subject_public_id=subject, now=clock.now())
    refunds.recognise_refunds(found.payment_id)
    assert open_findings() == []


def test_who_is_removed_reads_the_practices_words_and_the_amount(stripe: StripeClient) -> None:
    scene = factories.scene()
    ada = enrol(stripe, scene, "ada")
    endings.remove(ada, reason="We spoke.", refund_minor=500, viewer=USER(scene.mentor_id))
    mailed = _notified("removed")
    assert (mailed["words"], mailed["refund_minor"]) == ("We spoke.", 500)


def test_who_withdraws_reads_the_amount_that_was_promised(stripe: StripeClient) -> None:
    ada = enrol(stripe, factories.scene(), "ada")
    promised = endings.withdraw(ada, viewer=APPLICANT(ada))
    assert promised > 0
    assert _notified("withdrawn")["refund_minor"] == promised


def test_a_cohort_called_off_is_mailed_in_the_practices_words_with_the_amount(
    stripe: StripeClient,
) -> None:
    scene = factories.scene()
    enrol(stripe, scene, "ada")
    endings.cancel_cohort(scene.cohort_id, reason="I am ill.", viewer=USER(scene.mentor_id))
    wind_up_cohorts()
    mailed = _notified("called_off")
    assert (mailed["words"], mailed["refund_minor"]) == ("I am ill.", 64000)
    assert refund_rows() == [("queued", 64000, "cohort_cancelled")]


def test_money_that_does_not_fit_is_refused_in_somebodys_name_and_with_its_reason(
    stripe: StripeClient, stripe_answers: dict[str, object]
) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    stripe_answers["amount_subtotal"] = 100
    fulfil(checkout_id)
    refunds.refuse_mismatch(ada, viewer=USER(scene.mentor_id))
    finding = db.session.scalars(select(Finding)).one()
    assert finding.closed_at is not None
    assert finding.closed_by_id == scene.mentor_id
    assert (_refund().requested_by_id, _refund().amount_minor) == (scene.mentor_id, 64000)
    assert _notified("money_back")["refund_minor"] == 64000
    assert enrolment(ada).end_reason == "price_mismatch"
