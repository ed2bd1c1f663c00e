"""Conversations are deleted a year after the last message, with a closed account, and say who enrolled."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.enrolment.periodic import places as enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.programs import periodic
from mentorhub.programs.actions import answers, inquiries
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage
from mentorhub.programs.queries.inquiries import holds_data
from mentorhub.programs.rules.inquiries import KEPT, Followed
from tests.support import conversing, factories

pytestmark = pytest.mark.database
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A public programme."""
    return factories.scene()


def _counts() -> tuple[int, int]:
    db.session.rollback()
    return tuple(
        db.session.scalar(select(func.count()).select_from(one)) or 0
        for one in (Inquiry, InquiryMessage)
    )  # type: ignore[return-value]


def test_a_conversation_is_deleted_a_year_after_its_last_message(scene: factories.Scene) -> None:
    asked = conversing.asked(scene)
    with clock.moved(dt.timedelta(days=30)):
        inquiries.write_again(asked, message="Still there?")
    with clock.moved(KEPT):
        assert periodic.forget_inquiries() == 0
        assert _counts() == (1, 2)
    with clock.moved(dt.timedelta(days=30) + KEPT + SECOND):
        assert periodic.forget_inquiries() == 0
    assert _counts() == (0, 0)


def test_a_closed_accounts_inquiries_go_with_it(scene: factories.Scene) -> None:
    conversing.asked(scene, email="bo@example.org")
    conversing.asked(scene, email="eva@example.org")
    user_id = factories.user("bo@example.org", "Bo Berg")
    assert holds_data(user_id)
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).where(User.id == user_id).values(closing_at=clock.now()))
    with clock.moved(GRACE - dt.timedelta(minutes=1)):
        periodic.forget_inquiries()
        assert _counts() == (2, 2)  # it may still be restored
    with clock.moved(GRACE + SECOND):
        periodic.forget_inquiries()
    assert _counts() == (1, 1)
    assert not holds_data(user_id)


def _state(inquiry_id: int) -> tuple[str, int | None]:
    db.session.rollback()
    found = db.session.get_one(Inquiry, inquiry_id, populate_existing=True)
    return found.state.value, found.enrolment_id


def test_an_answered_inquiry_says_that_its_visitor_enrolled_later(scene: factories.Scene) -> None:
    asked = conversing.asked(scene, email="mia@example.org")
    other = conversing.asked(scene, email="bo@example.org")
    seat, _mentorship = factories.enrolled(scene, factories.user("mia@example.org", "Mia Berg"))
    enrolment.enrol_inquiries()
    assert _state(asked) == ("new", None)  # its question still waits for an answer
    for one in (asked, other):
        answers.answer_inquiry(one, viewer=USER(scene.mentor_id), message="Yes.", seen=1)
    assert enrolment.enrol_inquiries() == 0
    assert _state(asked) == ("enrolled", seat)
    assert _state(other) == ("answered", None)
    inquiries.write_again(asked, message="Where do we meet?")
    enrolment.enrol_inquiries()
    assert _state(asked) == ("new", seat)


def test_a_seat_of_before_the_inquiry_does_not_count(scene: factories.Scene) -> None:
    factories.enrolled(scene, factories.user("mia@example.org", "Mia Berg"))
    with clock.moved(dt.timedelta(days=1)):
        asked = conversing.asked(scene, email="mia@example.org")
        answers.answer_inquiry(asked, viewer=USER(scene.mentor_id), message="Yes.", seen=1)
        enrolment.enrol_inquiries()
    assert _state(asked) == ("answered", None)


def test_what_is_not_due_or_says_so_already_stays(scene: factories.Scene) -> None:
    asked = conversing.asked(scene)
    assert not inquiries.forget_inquiry(asked)
    assert not inquiries.enrol_inquiry(Followed(asked, 1))  # it waits for an answer
    with pytest.raises(NotFound):
        inquiries.forget_inquiry(0)
