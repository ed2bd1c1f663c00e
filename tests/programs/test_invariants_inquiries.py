"""Each invariant of inquiries finds its breach; the database refuses the same, and any change of a message."""

import pytest
from flask import Flask
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs import invariants
from mentorhub.programs.actions import answers, inquiries
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from tests.support import conversing, factories

pytestmark = pytest.mark.database


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A public programme."""
    return factories.scene()


def _silent(scene: factories.Scene) -> str:
    """An inquiry without a message, past the action."""
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        made = Inquiry(
            practice_id=scene.practice_id,
            program_id=scene.program_id,
            name="Bo",
            email="b@example.org",
            email_key="b@example.org",
            created_at=now,
            last_message_at=now,
        )
        session.add(made)
        session.flush()
        return made.public_id


def test_every_inquiry_begins_with_its_visitors_words(scene: factories.Scene) -> None:
    conversing.asked(scene)
    assert invariants.every_inquiry_begins_with_its_visitors_words(viewer=SYSTEM) == []
    silent = _silent(scene)
    assert invariants.every_inquiry_begins_with_its_visitors_words(viewer=SYSTEM) == [silent]
    inquiry_id = conversing.inquiry(silent).id
    with transaction(viewer=SYSTEM) as session:
        begun = session.get_one(Inquiry, inquiry_id)
        session.add(begun.answer("We begin.", by=None, now=clock.now()))
    assert invariants.every_inquiry_begins_with_its_visitors_words(viewer=SYSTEM) == [silent]


def test_an_answered_inquiry_has_an_answer(scene: factories.Scene) -> None:
    asked = conversing.asked(scene)
    answers.answer_inquiry(asked, viewer=USER(scene.mentor_id), message="Yes.", seen=1)
    assert invariants.an_answered_inquiry_has_an_answer(viewer=SYSTEM) == []
    silent = _silent(scene)
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            text("UPDATE inquiry SET state = 'answered', answered_at = created_at WHERE id = :id"),
            {"id": conversing.inquiry(silent).id},
        )
    assert invariants.an_answered_inquiry_has_an_answer(viewer=SYSTEM) == [silent]


def test_an_enrolled_inquiry_names_its_seat(scene: factories.Scene, in_app: Flask) -> None:
    conversing.asked(scene)
    assert invariants.an_enrolled_inquiry_names_its_seat(viewer=SYSTEM) == []
    with (
        pytest.raises(DBAPIError, match="enrolled_names_its_seat"),
        transaction(viewer=SYSTEM) as session,
    ):
        session.execute(text("UPDATE inquiry SET state = 'enrolled'"))


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ("state = 'answered'", "answered_is_dated"),
        ("state = 'lost'", "state_is_known"),
        ("last_message_at = '2001-01-01 00:00:00+00'", "messages_follow_the_inquiry"),
    ],
)
def test_the_database_refuses_what_cannot_be(
    scene: factories.Scene, values: str, rule: str
) -> None:
    conversing.asked(scene)
    with pytest.raises(DBAPIError, match=rule), transaction(viewer=SYSTEM) as session:
        session.execute(text(f"UPDATE inquiry SET {values}"))


def test_a_message_is_neither_changed_nor_deleted_but_with_its_inquiry(
    scene: factories.Scene,
) -> None:
    asked = conversing.asked(scene)
    for statement in (update(InquiryMessage).values(body="Other"), delete(InquiryMessage)):
        with (
            pytest.raises(DBAPIError, match="inquiry_message_is_kept"),
            transaction(viewer=SYSTEM) as session,
        ):
            session.execute(statement)
    inquiries.delete_inquiry(asked)
    with transaction(viewer=SYSTEM) as session:
        assert session.query(InquiryMessage).count() == 0
