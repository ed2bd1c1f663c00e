"""Later payments that are missed, or come after the place has ended; and two reasons to pause."""

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import disputes, endings, instalments
from mentorhub.enrolment.periodic.money import charge_instalments, miss_instalments
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import APPLICANT
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.ledger import Dispute
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.payments.stripe_gateway import intents as stripe_intents
from mentorhub.programs.rules.offers import MissedInstalment
from tests.support.applicants import (
    assert_in_order,
    enrolment,
    journal_kinds,
    mails_to,
    pass_time,
    states,
)
from tests.support.dealing import open_findings, refund_rows
from tests.support.paying_in_parts import paid_amounts, parts, pay_by_debit, refused, wait_until_due
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def test_in_time_nothing_happens_and_afterwards_the_seat_pauses(stripe: StripeClient) -> None:
    found = parts(stripe)
    refused(stripe, found, "always_challenge")
    pass_time(days=14, hours=-1)
    instalments.miss_instalment(found.instalment().id)
    assert miss_instalments() == 0
    assert enrolment(found.ada).paused_at is None
    pass_time(hours=2)
    for _ in range(2):
        miss_instalments()
    one = enrolment(found.ada)
    assert (one.state.value, one.pause_reason) == ("enrolled", "instalment")
    assert found.instalment().missed_at is not None
    assert "instalment_missed" in open_findings()
    assert mails_to("ada").count("enrolment.paused") == 1
    assert states(found.ben) == ["waiting"]
    assert_in_order()


def test_where_the_programme_says_so_the_seat_ends_and_goes_on(stripe: StripeClient) -> None:
    found = parts(stripe, missed=MissedInstalment.REMOVE)
    refused(stripe, found)
    pass_time(days=14, hours=1)
    miss_instalments()
    assert states(found.ada, found.ben) == ["removed", "held"]
    assert [found.instalment(number).state.value for number in (2, 3)] == ["cancelled"] * 2
    assert "enrolment.seat_ended" in mails_to("ada")
    assert "removed" in journal_kinds(found.scene)
    assert refund_rows() == []
    pass_time(days=90)
    charge_instalments()
    assert len(paid_amounts()) == 1
    assert_in_order()


def test_missed_twice_ends_what_is_left(stripe: StripeClient) -> None:
    """The third falls due while the second is missed and its seat paused."""
    found = parts(stripe)
    refused(stripe, found, "always_challenge")
    pass_time(days=15)
    miss_instalments()
    wait_until_due(found, 3)
    charge_instalments()
    pass_time(days=15)
    miss_instalments()
    assert [found.instalment(number).state.value for number in (2, 3)] == ["missed"] * 2
    assert journal_kinds(found.scene).count("paused") == 1
    assert_in_order()


def test_a_late_refusal_changes_nothing_about_what_was_paid_by_hand(stripe: StripeClient) -> None:
    found = parts(stripe)
    refused(stripe, found)
    before = str(found.instalment().payment_intent)
    found.instalment().move("settle")
    db.session.commit()
    assert instalments.recognise_charge(before, account="")
    assert found.instalment().state == InstalmentState.PAID


def test_after_the_last_day_there_is_no_seat_to_end(stripe: StripeClient) -> None:
    found = parts(stripe, missed=MissedInstalment.REMOVE)
    refused(stripe, found)
    one = enrolment(found.ada)
    one.state = EnrolmentState.COMPLETED
    db.session.commit()
    pass_time(days=14, hours=1)
    miss_instalments()
    assert found.instalment().state == InstalmentState.MISSED
    assert states(found.ada, found.ben) == ["completed", "waiting"]
    assert "instalment_missed" in open_findings()


def test_nothing_is_taken_before_its_day(stripe: StripeClient) -> None:
    found = parts(stripe)
    instalments.charge_instalment(found.instalment().id)
    assert (found.instalment().attempts, len(paid_amounts())) == (0, 1)


def test_money_that_comes_after_the_place_has_ended_goes_back(stripe: StripeClient) -> None:
    found = parts(stripe)
    pay_by_debit()
    wait_until_due(found)
    charge_instalments()
    endings.withdraw(found.ada, viewer=APPLICANT(found.ada))
    assert found.instalment().state == InstalmentState.CANCELLED
    pass_time(days=1, seconds=1)
    charge_instalments()  # still on its way
    stripe.control(f"payment_intents/{found.instalment().payment_intent}", debit="settled")
    pass_time(days=1, seconds=1)
    charge_instalments()
    assert refund_rows()[-1] == ("queued", 21333, "not_due")
    assert mails_to("ada")[-1] == "enrolment.refunded"
    pass_time(days=2)
    charge_instalments()
    assert len(paid_amounts()) == 2
    assert_in_order()


def test_a_charge_that_was_never_made_is_forgotten_with_its_place(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = parts(stripe)
    wait_until_due(found)

    def silent(*_args: object, **_kwargs: object) -> None:
        raise StripeUnavailable("nobody answers")

    with monkeypatch.context() as patch:
        patch.setattr(stripe_intents, "prepare_charge", silent)
        charge_instalments()
    endings.withdraw(found.ada, viewer=APPLICANT(found.ada))
    pass_time(minutes=11)
    charge_instalments()
    assert found.instalment().try_at is None
    assert len(paid_amounts()) == 1


def test_a_pause_goes_on_for_the_reason_that_is_left(stripe: StripeClient) -> None:
    found = parts(stripe)
    refused(stripe, found)
    pass_time(days=14, hours=1)
    miss_instalments()
    intent = str(found.instalment(1).payment_intent)
    dispute = stripe.control("disputes", charge=stripe.charge_of(intent))["id"]
    assert disputes.apply_dispute(dispute, account="")
    assert enrolment(found.ada).pause_reason == "instalment"
    stripe.control(f"disputes/{dispute}", status="won")
    disputes.apply_dispute(dispute, account="")
    assert enrolment(found.ada).pause_reason == "instalment"
    assert "enrolment.resumed" not in mails_to("ada")
    assert db.session.scalars(select(Dispute)).one().closed_at is not None
    assert_in_order()


def test_a_won_dispute_leaves_the_pause_to_the_missed_payment(stripe: StripeClient) -> None:
    found = parts(stripe)
    intent = str(found.instalment(1).payment_intent)
    dispute = stripe.control("disputes", charge=stripe.charge_of(intent))["id"]
    disputes.apply_dispute(dispute, account="")
    refused(stripe, found)
    pass_time(days=14, hours=1)
    miss_instalments()
    assert enrolment(found.ada).pause_reason == "dispute"
    stripe.control(f"disputes/{dispute}", status="won")
    disputes.apply_dispute(dispute, account="")
    assert enrolment(found.ada).pause_reason == "instalment"
    assert_in_order()


def test_what_is_not_there_is_not_charged() -> None:
    with pytest.raises(NotFound):
        instalments.charge_instalment(404)
