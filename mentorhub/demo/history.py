"""Actions planned for past times and run in order, each with the clock at its time; a client of the stand-in Stripe."""

import datetime as dt
import heapq
import itertools
from collections.abc import Callable
from zoneinfo import ZoneInfo

import requests  # noqa: TID251 - the stand-in's clock, where there is one

from mentorhub.foundation import clock

ANSWER_SECONDS = 10


class History:
    """Actions planned until `now`. An action may plan later ones while it runs."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self._order = itertools.count()
        self._actions: list[tuple[dt.datetime, int, Callable[[], object]]] = []

    def day(self, ago: int, *, zone: str) -> dt.date:
        """The date so many days before today, on the calendar of an IANA zone."""
        return self.now.astimezone(ZoneInfo(zone)).date() - dt.timedelta(days=ago)

    def time(self, ago: int, hour: str, *, zone: str) -> dt.datetime:
        """Such as 3 days ago at "18:30" there; what would lie ahead is now."""
        return self.on(self.day(ago, zone=zone), hour, zone=zone)

    def on(self, day: dt.date, hour: str, *, zone: str) -> dt.datetime:
        """That day at "18:30" in an IANA zone; what would lie ahead is now."""
        at = dt.datetime.combine(day, dt.time.fromisoformat(hour), ZoneInfo(zone))
        return min(at.astimezone(dt.UTC), self.now)

    def at(self, when: dt.datetime, action: Callable[[], object]) -> None:
        """Plan `action` for then; of two at the same time, the one planned first runs first."""
        heapq.heappush(self._actions, (when, next(self._order), action))

    def run(self) -> None:
        """Run every planned action, and those they plan, in the order of their times."""
        while self._actions:
            when, _, action = heapq.heappop(self._actions)
            with clock.moved(when - self.now):
                action()


class StripeClient:
    """A client of the stand-in Stripe at `url`: it pays as a buyer and sets the clock. `key` is a test key."""

    def __init__(self, url: str, *, key: str) -> None:
        self._url = url
        self._key = key

    def is_sandbox(self) -> bool:
        """Whether a stand-in answers there, with a clock that can be moved."""
        try:
            answer = requests.get(f"{self._url}/_sandbox/clock", timeout=ANSWER_SECONDS)
            return answer.ok and "now" in answer.json()
        except requests.RequestException:
            return False

    def set_clock(self, at: dt.datetime) -> None:
        """Set the stand-in's clock to `at`."""
        answer = requests.post(
            f"{self._url}/_sandbox/clock", json={"now": at.timestamp()}, timeout=ANSWER_SECONDS
        )
        answer.raise_for_status()

    def pay(self, session_id: str) -> None:
        """Pay a Checkout Session as the buyer, with a card that is accepted."""
        answer = requests.post(
            f"{self._url}/v1/payment_pages/{session_id}/confirm",
            data={"payment_method": "pm_card_visa"},
            auth=(self._key, ""),
            timeout=ANSWER_SECONDS,
        )
        answer.raise_for_status()
