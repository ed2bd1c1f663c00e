"""A practice's Stripe account on its owner's page: each state with its way on; to Stripe and back; nobody else's."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.accounts.actions.practices import create_practice
from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.database.tables import db
from mentorhub.payments.rules.connections import Missing, Requirement
from mentorhub.payments.rules.failures import StripeLockedOut, StripeRefused, StripeUnavailable
from tests.support import factories
from tests.support.forms import submit
from tests.support.stripe_accounts import Accounts, connections_now, practice_now

PAGE = "/practice/payments"
AT_STRIPE = "https://connect.stripe.com/setup/"


@pytest.fixture
def practice(app: Flask, client: FlaskClient) -> str:
    """The public id of a new practice, whose owner is signed in."""
    with app.app_context():
        owner_id = factories.user("ruth@example.org", "Ruth Adler")
        made = create_practice(name="Ruth Adler", email="ruth@example.org", owner_id=owner_id)
        public_id = db.session.get_one(Practice, made).public_id
    factories.sign_in(client, "ruth@example.org")
    return public_id


def _state(client: FlaskClient) -> str:
    page = client.get(PAGE).text
    return page.split('data-stripe="', 1)[1].split('"', 1)[0]


def _begin(client: FlaskClient, practice: str, country: str = "NO") -> str:
    answer = _post(client, practice, country)
    assert answer.status_code == 303
    return str(answer.location)


def _post(client: FlaskClient, practice: str, country: str = "NO") -> TestResponse:
    path = f"/practice/connections/new?practice={practice}"
    return submit(client, path, page=PAGE, country=country)


def _connection(app: Flask, number: int = -1) -> str:
    with app.app_context():
        return f"/practice/connections/{connections_now()[number].public_id}"


def test_a_new_practice_is_led_to_stripe_and_back(
    app: Flask, client: FlaskClient, accounts: Accounts, practice: str
) -> None:
    assert _state(client) == "none"
    accounts.missing["acct_1"] = (Requirement(Missing.BANK_ACCOUNT, "It has no name."),)
    assert _begin(client, practice).startswith(AT_STRIPE)
    assert _state(client) == "pending"
    page = client.get(PAGE).text
    assert "the bank account that your money goes to" in page
    assert "It has no name." in page
    again = client.get(f"{_connection(app)}/setup")
    assert (again.status_code, again.location[: len(AT_STRIPE)]) == (303, AT_STRIPE)
    back = client.get(f"{_connection(app)}/return")  # proves nothing
    assert (back.status_code, _state(client)) == (303, "pending")
    accounts.active.add("acct_1")
    accounts.missing.clear()
    client.get(f"{_connection(app)}/return")
    assert _state(client) == "ready"
    assert "Stripe takes payments for you." in client.get(PAGE).text


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (StripeUnavailable("silence"), "Stripe does not answer just now."),
        (StripeLockedOut("no"), "does not accept our access key"),
        (StripeRefused("bad", "No such country"), "Stripe refused"),
    ],
)
def test_a_fault_at_stripe_is_said_and_can_be_tried_again(
    client: FlaskClient, accounts: Accounts, practice: str, refusal: Exception, words: str
) -> None:
    accounts.refusal = refusal
    assert _begin(client, practice).startswith(PAGE)
    assert words in client.get(PAGE).text
    assert _begin(client, practice).startswith(AT_STRIPE)


def test_a_country_that_stripe_does_not_serve_is_refused(
    client: FlaskClient, accounts: Accounts, practice: str
) -> None:
    answer = _post(client, practice, "AQ")
    assert answer.status_code == 422
    assert "Please choose a country in which Stripe opens accounts." in answer.text
    assert accounts.asked == []


def test_an_account_is_given_up_to_begin_again(
    app: Flask, client: FlaskClient, accounts: Accounts, practice: str
) -> None:
    _begin(client, practice, "SE")
    submit(client, f"{_connection(app)}/end", page=PAGE)
    assert _state(client) == "none"
    _begin(client, practice, "NO")
    assert [key.rsplit("-", 1)[1] for key in accounts.keys] == ["1", "2"]


def test_what_stripe_asks_for_later_and_what_is_wrong_now_have_a_way_on(
    app: Flask, client: FlaskClient, accounts: Accounts, practice: str
) -> None:
    _begin(client, practice)
    accounts.active.add("acct_1")
    accounts.missing["acct_1"] = (Requirement(Missing.TERMS),)
    client.get(f"{_connection(app)}/return")
    page = client.get(PAGE).text
    assert "Before long Stripe will need:" in page
    assert f"{_connection(app)}/setup" in page
    accounts.active.clear()
    client.get(f"{_connection(app)}/return")
    page = client.get(PAGE).text
    assert _state(client) == "blocked"
    assert "Stripe takes no payments for you just now" in page
    assert f"{_connection(app)}/setup" in page


def test_a_disconnected_account_is_replaced(
    app: Flask, client: FlaskClient, accounts: Accounts, practice: str
) -> None:
    _begin(client, practice)
    accounts.active |= {"acct_1", "acct_2"}
    client.get(f"{_connection(app)}/return")
    accounts.closed.add("acct_1")
    client.get(f"{_connection(app)}/return")
    assert _state(client) == "disconnected"
    _begin(client, practice)
    client.get(f"{_connection(app)}/return")
    submit(client, f"{_connection(app)}/choice", page=PAGE)
    with app.app_context():
        practice_id = connections_now()[0].practice_id
        assert practice_now(practice_id) == ("acct_2", "ready", True)
    page = client.get(PAGE).text
    assert "Earlier accounts" in page
    assert "acct_1" in page


def test_a_move_is_refused_before_the_account_is_ready_and_taken_back_after(
    app: Flask, client: FlaskClient, accounts: Accounts, practice: str
) -> None:
    _begin(client, practice)
    accounts.active.add("acct_1")
    client.get(f"{_connection(app)}/return")
    _begin(client, practice, "SE")
    submit(client, f"{_connection(app)}/choice", page=PAGE)
    assert "takes no payments, so it cannot be used yet" in client.get(PAGE).text
    submit(client, f"{_connection(app)}/choice/withdrawal", page=PAGE)
    with app.app_context():
        practice_id = connections_now()[0].practice_id
        assert practice_now(practice_id) == ("acct_1", "ready", True)


def test_nobody_else_sees_or_touches_it(
    app: Flask, client: FlaskClient, accounts: Accounts, practice: str
) -> None:
    _begin(client, practice)
    stranger = app.test_client()
    with app.app_context():
        factories.practice(mentor_email="other@example.org", name="Another practice")
    factories.sign_in(stranger, "other@example.org")
    asked = len(accounts.asked)
    for verb in ("setup", "return"):
        assert stranger.get(f"{_connection(app)}/{verb}").status_code == 404
    for verb in ("choice", "choice/withdrawal", "end"):
        answer = submit(stranger, f"{_connection(app)}/{verb}", page=PAGE)
        assert answer.status_code == 404
    assert stranger.get(f"/practice/connections/new?practice={practice}").status_code == 404
    assert _post(stranger, practice).status_code == 404
    assert len(accounts.asked) == asked
    signed_out = app.test_client()
    answer = signed_out.get(f"{_connection(app)}/setup")
    assert answer.status_code == 303
    assert "/sign-in" in answer.location
