"""A mentee exports their weeks and appointments; their mentor exports none of them."""

import datetime as dt
import json

import pytest
from icalendar import Calendar

from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.reviews import panels
from mentorhub.reviews.models import Appointment
from tests.support import courses

pytestmark = pytest.mark.usefixtures("in_app")
STARTS = dt.datetime(
    2026, 10, 25, 0, 30, tzinfo=dt.UTC
)  # 2:30 in Oslo, which comes twice that night


@pytest.fixture
def course() -> courses.Course:
    """Amara with a reviewed check-in, a draft and an appointment; Bo with a check-in of his own."""
    amara = courses.course(weeks=2)
    bo = courses.another(amara, "bo@example.org", "Bo Lindqvist")
    with clock.moved(-dt.timedelta(weeks=1)):
        courses.answered(amara, week=1)
    courses.begun(amara, week=3, words=["A draft", "", ""])
    courses.sent(bo, week=3, words=["Bo's words", "", ""])
    with transaction(viewer=SYSTEM) as session:
        for one, place in ((amara, "Café, Oslo"), (bo, "Bo's café")):
            found = session.get_one(Mentorship, one.mentorship_id)
            session.add(
                Appointment(
                    practice_id=found.practice_id,
                    mentorship_id=found.id,
                    starts_at=STARTS,
                    minutes=45,
                    place=place,
                )
            )
    return amara


def written(viewer: Viewer) -> dict[str, str]:
    """Each file's words, by name."""
    return {file.name: b"".join(file.pieces()).decode() for file in panels.export(viewer=viewer)}


def test_check_ins_answers_and_reviews_are_exported_with_their_week(course: courses.Course) -> None:
    found = json.loads(written(USER(course.mentee_id))["weeks/weeks.json"])
    assert (found["format"], found["version"]) == ("mentorhub.weeks", 1)
    assert [(one["week"], one["state"]) for one in found["check_ins"]] == [
        (1, "reviewed"),
        (3, "draft"),
    ]
    said = [(one["week"], one["prompt"], one["answer"]) for one in found["answers"]]
    assert said[0] == (1, courses.PROMPTS[0], courses.WORDS[0])
    assert said[3] == (3, courses.PROMPTS[0], "A draft")
    (mail,) = found["reviews"]
    assert (mail["mentor"], mail["week"]) == ("Ines Halvorsen", 1)
    assert mail["body"] == "Dear Amara, *well done*."
    assert mail["check_in_id"] == found["check_ins"][0]["public_id"]


def test_an_appointment_is_exported_at_its_time(course: courses.Course) -> None:
    (found,) = Calendar.from_ical(written(USER(course.mentee_id))["weeks/appointments.ics"]).events
    assert found.decoded("dtstart") == STARTS
    assert found.decoded("dtend") == STARTS + dt.timedelta(minutes=45)
    assert str(found["summary"]) == "Talk with Ines Halvorsen"
    assert str(found["location"]) == "Café, Oslo"
    assert "status" not in found


def test_a_cancelled_appointment_says_so(course: courses.Course) -> None:
    with transaction(viewer=SYSTEM) as session:
        for one in session.query(Appointment):
            one.move("cancel")
    (found,) = Calendar.from_ical(written(USER(course.mentee_id))["weeks/appointments.ics"]).events
    assert found["status"] == "CANCELLED"


def test_another_mentees_weeks_stay_theirs(course: courses.Course) -> None:
    words = "\n".join(written(USER(course.mentee_id)).values())
    assert "Bo's" not in words
    assert written(USER(course.mentor_id)) == {}
    assert written(courses.viewer_named("stranger", course)) == {}


def test_without_appointments_there_is_no_calendar() -> None:
    alone = courses.course(weeks=2)
    assert list(written(USER(alone.mentee_id))) == ["weeks/weeks.json"]
