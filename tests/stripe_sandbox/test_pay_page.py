"""The hosted pay page, used as a browser without JavaScript uses it."""

import re
import threading
from typing import Any

import pytest
import requests
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import CANCEL, connected, item, open_checkout, types

ADA = {"email": "ada@example.com", "name": "Ada", "expiry": "12 / 34", "cvc": "123"}
GOOD = {**ADA, "card_number": "4242 4242 4242 4242"}
DECLINED = {**ADA, "card_number": "4000 0000 0000 0002"}
CHALLENGED = {**ADA, "card_number": "4000 0025 0000 3155"}


def submit_form(url: str | None, data: Any) -> requests.Response:
    """POST a form and stay where the answer is."""
    return requests.post(str(url), data=data, timeout=10, allow_redirects=False)


def test_the_page_names_the_price_and_labels_its_fields(client: V1Services) -> None:
    checkout = open_checkout(client, customer_email="ada@example.com")
    page = requests.get(str(checkout.url), timeout=10).text
    assert "Stripe sandbox — no real money" in page
    assert "120.00 EUR" in page
    assert "A seat in Listening" in page
    assert f'href="{CANCEL}"' in page
    assert 'value="ada@example.com"' in page
    labelled = set(re.findall(r'<label for="(\w+)">', page))
    assert labelled == {"email", "card_number", "expiry", "cvc", "name"}
    assert labelled <= set(re.findall(r'<input[^>]* id="(\w+)"', page))


def test_a_good_card_pays_and_leads_back(client: V1Services) -> None:
    checkout = open_checkout(client)
    answer = submit_form(checkout.url, GOOD)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"http://127.0.0.1:9/thanks?checkout={checkout.id}"
    paid = client.checkout.sessions.retrieve(checkout.id)
    assert (paid.status, paid.payment_status) == ("complete", "paid")
    assert paid.customer_details is not None
    assert paid.customer_details.email == "ada@example.com"


def test_a_declined_card_is_shown_beside_the_field_and_can_be_replaced(client: V1Services) -> None:
    checkout = open_checkout(client)
    answer = submit_form(checkout.url, DECLINED)
    assert answer.status_code == 402
    assert 'id="card_number-error">Your card was declined.' in answer.text
    assert 'value="ada@example.com"' in answer.text
    assert client.checkout.sessions.retrieve(checkout.id).status == "open"
    assert submit_form(checkout.url, GOOD).status_code == 303


def test_a_mistyped_form_charges_nothing(client: V1Services) -> None:
    checkout = open_checkout(client)
    answer = submit_form(checkout.url, {**GOOD, "card_number": "4242"})
    assert answer.status_code == 422
    assert "Your card number is not valid." in answer.text
    assert types(client) == []


@pytest.mark.parametrize(("result", "status"), [("pass", "complete"), ("fail", "open")])
def test_a_challenge_is_passed_or_failed(client: V1Services, result: str, status: str) -> None:
    checkout = open_checkout(client)
    challenge = submit_form(checkout.url, CHALLENGED).headers["Location"]
    assert "Confirm it is you" in requests.get(challenge, timeout=10).text
    answer = submit_form(challenge, {"result": result})
    assert answer.status_code == 303
    assert client.checkout.sessions.retrieve(checkout.id).status == status
    if result == "fail":
        page = requests.get(str(checkout.url), timeout=10)
        assert "We are unable to authenticate your payment method" in page.text
        assert requests.get(challenge, timeout=10).status_code == 410
    else:
        assert (
            submit_form(challenge, {"result": result}).headers["Location"].startswith("http://127")
        )


def test_submitting_twice_at_once_charges_once(client: V1Services) -> None:
    checkout = open_checkout(client)
    answers: list[requests.Response] = []
    submissions = [
        threading.Thread(target=lambda: answers.append(submit_form(checkout.url, GOOD)))
        for _ in range(8)
    ]
    for one in submissions:
        one.start()
    for one in submissions:
        one.join(10)
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(client.charges.list().data) == 1
    assert types(client).count("checkout.session.completed") == 1


@pytest.mark.parametrize(("outcome", "payment_status"), [("settles", "paid"), ("fails", "unpaid")])
def test_a_bank_debit_completes_now_and_is_decided_later(
    running: RunningSandbox, client: V1Services, outcome: str, payment_status: str
) -> None:
    checkout = open_checkout(client)
    assert "Bank debit" in requests.get(str(checkout.url), timeout=10).text
    form = {"email": "ada@example.com", "method": "debit", "debit_result": outcome}
    assert submit_form(checkout.url, form).status_code == 303
    waiting = client.checkout.sessions.retrieve(checkout.id)
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    page = requests.get(f"{running.url}/c/pay/{checkout.id}", timeout=10).text
    assert "Your payment is on its way" in page
    running.move_clock(61)
    assert client.checkout.sessions.retrieve(checkout.id).payment_status == payment_status


def test_a_checkout_for_cards_offers_no_bank_debit(client: V1Services) -> None:
    checkout = open_checkout(client, allowed_payment_method_types=["card"])
    assert "Bank debit" not in requests.get(str(checkout.url), timeout=10).text
    answer = submit_form(checkout.url, {"email": "ada@example.com", "method": "debit"})
    assert answer.status_code == 422


def test_an_expired_page_says_so_and_takes_no_money(client: V1Services) -> None:
    checkout = open_checkout(client)
    client.checkout.sessions.expire(checkout.id)
    for answer in (requests.get(str(checkout.url), timeout=10), submit_form(checkout.url, GOOD)):
        assert answer.status_code == 410
        assert "You were not charged" in answer.text
        assert CANCEL in answer.text
    assert client.charges.list().data == []


def test_a_paid_page_says_so_and_leads_on(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client)
    submit_form(checkout.url, GOOD)
    page = requests.get(str(checkout.url), timeout=10)
    assert "This payment is complete" in page.text
    assert f"thanks?checkout={checkout.id}" in page.text


@pytest.mark.parametrize("path", ["/c/pay/cs_test_none", "/c/challenge/pi_none"])
def test_an_unknown_address_is_404(running: RunningSandbox, path: str) -> None:
    assert requests.get(running.url + path, timeout=10).status_code == 404
    assert submit_form(running.url + path, GOOD).status_code == 404


def test_a_challenge_answered_after_the_checkout_expired_takes_no_money(
    client: V1Services,
) -> None:
    checkout = open_checkout(client)
    challenge = submit_form(checkout.url, CHALLENGED).headers["Location"]
    client.checkout.sessions.expire(checkout.id)
    assert requests.get(challenge, timeout=10).status_code == 410
    answer = submit_form(challenge, {"result": "pass"})
    assert answer.status_code == 410
    assert "You were not charged" in answer.text
    assert client.charges.list().data == []


def test_a_connected_accounts_page_is_found_by_its_address(running: RunningSandbox) -> None:
    from_mentor = open_checkout(_connected(running))
    assert submit_form(from_mentor.url, GOOD).status_code == 303
    assert _connected(running).checkout.sessions.retrieve(from_mentor.id).status == "complete"


def test_what_was_typed_is_escaped(client: V1Services) -> None:
    name = "<b>Seat</b>"
    data = {
        **item(5000),
        "price_data": {**item(5000)["price_data"], "product_data": {"name": name}},
    }
    checkout = open_checkout(client, line_items=[data])
    answer = submit_form(checkout.url, {**DECLINED, "name": '"><script>'})
    assert "&lt;b&gt;Seat&lt;/b&gt;" in answer.text
    assert "<script>" not in answer.text


def _connected(running: RunningSandbox) -> V1Services:
    return connected(running, "acct_mentor")
