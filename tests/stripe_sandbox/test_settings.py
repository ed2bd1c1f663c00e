"""What can be chosen shows where it should."""

import time

import requests

from mentorhub.stripe_sandbox.serve import start
from mentorhub.stripe_sandbox.settings import Settings
from tests.support.shop import Receiver, open_checkout, sdk

GOOD = {
    "email": "ada@example.com",
    "card_number": "4242424242424242",
    "expiry": "12/34",
    "cvc": "123",
}


def test_the_page_waits_for_the_shops_answer_before_it_redirects(receiver: Receiver) -> None:
    receiver.on_event = lambda: time.sleep(0.1)
    with start(deliver_to=receiver.url, settings=Settings(redirect_wait_seconds=5)) as running:
        checkout = open_checkout(sdk(running.url))
        requests.post(str(checkout.url), data=GOOD, timeout=10, allow_redirects=False)
        assert receiver.types()[-1] == "checkout.session.completed"


def test_the_page_does_not_wait_if_it_shall_not(receiver: Receiver) -> None:
    receiver.on_event = lambda: time.sleep(0.3)
    with start(deliver_to=receiver.url, settings=Settings(redirect_wait_seconds=0)) as running:
        checkout = open_checkout(sdk(running.url))
        answer = requests.post(str(checkout.url), data=GOOD, timeout=10, allow_redirects=False)
        assert answer.status_code == 303
        assert "checkout.session.completed" not in receiver.types()


def test_a_signature_may_carry_the_moved_time(receiver: Receiver) -> None:
    settings = Settings(signs_with_moved_clock=True)
    with start(deliver_to=receiver.url, settings=settings) as running:
        moved = running.move_clock(1_000_000)
        sdk(running.url).customers.create()
        assert running.wait_until_idle()
    stamp = int(receiver.received[0][1].split(",")[0].removeprefix("t="))
    assert abs(stamp - moved) <= 2


def test_the_pay_pages_address_may_be_a_public_one() -> None:
    with start(settings=Settings(public_url="http://localhost:8001")) as running:
        url = str(open_checkout(sdk(running.url)).url)
        assert url.startswith("http://localhost:8001/c/pay/cs_test_")


def test_a_debit_takes_as_long_as_the_setting_says() -> None:
    with start(settings=Settings(debit_seconds=10)) as running:
        client = sdk(running.url)
        checkout = open_checkout(client)
        form = {"email": "ada@example.com", "method": "debit", "debit_result": "settles"}
        requests.post(str(checkout.url), data=form, timeout=10, allow_redirects=False)
        running.move_clock(11)
        assert client.checkout.sessions.retrieve(checkout.id).payment_status == "paid"
