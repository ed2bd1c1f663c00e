"""What would reach a reader at the same moment goes as one email; a kill or a lost claim loses and doubles nothing."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.actions.messages import choose_messages
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.mail import sending
from mentorhub.mail.claims import CLAIM, claim
from mentorhub.mail.digest import digested
from mentorhub.mail.kinds import Topic
from mentorhub.mail.outbox import OutboxMail
from tests.support import factories, fake_smtp
from tests.support.outbox_reader import kept, plant, send_to

NOON = dt.datetime(2027, 1, 12, 12, tzinfo=dt.UTC)
PAGE, ANSWER = "reviews.check_in_submitted", "reviews.review_written"


@pytest.fixture
def server(in_app: Flask) -> Iterator[fake_smtp.Server]:
    """A running mail server that the app sends to, at noon."""
    clock.advance(NOON - clock.now())
    with fake_smtp.running() as running:
        send_to(in_app, running.url)
        yield running


@pytest.fixture
def ines(server: fake_smtp.Server) -> int:
    """A mentor."""
    return factories.user("ines@example.org")


def page(user_id: int, name: str, **changed: object) -> None:
    """Somebody's page has come in for this mentor."""
    context = {
        "check_in": {"week": 3, "submitted_at": clock.now()},
        "mentee": {"name": name},
        "url": f"http://localhost/review/{name}",
    }
    mail = {"kind": PAGE, "text_body": "", "html_body": "", "context": context, **changed}
    plant(user_id=user_id, message_id=f"<{name}@localhost>", **mail)


def text_of(mail: object) -> str:
    body = mail.get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content())


def test_a_day_of_pages_comes_as_one_email_at_the_chosen_hour(
    server: fake_smtp.Server, ines: int
) -> None:
    choose_messages(viewer=USER(ines), wanted=tuple(Topic), quiet=None, digest=18 * 60)
    for name in ("amara", "bo", "chidi"):
        page(ines, name)
        clock.advance(dt.timedelta(hours=1))
        sending.send_due()
    assert server.mails == []
    clock.advance(dt.timedelta(hours=3, minutes=5))
    assert sending.send_due() == 0
    (mail,) = server.mails
    assert mail["Subject"] == "3 check-ins to read"
    assert mail["Message-ID"] == "<amara@localhost>"
    assert "/messages/unsubscriptions/" in mail["List-Unsubscribe"]
    assert all(f"/review/{name}" in text_of(mail) for name in ("amara", "bo", "chidi"))
    assert kept("<bo@localhost>").digested_in == "<amara@localhost>"
    sending.send_due()
    assert len(server.mails) == 1


def test_emails_of_other_readers_or_another_kind_stay_apart(
    server: fake_smtp.Server, ines: int
) -> None:
    page(ines, "amara")
    page(factories.user("bea@example.org"), "bo", to_address="bea@example.org")
    page(ines, "chidi", kind=ANSWER)
    plant(user_id=ines)
    plant(user_id=ines, message_id="<two@localhost>")
    assert len(digested(claim(limit=10))) == 5


def test_what_has_been_written_before_stays_as_it_is(server: fake_smtp.Server, ines: int) -> None:
    page(ines, "amara", text_body="Written", html_body="<p>Written</p>")
    page(ines, "bo")
    sending.send_due()
    assert sorted(server.message_ids) == ["<amara@localhost>", "<bo@localhost>"]


def test_a_kill_before_it_is_written_loses_nothing(server: fake_smtp.Server, ines: int) -> None:
    page(ines, "amara")
    page(ines, "bo")
    assert len(digested(claim(limit=10))) == 1
    clock.advance(CLAIM + dt.timedelta(seconds=1))
    sending.send_due()
    (mail,) = server.mails
    assert "/review/bo" in text_of(mail)


def _is_taken(name: str) -> None:
    """Another worker has claimed it since."""
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            update(OutboxMail)
            .where(OutboxMail.message_id == f"<{name}@localhost>")
            .values(claim="another's", claimed_until=clock.now() + 2 * CLAIM)
        )


@pytest.mark.parametrize("taken", ["amara", "bo"])
def test_what_another_worker_has_by_now_is_left_to_it(
    server: fake_smtp.Server, ines: int, taken: str
) -> None:
    page(ines, "amara")
    page(ines, "bo")
    mails = claim(limit=10)
    _is_taken(taken)
    (left,) = digested(mails)
    assert left.message_id != f"<{taken}@localhost>"
    assert left.kind == PAGE
    assert kept(f"<{taken}@localhost>").skipped_at is None


def test_an_email_told_in_another_never_goes_by_itself(server: fake_smtp.Server, ines: int) -> None:
    with pytest.raises(IntegrityError):
        page(ines, "amara", digested_in="<bo@localhost>")
