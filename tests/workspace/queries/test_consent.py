"""What the mentee is told of sharing: who sees what now, and each look, paged."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.notebook import open_workspace
from mentorhub.workspace.models.sharing import AccessRead, Grant
from mentorhub.workspace.queries.consent import ENTRIES_SHOWN, access_log, what_is_shared
from tests.support import factories, notebooks


def test_a_mentor_is_named_until_the_last_look_is_over(in_app: Flask) -> None:
    amara = notebooks.notebook()
    (mentor,) = what_is_shared(viewer=amara, now=clock.now()).mentors
    assert (mentor.name, mentor.until, mentor.shares_people) == ("Ines Halvorsen", None, True)
    with transaction(viewer=SYSTEM) as session:
        session.scalars(select(Mentorship)).one().finish(clock.now())
        session.scalars(select(Enrolment)).one().pause("dispute", clock.now())
    (mentor,) = what_is_shared(viewer=amara, now=clock.now()).mentors
    assert mentor.until is not None
    assert mentor.is_paused
    with clock.moved(dt.timedelta(days=14)):
        assert what_is_shared(viewer=amara, now=clock.now()).mentors == []


def test_only_whoever_has_a_notebook_is_told(in_app: Flask) -> None:
    stranger = USER(factories.user("stranger@example.org"))
    with pytest.raises(NotFound):
        what_is_shared(viewer=stranger, now=clock.now())
    with pytest.raises(NotFound):
        access_log(viewer=stranger, page=1)


def test_the_log_is_paged_and_holds_ones_own_looks_only(in_app: Flask) -> None:
    amara = notebooks.notebook()
    other = notebooks.notebook("other@example.org", "Other")
    with reading(viewer=SYSTEM) as session:
        grants = session.scalars(select(Grant).order_by(Grant.id)).all()
        readers = session.scalars(select(Mentorship.mentor_id).order_by(Mentorship.id)).all()
    now = clock.now()
    with transaction(viewer=SYSTEM) as session:
        for number in range(ENTRIES_SHOWN + 1):
            session.add(
                AccessRead(
                    workspace_id=grants[0].workspace_id,
                    grant_id=grants[0].id,
                    reader_id=readers[0],
                    what="counts",
                    at=now + dt.timedelta(minutes=number),
                )
            )
    first, last = access_log(viewer=amara, page=1), access_log(viewer=amara, page=9)
    assert (len(first.rows), first.first, first.last) == (ENTRIES_SHOWN, 1, ENTRIES_SHOWN)
    assert (len(last.rows), last.page, last.first, last.total) == (1, 2, 51, 51)
    assert first.rows[0].at > first.rows[1].at > last.rows[0].at
    assert access_log(viewer=other, page=1).rows == []
    open_workspace(viewer=amara)  # changes nothing of the log
    assert access_log(viewer=amara, page=1).total == ENTRIES_SHOWN + 1
