"""Each access by a mentor is one line of the mentee's log: what was read, once in ten minutes, if it was read."""

import datetime as dt
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.reviews.actions.access_log import read_check_in, read_mentees, read_queue
from mentorhub.workspace.models.sharing import AccessRead
from tests.support import courses
from tests.support.courses import Course


@pytest.fixture
def amara(in_app: Flask) -> Course:
    """Ines' circle in its third week, with Amara and her notebook in it."""
    course = courses.course()
    courses.open_notebook(course)
    return course


def _lines() -> Counter[str]:
    with reading(viewer=SYSTEM) as session:
        return Counter(session.scalars(select(AccessRead.what)))


def test_the_list_of_mentees_logs_access_to_the_counts(amara: Course) -> None:
    rows = read_mentees(viewer=USER(amara.mentor_id))
    assert [row.counts.people for row in rows if row.counts] == [1]
    read_mentees(viewer=USER(amara.mentor_id))
    assert _lines() == {"counts": 1}
    with clock.moved(dt.timedelta(minutes=11)):
        read_mentees(viewer=USER(amara.mentor_id))
    assert _lines() == {"counts": 2}


def test_a_mentee_without_a_notebook_has_no_log_and_does_not_stop_others(amara: Course) -> None:
    courses.another(amara, "daniel@example.org", "Daniel Okoye")
    assert len(read_mentees(viewer=USER(amara.mentor_id))) == 2
    assert _lines() == {"counts": 1}


def test_the_queue_logs_access_to_the_check_ins_that_wait(amara: Course) -> None:
    read_queue(viewer=USER(amara.mentor_id))
    assert _lines() == {}
    courses.sent(amara, week=3)
    assert len(read_queue(viewer=USER(amara.mentor_id)).waiting) == 1
    assert _lines() == {"pages": 1}


def test_a_check_in_logs_access_to_the_check_ins(amara: Course) -> None:
    check_in_id = courses.sent(amara, week=3)
    page = read_check_in(check_in_id, viewer=USER(amara.mentor_id))
    assert page.check_in.words == courses.WORDS
    assert _lines() == {"pages": 1}


def test_what_is_paused_is_not_read_and_not_logged(amara: Course) -> None:
    check_in_id = courses.sent(amara, week=3)
    courses.pause(amara)
    read_mentees(viewer=USER(amara.mentor_id))
    read_queue(viewer=USER(amara.mentor_id))
    read_check_in(check_in_id, viewer=USER(amara.mentor_id))
    assert _lines() == {}


@pytest.mark.parametrize("who", ["stranger", "mentee", "public", "other mentor"])
def test_nobody_else_reads_and_nothing_is_logged(amara: Course, who: str) -> None:
    check_in_id = courses.sent(amara, week=3)
    viewer = courses.viewer_named(who, amara)
    assert read_mentees(viewer=viewer) == []
    assert read_queue(viewer=viewer).waiting == []
    with pytest.raises(NotFound):
        read_check_in(check_in_id, viewer=viewer)
    assert _lines() == {}


def test_a_draft_cannot_be_read(amara: Course) -> None:
    draft = courses.begun(amara, week=3)
    with pytest.raises(NotFound):
        read_check_in(draft, viewer=USER(amara.mentor_id))
    assert _lines() == {}
