"""Optional emails: left out where not wanted, waiting in quiet hours; security and money go at any hour."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from mentorhub.accounts.actions.messages import choose_messages
from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.mail import preferences_filter, sending, smtp
from mentorhub.mail.kinds import Topic
from mentorhub.mail.preferences import Preferences, preferences_of
from tests.support import factories, fake_smtp
from tests.support.outbox_reader import kept, plant, send_to

OPTIONAL = "reviews.review_written"
EVENING = dt.datetime(2027, 1, 12, 22, 30, tzinfo=ZoneInfo("Europe/Oslo"))
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def server(in_app: Flask) -> Iterator[fake_smtp.Server]:
    """A running mail server that the app sends to; it is half past ten in the evening in Oslo."""
    clock.advance(EVENING - clock.now())
    with fake_smtp.running() as running:
        send_to(in_app, running.url)
        yield running


@pytest.fixture
def reader(server: fake_smtp.Server) -> int:
    """Amara, in Oslo."""
    return factories.user("amara@example.org", timezone="Europe/Oslo")


def _choose(reader: int, *, wanted: tuple[Topic, ...] = tuple(Topic), **hours: object) -> None:
    chosen: dict[str, object] = {"quiet": (22 * 60, 7 * 60), "digest": None, **hours}
    choose_messages(viewer=USER(reader), wanted=wanted, **chosen)  # type: ignore[arg-type]


def _pass(hours: float) -> None:
    """The worker looks every quarter of an hour."""
    for _ in range(round(hours * 4)):
        clock.advance(HOUR / 4)
        sending.send_due()


def test_an_optional_email_waits_for_the_morning(server: fake_smtp.Server, reader: int) -> None:
    plant(kind=OPTIONAL, user_id=reader)
    assert sending.send_due() == 0
    _pass(8.25)
    assert server.mails == []
    assert (kept().attempts, kept().claimed_until) == (0, None)
    _pass(0.5)
    assert server.message_ids == ["<one@localhost>"]
    assert kept().attempts == 1


def test_what_is_always_sent_goes_at_any_hour(server: fake_smtp.Server, reader: int) -> None:
    _choose(reader, wanted=())
    kinds = (
        "accounts.password_changed",
        "enrolment.refunded",
        "enrolment.offered",
        "package.offer",
    )
    for kind in kinds:
        plant(kind=kind, user_id=reader, message_id=f"<{kind}>")
    sending.send_due()
    assert len(server.mails) == len(kinds)
    assert all("List-Unsubscribe" not in mail for mail in server.mails)


def test_an_optional_email_carries_its_way_out(server: fake_smtp.Server, reader: int) -> None:
    _choose(reader, quiet=None)
    context = {
        "check_in": {"week": 3, "reviewed_at": clock.now()},
        "mentor": {"name": "Ines"},
        "url": "http://localhost/week/x",
    }
    plant(kind=OPTIONAL, user_id=reader, text_body="", html_body="", context=context)
    sending.send_due()
    (mail,) = server.mails
    way_out = mail["List-Unsubscribe"].strip("<>")
    assert way_out.startswith("http://localhost/messages/unsubscriptions/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in ("plain", "html"):
        body = mail.get_body((part,))
        assert body is not None
        assert way_out in body.get_content()


def test_what_is_not_wanted_is_left_out(server: fake_smtp.Server, reader: int) -> None:
    _choose(reader, wanted=(Topic.PAGES,), quiet=None)
    plant(kind=OPTIONAL, user_id=reader)
    plant(kind="reviews.check_in_submitted", user_id=reader, message_id="<two@localhost>")
    assert sending.send_due() == 0
    assert server.message_ids == ["<two@localhost>"]
    assert kept().skipped_at is not None
    _choose(reader, quiet=None)
    _pass(24)
    assert server.message_ids == ["<two@localhost>"]


def test_a_change_of_mind_reaches_what_waits(server: fake_smtp.Server, reader: int) -> None:
    plant(kind=OPTIONAL, user_id=reader)
    sending.send_due()
    _choose(reader, wanted=())
    _pass(10)
    assert (server.mails, kept().skipped_at is not None) == ([], True)


def test_who_moves_west_is_not_woken_and_who_moves_east_is_told_sooner(
    server: fake_smtp.Server, reader: int
) -> None:
    plant(kind=OPTIONAL, user_id=reader)
    sending.send_due()
    _pass(4)
    _move(reader, "Europe/London")
    _pass(5)  # half past seven in Oslo, half past six in London
    assert server.mails == []
    _pass(0.75)
    assert len(server.mails) == 1
    plant(kind=OPTIONAL, user_id=reader, message_id="<two@localhost>")
    _move(reader, "America/Los_Angeles")  # where the night has come again
    sending.send_due()
    assert len(server.mails) == 1
    _move(reader, "Asia/Tokyo")  # where it is afternoon
    _pass(1)
    assert len(server.mails) == 2


def test_the_hour_of_the_day_gathers_what_came_since(server: fake_smtp.Server, reader: int) -> None:
    _choose(reader, digest=12 * 60)
    for number in range(3):
        plant(kind=OPTIONAL, user_id=reader, message_id=f"<{number}@localhost>")
        _pass(1)
    _pass(10.25)  # a quarter to twelve
    assert server.mails == []
    _pass(0.5)
    assert len(server.mails) == 3


def test_quiet_hours_that_begin_while_emails_go_out_hold_the_rest(
    server: fake_smtp.Server, reader: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.advance(-HOUR * 0.6)
    for number in range(2):
        plant(kind=OPTIONAL, user_id=reader, message_id=f"<{number}@localhost>")
    send = smtp.Connection.send

    def slowly(self: smtp.Connection, message: object) -> None:
        send(self, message)  # type: ignore[arg-type]
        clock.advance(HOUR * 0.2)

    monkeypatch.setattr(smtp.Connection, "send", slowly)
    sending.send_due()
    assert server.message_ids == ["<0@localhost>"]
    assert kept("<1@localhost>").sent_at is None


def test_a_reader_who_is_gone_gets_nothing(server: fake_smtp.Server) -> None:
    plant(kind=OPTIONAL, user_id=404)
    plant(kind=OPTIONAL, user_id=None, message_id="<two@localhost>")
    assert sending.send_due() == 0
    assert server.mails == []


def test_the_wishes_of_many_readers_are_asked_for_at_once(
    server: fake_smtp.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def ask(user_ids: Collection[int]) -> Mapping[int, Preferences]:
        asked.append(len(user_ids))
        return preferences_of(user_ids)

    monkeypatch.setattr(preferences_filter, "preferences_of", ask)
    for number in range(3):
        reader = factories.user(f"p{number}@example.org", timezone="Pacific/Auckland")
        plant(kind=OPTIONAL, user_id=reader, message_id=f"<{number}@localhost>")
    sending.send_due()
    assert (asked, len(server.mails)) == ([3], 3)


def _move(reader: int, zone: str) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.get_one(User, reader).timezone = zone


MORNING = "workspace.morning"


def test_an_email_of_its_day_does_not_wait_for_the_hour_of_the_others(
    server: fake_smtp.Server, reader: int
) -> None:
    _choose(reader, quiet=None, digest=18 * 60)
    plant(kind=MORNING, user_id=reader, zone="Europe/Oslo")
    _pass(0.25)
    assert server.message_ids == ["<one@localhost>"]


def test_an_email_of_its_day_is_not_sent_once_the_readers_day_is_over(
    server: fake_smtp.Server, reader: int
) -> None:
    plant(kind=MORNING, user_id=reader, zone="Europe/Oslo")
    _pass(12)
    assert server.mails == [] and kept().skipped_at is not None
