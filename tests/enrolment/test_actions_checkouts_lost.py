"""Calls to Stripe that get no answer, or a refusal: repeated with the same key, or abandoned; the seat is kept."""

import pytest

from mentorhub.enrolment.actions import checkouts as checkout_actions
from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.actions.checkouts import open_checkout, resume_checkout
from mentorhub.enrolment.actions.ended_checkouts import close_checkout
from mentorhub.enrolment.periodic.money import end_lost_checkouts, reconcile_checkouts
from mentorhub.enrolment.rules.refusals import CheckoutUnderway, NothingToPay
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.rules.failures import StripeRefused, StripeUnavailable
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support import factories
from tests.support.applicants import checkouts, pass_time, place_applicant, states
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stripe gives no answer to anything."""

    def nothing(**_: object) -> CheckoutSessionData:
        raise StripeUnavailable("no answer")

    monkeypatch.setattr(stripe_sessions, "open_session", nothing)


@pytest.mark.usefixtures("silent")
def test_no_answer_keeps_the_seat_and_the_attempt() -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    with pytest.raises(StripeUnavailable):
        open_checkout(ada)
    (checkout,) = checkouts()
    assert checkout.state == CheckoutState.ATTEMPTED
    assert states(ada) == ["held"]
    assert close_checkout(checkout.id)  # its address was given to nobody
    assert checkouts()[0].state == CheckoutState.ABANDONED


def test_a_lost_answer_is_learned_by_asking_again(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    ask = stripe_sessions.open_session
    lost: list[str] = []

    def lose(**asked: object) -> CheckoutSessionData:
        lost.append(ask(**asked).id)  # type: ignore[arg-type]
        raise StripeUnavailable("the answer was lost")

    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "open_session", lose)
        with pytest.raises(StripeUnavailable):
            open_checkout(ada)
    (checkout,) = checkouts()
    resume_checkout(checkout.id)
    resume_checkout(checkout.id)
    (checkout,) = checkouts()
    assert [checkout.stripe_session] == lost
    assert checkout.state == CheckoutState.OPEN


def test_what_is_closed_while_stripe_makes_it_leads_nobody_to_a_page(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    ask = stripe_sessions.open_session
    made: list[str] = []

    def meanwhile(**asked: object) -> CheckoutSessionData:
        if not made:
            assert close_checkout(checkouts()[0].id)
            endings.leave(ada)
        context = ask(**asked)  # type: ignore[arg-type]
        made.append(context.id)
        return context

    monkeypatch.setattr(stripe_sessions, "open_session", meanwhile)
    with pytest.raises(NothingToPay):
        open_checkout(ada)
    assert len(made) == 1
    assert states(ada) == ["left"]
    pass_time(minutes=11)
    assert end_lost_checkouts() == 0
    assert stripe.session(made[0])["status"] == "expired"
    assert [one.state for one in checkouts()] == [CheckoutState.EXPIRED]


def test_after_a_day_it_is_looked_for_and_never_asked_for_again(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By then Stripe may have forgotten the key."""
    ada = place_applicant(factories.scene(), "ada")
    ask = stripe_sessions.open_session

    def lose(**asked: object) -> CheckoutSessionData:
        ask(**asked)  # type: ignore[arg-type]
        raise StripeUnavailable

    monkeypatch.setattr(stripe_sessions, "open_session", lose)
    with pytest.raises(StripeUnavailable):
        open_checkout(ada)
    pass_time(hours=23)
    monkeypatch.setattr(stripe_sessions, "open_session", None)
    assert reconcile_checkouts() == 0
    assert end_lost_checkouts() == 0
    (checkout,) = checkouts()
    assert (checkout.state, checkout.look_at) == (CheckoutState.EXPIRED, None)
    assert checkout.stripe_session is not None


def test_what_stripe_refuses_is_abandoned(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")

    def refuse(**_: object) -> CheckoutSessionData:
        raise StripeRefused("parameter_unknown", "no")

    with monkeypatch.context() as patch:
        patch.setattr(stripe_sessions, "open_session", refuse)
        with pytest.raises(StripeRefused):
            open_checkout(ada)
    (checkout,) = checkouts()
    assert checkout.state == CheckoutState.ABANDONED
    assert close_checkout(checkout.id)


def test_closing_an_attempt_that_stripe_refuses_leaves_nothing_payable(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = factories.scene()
    ada = place_applicant(scene, "ada")
    answers: list[Exception] = [StripeUnavailable(), StripeRefused("x", "no")]

    def answer(**_: object) -> CheckoutSessionData:
        raise answers.pop(0)

    monkeypatch.setattr(stripe_sessions, "open_session", answer)
    with pytest.raises(StripeUnavailable):
        open_checkout(ada)
    (checkout,) = checkouts()
    assert close_checkout(checkout.id)
    assert checkouts()[0].state == CheckoutState.ABANDONED


def test_two_submits_at_once_store_one_answer(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    ask = stripe_sessions.open_session

    def meanwhile(**asked: object) -> CheckoutSessionData:
        monkeypatch.undo()
        open_checkout(ada)
        return ask(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(stripe_sessions, "open_session", meanwhile)
    url = open_checkout(ada)
    (checkout,) = checkouts()
    assert (checkout.url, checkout.state) == (url, CheckoutState.OPEN)


def test_a_refusal_after_another_submit_succeeded_abandons_nothing(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = place_applicant(factories.scene(), "ada")

    def meanwhile(**_: object) -> CheckoutSessionData:
        monkeypatch.undo()
        open_checkout(ada)
        raise StripeRefused("idempotency_error", "no")

    monkeypatch.setattr(stripe_sessions, "open_session", meanwhile)
    with pytest.raises(StripeRefused):
        open_checkout(ada)
    assert checkouts()[0].state == CheckoutState.OPEN


def test_two_pages_that_were_closed_while_stripe_made_them_lead_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada = place_applicant(factories.scene(), "ada")
    monkeypatch.setattr(checkout_actions, "_ask_stripe", lambda _attempt: "")
    with pytest.raises(CheckoutUnderway):
        open_checkout(ada)
    assert states(ada) == ["held"]
