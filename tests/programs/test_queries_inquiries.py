"""A practice's list in a constant number of queries, narrowed and paged; what is due to be forgotten; whose it is."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock, links
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.paging import PAGE
from mentorhub.programs.actions import answers
from mentorhub.programs.models.inquiries import LINK, Inquiry
from mentorhub.programs.queries.inquiries import (
    answered_inquiry,
    conversation,
    inquiry_of_link,
    listed_inquiries,
    new_inquiries,
)
from mentorhub.programs.rules.inquiries import InquiryState
from tests.support import conversing, factories
from tests.support.counting import queries_of

pytestmark = pytest.mark.database


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A public programme."""
    return factories.scene()


@pytest.fixture
def ines(scene: factories.Scene) -> Viewer:
    """Its mentor."""
    return USER(scene.mentor_id)


def _asked(scene: factories.Scene, count: int) -> list[int]:
    return [
        conversing.asked(scene, words=f"Question {n}", email=f"bo{n}@example.org")
        for n in range(count)
    ]


def test_the_latest_message_comes_first_and_states_narrow(
    scene: factories.Scene, ines: Viewer
) -> None:
    first, second, third = _asked(scene, 3)
    with clock.moved(dt.timedelta(minutes=5)):
        answers.answer_inquiry(first, viewer=ines, message="Yes.", seen=1)
    answers.decline_inquiry(second, viewer=ines, message="", seen=1)
    found = listed_inquiries(viewer=ines, shown=None, page=1)
    assert [one.words for one in found.rows] == ["Yes.", "Question 2", "Question 1"]
    assert found.counts == dict.fromkeys(("answered", "declined", "new"), 1)
    assert new_inquiries(viewer=ines) == 1
    narrowed = listed_inquiries(viewer=ines, shown=InquiryState.DECLINED, page=1)
    assert [one.words for one in narrowed.rows] == ["Question 1"]
    assert (narrowed.paged.first, narrowed.paged.total) == (1, 1)
    assert conversation(third, viewer=ines).messages[0].body == "Question 2"


def test_a_page_holds_fifty_and_one_past_the_end_is_the_last(
    scene: factories.Scene, ines: Viewer
) -> None:
    _asked(scene, 1)
    with queries_of() as few:
        listed_inquiries(viewer=ines, shown=None, page=1)
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        many = [
            Inquiry(
                practice_id=scene.practice_id,
                program_id=scene.program_id,
                name=f"Visitor {n}",
                email=f"v{n}@example.org",
                email_key=f"v{n}@example.org",
                created_at=now,
                last_message_at=now,
            )
            for n in range(PAGE)
        ]
        session.add_all(many)
        session.flush()
        session.add_all([one.ask("?", now=now) for one in many])
    with queries_of() as asked:
        found = listed_inquiries(viewer=ines, shown=None, page=1)
    assert (len(found.rows), found.paged.total) == (PAGE, PAGE + 1)
    assert len(asked) == len(few)
    for page in (2, 3, 10**30):
        last = listed_inquiries(viewer=ines, shown=None, page=page)
        assert (last.paged.page, len(last.rows)) == (2, 1)
    assert listed_inquiries(viewer=ines, shown=None, page=-4).paged.page == 1


def test_strangers_see_and_count_nothing(scene: factories.Scene, ines: Viewer) -> None:
    (asked,) = _asked(scene, 1)
    public_id = db.session.get_one(Inquiry, asked).public_id
    rival = USER(factories.practice(mentor_email="rival@example.org", name="Another")[1])
    for viewer in (rival, PUBLIC, USER(factories.user("mia@example.org"))):
        assert listed_inquiries(viewer=viewer, shown=None, page=1).rows == ()
        assert new_inquiries(viewer=viewer) == 0
        with pytest.raises(NotFound):
            answered_inquiry(public_id, viewer=viewer)
    assert answered_inquiry(public_id, viewer=ines) == asked


def test_a_link_opens_its_own_inquiry_until_its_version_is_raised(scene: factories.Scene) -> None:
    (asked,) = _asked(scene, 1)
    token = db.session.get_one(Inquiry, asked).token
    assert inquiry_of_link(links.opened(token, purpose=LINK), viewer=PUBLIC) == asked
    for opened in (None, ("made-up", 0), links.opened(token, purpose="enrolment")):
        with pytest.raises(NotFound):
            inquiry_of_link(opened, viewer=PUBLIC)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Inquiry, asked).link_version += 1
    with pytest.raises(NotFound):
        inquiry_of_link(links.opened(token, purpose=LINK), viewer=PUBLIC)
