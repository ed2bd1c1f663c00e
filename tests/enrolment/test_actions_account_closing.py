"""Who closes their account gives up seats and places by the same rules as by hand; later none names them."""

import pytest
from sqlalchemy import select

from mentorhub.accounts.actions import closing
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.enrolment.actions import account_closing, welcomes
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.enrolment.periodic.places import forget_places, give_up_places
from mentorhub.enrolment.rules.refusals import CheckoutUnderway, MoneyOnItsWay
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.checkouts import StripeCustomer
from mentorhub.payments.models.ledger import Refund
from mentorhub.payments.periodic import send_refunds
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from tests.support import factories
from tests.support.account_closing import (
    account,
    close,
    close_and_run_tasks,
    pass_grace,
)
from tests.support.applicants import (
    arrive,
    assert_in_order,
    checkout_session,
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
from tests.support.paying_in_parts import parts
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _refunds() -> list[tuple[int, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Refund).order_by(Refund.id))
    return [(row.amount_minor, row.reason) for row in rows]


def test_an_enrolled_seat_goes_to_the_next_and_the_policy_decides_what_comes_back(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=1)
    ada, ben = enrol(stripe, scene, "ada"), place_applicant(scene, "ben")
    viewer = claim(ada)
    close(viewer.id or 0)
    assert give_up_places() == 0
    assert states(ada, ben) == ["withdrawn", "held"]
    assert journal_kinds(scene)[-2:] == ["withdrawn", "offered"]
    assert _refunds() == [(64000, "withdrawn")]
    assert mails_to("ada")[-2:] == ["accounts.account_closing", "enrolment.withdrawn"]
    assert db.session.scalars(select(Mentorship.until_at)).one() is not None
    assert (give_up_places(), _refunds()) == (0, [(64000, "withdrawn")])
    assert_in_order()


@pytest.mark.parametrize("is_placed", [True, False])
def test_a_place_of_ones_address_is_left(is_placed: bool) -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    ben = place_applicant(scene, "ben") if is_placed else arrive(scene, "ben")
    close_and_run_tasks(account("ben"))
    assert states(ada, ben) == ["held", "left"]
    assert_in_order()


def test_a_held_seat_with_an_open_payment_page_is_closed_at_stripe_first(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    _, session_id = checkout_session(ada)
    close_and_run_tasks(account("ada"))
    assert stripe.session(session_id)["status"] == "expired"
    assert states(ada, ben) == ["left", "held"]
    assert_in_order()


def test_while_stripe_does_not_answer_nothing_is_freed(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    checkout_session(ada)
    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "expire_session", _silent)
        close(account("ada"))
        assert give_up_places() == 1
        assert states(ada, ben) == ["held", "waiting"]
        with pytest.raises(CheckoutUnderway):
            account_closing.give_up_place(ada)
    assert give_up_places() == 0
    assert states(ada, ben) == ["left", "held"]


def _silent(*_given: object, **_named: object) -> object:
    raise StripeUnavailable("no answer")


def test_paid_at_the_last_moment_is_enrolled_and_then_given_up_with_its_money(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    _, session_id = checkout_session(ada)
    close(account("ada"))
    stripe.pay(session_id)
    assert give_up_places() == 1
    assert states(ada, ben) == ["enrolled", "waiting"]
    assert give_up_places() == 0
    assert states(ada, ben) == ["withdrawn", "held"]
    assert _refunds() == [(64000, "withdrawn")]
    send_refunds()
    assert_in_order()


def test_money_on_its_way_is_waited_for() -> None:
    ada = place_applicant(factories.scene(seats=1), "ada")
    with transaction(viewer=SYSTEM):
        enrolment(ada).await_money()
        db.session.flush()
        db.session.commit()
    close(account("ada"))
    assert (give_up_places(), states(ada)) == (0, ["paying"])
    with pytest.raises(MoneyOnItsWay):
        account_closing.give_up_place(ada)
    pass_grace()
    assert (forget_places(), enrolment(ada).name) == (0, "Ada")


def test_payments_in_parts_stop_and_the_card_is_forgotten(stripe: StripeClient) -> None:
    found = parts(stripe)
    viewer = claim(found.ada)
    close_and_run_tasks(viewer.id or 0)
    assert states(found.ada, found.ben) == ["withdrawn", "held"]
    assert {found.instalment(number).state for number in (2, 3)} == {InstalmentState.CANCELLED}
    pass_grace()
    assert forget_places() == 0
    db.session.rollback()
    assert db.session.scalars(select(StripeCustomer.payment_method)).one() == ""
    assert_in_order()


def test_a_programme_that_is_over_is_kept_as_completed_and_its_seat_offered_to_nobody(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=1)
    ada, ben = enrol(stripe, scene, "ada"), place_applicant(scene, "ben")
    viewer = claim(ada)
    pass_time(days=(cohort(scene).ends_on - clock.now().date()).days + 2)
    close_and_run_tasks(viewer.id or 0)
    assert states(ada, ben) == ["completed", "waiting"]
    assert (journal_kinds(scene)[-1], _refunds()) == ("completed", [])
    assert db.session.scalars(select(Mentorship.until_at)).one() is not None
    assert give_up_places() == 0
    pass_grace()
    assert (forget_places(), enrolment(ada).email) == (0, f"place-{ada}@erased.invalid")
    assert_in_order()


def test_somebody_elses_place_stays() -> None:
    ada = place_applicant(factories.scene(seats=1), "ada")
    close_and_run_tasks(account("ben"))
    assert not account_closing.give_up_place(ada)
    assert not account_closing.forget_place(ada)
    assert states(ada) == ["held"]


def test_who_comes_to_a_line_after_closing_is_an_applicant_like_any_other() -> None:
    user_id = account("ada")
    close(user_id)
    pass_time(minutes=1)
    ada = place_applicant(factories.scene(seats=1), "ada")
    assert (give_up_places(), states(ada)) == (0, ["held"])
    assert not account_closing.give_up_place(ada)


def test_restored_before_the_periodic_task_keeps_the_seat_and_after_it_does_not(
    stripe: StripeClient,
) -> None:
    scene = factories.scene(seats=2)
    ada = enrol(stripe, scene, "ada")
    viewer = claim(ada)
    close(viewer.id or 0)
    closing.restore_account(viewer=viewer)
    assert (give_up_places(), account_closing.give_up_place(ada), states(ada)) == (
        0,
        False,
        ["enrolled"],
    )
    close_and_run_tasks(viewer.id or 0)
    closing.restore_account(viewer=viewer)
    assert states(ada) == ["withdrawn"]
    assert not account_closing.give_up_place(ada)


def test_a_place_that_has_ended_is_not_ended_again() -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    close_and_run_tasks(account("ada"))
    entries = journal_kinds(scene)
    assert not account_closing.give_up_place(ada)
    assert journal_kinds(scene) == entries


def test_a_seat_is_not_claimed_by_an_account_that_is_being_closed(stripe: StripeClient) -> None:
    user_id = account("ada")
    close(user_id)
    pass_time(minutes=1)
    enrol(stripe, factories.scene(seats=1), "ada")
    token = _welcome()
    with pytest.raises(AccountClosing):
        welcomes.claim_enrolment(token)
    closing.restore_account(viewer=USER(user_id))
    assert welcomes.claim_enrolment(token).user_id == user_id


def _welcome() -> str:
    db.session.rollback()
    kind = OutboxMail.kind == "enrolment.enrolled"
    link: str = db.session.scalars(select(OutboxMail).where(kind)).one().context["welcome_link"]
    return link.rpartition("/")[2]
