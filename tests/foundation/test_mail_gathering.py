"""What would reach a reader at the same moment goes as one letter; a kill or a lost lease loses and doubles nothing."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts import actions
from mentorhub.foundation import clock, mail_delivery
from mentorhub.foundation.database import SYSTEM, USER, transaction
from mentorhub.foundation.mail import OutboxMail
from mentorhub.foundation.mail_gathering import gathered
from mentorhub.foundation.mail_kinds import Topic
from mentorhub.foundation.mail_leases import LEASE, lease
from tests import scenes
from tests.foundation import smtp
from tests.foundation.post import kept, plant, send_to

NOON = dt.datetime(2027, 1, 12, 12, tzinfo=dt.UTC)
PAGE, ANSWER = "reviews.check_in_submitted", "reviews.review_written"


@pytest.fixture
def server(in_app: Flask) -> Iterator[smtp.Server]:
    """A running mail server that the app sends to, at noon."""
    clock.advance(NOON - clock.now())
    with smtp.running() as running:
        send_to(in_app, running.url)
        yield running


@pytest.fixture
def ines(server: smtp.Server) -> int:
    """A mentor."""
    return scenes.user("ines@example.org")


def page(user_id: int, name: str, **changed: object) -> None:
    """Somebody's page has come in for this mentor."""
    facts = {
        "check_in": {"week": 3, "submitted_at": clock.now()},
        "mentee": {"name": name},
        "url": f"http://localhost/review/{name}",
    }
    letter = {"kind": PAGE, "text_body": "", "html_body": "", "facts": facts, **changed}
    plant(user_id=user_id, message_id=f"<{name}@localhost>", **letter)


def text_of(letter: object) -> str:
    body = letter.get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content())


def test_a_day_of_pages_comes_as_one_letter_at_the_chosen_hour(
    server: smtp.Server, ines: int
) -> None:
    actions.choose_messages(viewer=USER(ines), wanted=tuple(Topic), quiet=None, digest=18 * 60)
    for name in ("amara", "bo", "chidi"):
        page(ines, name)
        clock.advance(dt.timedelta(hours=1))
        mail_delivery.send_due()
    assert server.letters == []
    clock.advance(dt.timedelta(hours=3, minutes=5))
    assert mail_delivery.send_due() == 0
    (letter,) = server.letters
    assert letter["Subject"] == "3 pages have come in"
    assert letter["Message-ID"] == "<amara@localhost>"
    assert "/messages/unsubscriptions/" in letter["List-Unsubscribe"]
    assert all(f"/review/{name}" in text_of(letter) for name in ("amara", "bo", "chidi"))
    assert kept("<bo@localhost>").told_in == "<amara@localhost>"
    mail_delivery.send_due()
    assert len(server.letters) == 1


def test_letters_of_other_readers_or_another_kind_stay_apart(
    server: smtp.Server, ines: int
) -> None:
    page(ines, "amara")
    page(scenes.user("bea@example.org"), "bo", to_address="bea@example.org")
    page(ines, "chidi", kind=ANSWER)
    plant(user_id=ines)
    plant(user_id=ines, message_id="<two@localhost>")
    assert len(gathered(lease(limit=10))) == 5


def test_what_has_been_written_before_stays_as_it_is(server: smtp.Server, ines: int) -> None:
    page(ines, "amara", text_body="Written", html_body="<p>Written</p>")
    page(ines, "bo")
    mail_delivery.send_due()
    assert sorted(server.message_ids) == ["<amara@localhost>", "<bo@localhost>"]


def test_a_kill_before_it_is_written_loses_nothing(server: smtp.Server, ines: int) -> None:
    page(ines, "amara")
    page(ines, "bo")
    assert len(gathered(lease(limit=10))) == 1
    clock.advance(LEASE + dt.timedelta(seconds=1))
    mail_delivery.send_due()
    (letter,) = server.letters
    assert "/review/bo" in text_of(letter)


def _is_taken(name: str) -> None:
    """Another worker has leased it since."""
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            update(OutboxMail)
            .where(OutboxMail.message_id == f"<{name}@localhost>")
            .values(lease="another's", lease_until=clock.now() + 2 * LEASE)
        )


@pytest.mark.parametrize("taken", ["amara", "bo"])
def test_what_another_worker_has_by_now_is_left_to_it(
    server: smtp.Server, ines: int, taken: str
) -> None:
    page(ines, "amara")
    page(ines, "bo")
    letters = lease(limit=10)
    _is_taken(taken)
    (left,) = gathered(letters)
    assert left.message_id != f"<{taken}@localhost>"
    assert left.kind == PAGE
    assert kept(f"<{taken}@localhost>").left_out_at is None


def test_a_letter_told_in_another_never_goes_by_itself(server: smtp.Server, ines: int) -> None:
    with pytest.raises(IntegrityError):
        page(ines, "amara", told_in="<bo@localhost>")
