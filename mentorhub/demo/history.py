"""Actions told in the order they were done, each on the clock of its moment; and Stripe's side where they pay."""

import datetime as dt
import heapq
import itertools
from collections.abc import Callable
from zoneinfo import ZoneInfo

import requests

from mentorhub.foundation import clock

ANSWER_SECONDS = 10


class History:
    """What happened until `now`. An action may tell of later ones while it is done."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self._order = itertools.count()
        self._actions: list[tuple[dt.datetime, int, Callable[[], object]]] = []

    def day(self, ago: int, *, zone: str) -> dt.date:
        """The date so many days before today, on the calendar of an IANA zone."""
        return self.now.astimezone(ZoneInfo(zone)).date() - dt.timedelta(days=ago)

    def moment(self, ago: int, hour: str, *, zone: str) -> dt.datetime:
        """Such as 3 days ago at "18:30" there; what would lie ahead is now."""
        return self.on(self.day(ago, zone=zone), hour, zone=zone)

    def on(self, day: dt.date, hour: str, *, zone: str) -> dt.datetime:
        """That day at "18:30" in an IANA zone; what would lie ahead is now."""
        at = dt.datetime.combine(day, dt.time.fromisoformat(hour), ZoneInfo(zone))
        return min(at.astimezone(dt.UTC), self.now)

    def at(self, when: dt.datetime, action: Callable[[], object]) -> None:
        """Have `action` done then; of two at one moment, the one that was told first."""
        heapq.heappush(self._actions, (when, next(self._order), action))

    def tell(self) -> None:
        """Do everything that was told, and what that leads to, in the order of its moments."""
        while self._actions:
            when, _, action = heapq.heappop(self._actions)
            with clock.moved(when - self.now):
                action()


class StripeClient:
    """The stand-in Stripe at `url`, spoken to as a buyer and as time. `key` is a test key."""

    def __init__(self, url: str, *, key: str) -> None:
        self._url = url
        self._key = key

    def is_sandbox(self) -> bool:
        """Whether a stand-in answers there, whose clock can be moved."""
        try:
            answer = requests.get(f"{self._url}/_sandbox/clock", timeout=ANSWER_SECONDS)
            return answer.ok and "now" in answer.json()
        except requests.RequestException:
            return False

    def set_clock(self, at: dt.datetime) -> None:
        """Move Stripe's time there."""
        answer = requests.post(
            f"{self._url}/_sandbox/clock", json={"now": at.timestamp()}, timeout=ANSWER_SECONDS
        )
        answer.raise_for_status()

    def pay(self, session_id: str) -> None:
        """The buyer confirms at the pay page with a card that pays."""
        answer = requests.post(
            f"{self._url}/v1/payment_pages/{session_id}/confirm",
            data={"payment_method": "pm_card_visa"},
            auth=(self._key, ""),
            timeout=ANSWER_SECONDS,
        )
        answer.raise_for_status()
