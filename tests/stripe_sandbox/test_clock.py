"""The sandbox's time moves by request, and everything follows it."""

import time
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests

from mentorhub.stripe_sandbox.clock import Clock
from mentorhub.stripe_sandbox.serve import RunningSandbox
from mentorhub.stripe_sandbox.store import Store
from tests.support.shop import control, open_checkout, sdk


def test_the_clock_is_the_real_one_until_it_is_moved(running: RunningSandbox) -> None:
    assert abs(running.sandbox.clock.now() - time.time()) < 2


def test_a_moved_clock_dates_what_is_created(running: RunningSandbox) -> None:
    now = control(running, "clock", advance_seconds=86_400)["now"]
    assert abs(open_checkout(sdk(running.url)).created - now) <= 2


def test_the_clock_can_be_set_to_a_time(running: RunningSandbox) -> None:
    assert abs(control(running, "clock", now=2_000_000_000)["now"] - 2_000_000_000) <= 1


def test_a_moved_clock_stays_moved_over_a_restart(tmp_path: Path) -> None:
    before = Store(tmp_path)
    Clock(before).set(2_000_000_000)
    before.close()
    after = Store(tmp_path)
    assert abs(Clock(after).now() - 2_000_000_000) <= 2
    after.close()


def test_the_real_time_does_not_move(running: RunningSandbox) -> None:
    running.move_clock(86_400)
    assert abs(running.sandbox.clock.real() - time.time()) < 2


def test_every_answer_bears_the_sandboxes_own_time(running: RunningSandbox) -> None:
    moved = running.move_clock(86_400)
    answer = requests.get(f"{running.url}/v1/events", auth=("sk_test_x", ""), timeout=10)
    dated = parsedate_to_datetime(answer.headers["Date"])
    assert 0 <= dated.timestamp() - moved <= 5
