"""What the outbox forgets, and when: words after 30 days, rows after 90, never what is still to be sent."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import open_finding
from mentorhub.mail import retention
from mentorhub.mail.outbox import OutboxMail
from tests.support.outbox_reader import found, kept, plant

pytestmark = pytest.mark.usefixtures("in_app")
DAY = dt.timedelta(days=1)


def _ended(name: str, days_ago: int, **fields: object) -> None:
    plant(
        message_id=f"<{name}>",
        sent_at=clock.now() - days_ago * DAY,
        context={"secret": name},
        reply_to="ines@example.org",
        **fields,
    )


def test_the_words_of_an_email_are_gone_after_thirty_days() -> None:
    _ended("young", 29)
    _ended("old", 31)
    assert retention.prune() == 0
    young, old = kept("<young>"), kept("<old>")
    assert (young.subject, young.context, young.text_body) == (
        "A seat",
        {"secret": "young"},
        "Grüße",
    )
    assert (old.subject, old.context, old.text_body, old.html_body) == ("", {}, "", "")
    assert (old.to_name, old.reply_to, old.message_id) == ("", "", "<old>")
    assert (retention.is_blank(young), retention.is_blank(old)) == (False, True)


def test_a_row_is_gone_after_ninety_days() -> None:
    _ended("kept", 89)
    _ended("gone", 91)
    retention.prune()
    assert _ids() == ["<kept>"]


def test_what_is_to_be_sent_is_kept_however_old() -> None:
    long_ago = clock.now() - 400 * DAY
    plant(created_at=long_ago, due_at=long_ago)
    assert retention.prune() == 0
    assert kept().subject == "A seat"


def test_what_was_given_up_keeps_its_words_until_its_row_goes_and_its_finding_closes() -> None:
    plant(failed_at=clock.now() - 60 * DAY)
    with transaction(viewer=SYSTEM) as session:
        open_finding(
            session,
            "mail_given_up",
            subject_type="mail",
            subject_public_id=kept().public_id,
            now=clock.now(),
        )
    retention.prune()
    assert kept().text_body == "Grüße"
    assert len(found()) == 1
    clock.advance(31 * DAY)
    retention.prune()
    assert (_ids(), found()) == ([], [])


def test_what_nobody_wanted_is_forgotten_as_what_was_sent() -> None:
    plant(skipped_at=clock.now() - 31 * DAY)
    retention.prune()
    assert retention.is_blank(kept())
    clock.advance(60 * DAY)
    retention.prune()
    assert _ids() == []


def test_a_years_outage_is_caught_up_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        _ended(f"gone {number}", 100 + number)
    assert retention.prune() == 0
    assert db.session.scalar(select(func.count(OutboxMail.id))) == 0


def _ids() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMail.message_id).order_by(OutboxMail.id)))
