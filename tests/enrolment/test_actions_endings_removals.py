"""A mentee withdraws: seat, next offer and refund in one commit, by the programme's policy."""

from typing import Any

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.enrolment.rules.refusals import CheckoutUnderway
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.payments.periodic import send_refunds
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
    claim,
    cohort,
    enrol,
    enrolment,
    journal_kinds,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _refunds() -> list[Refund]:
    db.session.rollback()
    return list(db.session.scalars(select(Refund).order_by(Refund.id)))


def _intent() -> str:
    db.session.rollback()
    return str(db.session.scalars(select(Payment.payment_intent)).one())


def _pass_to_noon_of(scene: Scene, *, days_after_start: int) -> None:
    start = cohort(scene).starts_on
    pass_time(hours=12 - clock.now().hour)
    pass_time(days=(start - clock.now().date()).days + days_after_start)


def test_who_withdraws_early_gets_everything_and_the_next_is_offered_the_seat(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    ben, cleo = place_applicant(scene, "ben"), place_applicant(scene, "cleo")
    viewer = claim(ada)
    assert endings.withdraw(ada, viewer=viewer) == 64000
    assert states(ada, ben, cleo) == ["withdrawn", "held", "waiting"]
    assert journal_kinds(scene)[-2:] == ["withdrawn", "offered"]
    (refund,) = _refunds()
    assert (refund.amount_minor, refund.reason, refund.state.value) == (
        64000,
        "withdrawn",
        "queued",
    )
    assert refund.requested_by_id == viewer.id
    assert mails_to("ada")[-1] == "enrolment.withdrawn"
    assert mails_to("ben")[-1] == "enrolment.offered"
    assert db.session.scalars(select(Mentorship.until_at)).one() is not None
    assert stripe.refunds(_intent()) == []
    send_refunds()
    assert [one["amount"] for one in stripe.refunds(_intent())] == [64000]
    assert_in_order()


def test_withdrawing_twice_changes_nothing(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    viewer = claim(ada)
    endings.withdraw(ada, viewer=viewer)
    sent = mails_to("ada")
    assert endings.withdraw(ada, viewer=viewer) == 0
    assert len(_refunds()) == 1
    assert mails_to("ada") == sent
    assert journal_kinds(scene).count("withdrawn") == 1


@pytest.mark.parametrize(
    ("days_after_start", "back"),
    [(-15, 64000), (-14, 64000), (-13, 32000), (14, 32000), (15, 0)],
)
def test_the_policy_decides_by_the_day(
    stripe: StripeClient, days_after_start: int, back: int
) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    viewer = claim(ada)
    _pass_to_noon_of(scene, days_after_start=days_after_start)
    assert endings.withdraw(ada, viewer=viewer) == back
    assert sum(one.amount_minor for one in _refunds()) == back
    assert_in_order()


def test_what_went_back_before_is_taken_off(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    viewer = claim(ada)
    with transaction(viewer=SYSTEM) as session:
        payment = session.scalars(select(Payment)).one()
        payment.send_back(10000, reason="goodwill", now=clock.now())
    assert endings.withdraw(ada, viewer=viewer) == 54000
    assert [one.amount_minor for one in _refunds()] == [10000, 54000]
    assert_in_order()


def test_only_the_mentee_withdraws(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    claim(ada)
    for viewer in (USER(scene.mentor_id), APPLICANT(ada), SYSTEM):
        with pytest.raises(NotFound):
            endings.withdraw(ada, viewer=viewer)
    assert states(ada) == ["enrolled"]


def test_before_there_is_an_account_its_link_gives_the_seat_back(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada, ben = enrol(stripe, scene, "ada"), place_applicant(scene, "ben")
    for viewer in (APPLICANT(ben), USER(ada), SYSTEM):
        with pytest.raises(NotFound):
            endings.withdraw(ada, viewer=viewer)
    assert endings.withdraw(ada, viewer=APPLICANT(ada)) == 64000
    assert states(ada, ben) == ["withdrawn", "held"]
    assert [one.requested_by_id for one in _refunds()] == [None]
    assert_in_order()


def test_only_an_enrolled_seat_is_withdrawn() -> None:
    ada = place_applicant(factories.scene(), "ada")
    viewer = claim(ada)
    with pytest.raises(NotFound):
        endings.withdraw(ada, viewer=viewer)
    with pytest.raises(NotFound):
        endings.withdraw(999, viewer=viewer)


@pytest.mark.failure_mode(13)
def test_a_refund_that_fails_does_not_take_the_offer_back(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    ben = place_applicant(scene, "ben")
    endings.withdraw(ada, viewer=claim(ada))
    stripe.control("disputes", charge=stripe.charge_of(_intent()))
    send_refunds()
    (refund,) = _refunds()
    assert (refund.state.value, refund.failure_reason) == ("failed", "charge_disputed")
    assert states(ada, ben) == ["withdrawn", "held"]
    kinds = db.session.scalars(select(Finding.kind)).all()
    assert kinds == ["refund_failed"]


@pytest.mark.failure_mode(24)
def test_a_seat_paid_with_a_full_promotion_is_withdrawn_without_a_refund(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    coupon = stripe.create("coupons", percent_off="100")["id"]
    ask = stripe_sessions.open_session

    def with_a_code(*, account: str, key: str, parameters: dict[str, Any]) -> CheckoutSessionData:
        given = {**parameters, "discounts": [{"coupon": coupon}]}
        return ask(account=account, key=key, parameters=given)

    monkeypatch.setattr(stripe_sessions, "open_session", with_a_code)
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    assert states(ada) == ["enrolled"]
    payment = db.session.scalars(select(Payment)).one()
    assert (payment.amount_minor, payment.payment_intent) == (0, None)
    assert endings.withdraw(ada, viewer=claim(ada)) == 0
    send_refunds()
    assert (states(ada), _refunds()) == (["withdrawn"], [])
    assert db.session.scalars(select(Finding)).all() == []
    assert_in_order()


def test_a_disputed_payment_is_not_sent_back_but_seen(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    ben = place_applicant(scene, "ben")
    viewer = claim(ada)
    with transaction(viewer=SYSTEM) as session:
        payment = session.scalars(select(Payment)).one()
        session.add(
            Dispute(
                practice_id=payment.practice_id,
                payment_id=payment.id,
                stripe_dispute="du_1",
                amount_minor=payment.amount_minor,
                currency=payment.currency,
                opened_at=clock.now(),
            )
        )
        disputed = payment.public_id
    assert endings.withdraw(ada, viewer=viewer) == 0
    assert (states(ada, ben), _refunds()) == (["withdrawn", "held"], [])
    finding = db.session.scalars(select(Finding)).one()
    assert (finding.kind, finding.subject_type) == ("refund_disputed", "payment")
    assert (finding.subject_public_id, finding.practice_id) == (disputed, scene.practice_id)


def test_nothing_more_is_asked_of_who_has_withdrawn(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada = enrol(stripe, scene, "ada")
    with transaction(viewer=SYSTEM) as session:
        for number, state in enumerate(InstalmentState, start=2):
            instalment = Instalment(
                practice_id=scene.practice_id,
                enrolment_id=ada,
                number=number,
                due_on=clock.now().date(),
                amount_minor=100,
                currency="eur",
            )
            instalment.state = state
            session.add(instalment)
    endings.withdraw(ada, viewer=claim(ada))
    kept = db.session.scalars(select(Instalment.state).order_by(Instalment.number)).all()
    assert [state.value for state in kept] == ["cancelled"] * 2 + ["paid"] + ["cancelled"] * 2


def test_a_seat_with_an_open_payment_page_is_not_withdrawn(stripe: StripeClient) -> None:
    ada = enrol(stripe, factories.scene(), "ada")
    viewer = claim(ada)
    with transaction(viewer=SYSTEM) as session:
        session.scalars(select(Checkout)).one().state = CheckoutState.OPEN
    with pytest.raises(CheckoutUnderway):
        endings.withdraw(ada, viewer=viewer)
    assert enrolment(ada).state.value == "enrolled"
