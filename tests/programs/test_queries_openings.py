"""Whom an opening is announced to, who is counted, and what an account takes away and leaves behind."""

import datetime as dt
import json

import pytest
from flask import Flask
from sqlalchemy import update

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.programs import panels
from mentorhub.programs.periodic import forget_openings
from mentorhub.programs.queries.openings import (
    holds_data,
    notice_of_link,
    notices_to_forget,
    opening_asked,
    openings_to_announce,
    wanting_to_know,
)
from tests.support import factories
from tests.support.opening_notices import AHEAD, listed, notices, scheduled

pytestmark = pytest.mark.database
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A public cohort that opens in three days, with one on the list and one who has not confirmed."""
    made = scheduled()
    listed(made.cohort_id, "bo@example.org")
    listed(made.cohort_id, "eve@example.org", is_confirmed=False)
    return made


def test_whoever_confirmed_is_due_from_the_opening_until_the_close(scene: factories.Scene) -> None:
    first = notices()[0].id
    opens, closes = clock.now() + AHEAD, clock.now() + dt.timedelta(days=30)
    for now, found in (
        (opens - SECOND, []),
        (opens + SECOND, [first]),
        (closes - SECOND, [first]),
        (closes + SECOND, []),
    ):
        assert openings_to_announce(viewer=SYSTEM, now=now, limit=9) == found
    assert openings_to_announce(viewer=SYSTEM, now=opens + SECOND, limit=0) == []
    assert notices_to_forget(viewer=SYSTEM, now=opens, limit=9) == []


def test_only_its_practice_is_told_how_many(scene: factories.Scene) -> None:
    rival = factories.practice(mentor_email="rival@example.org")[1]
    assert wanting_to_know(scene.cohort_id, viewer=USER(scene.mentor_id)) == 1
    for viewer in (USER(rival), PUBLIC):
        assert wanting_to_know(scene.cohort_id, viewer=viewer) == 0


def test_a_link_that_is_none_opens_nothing(scene: factories.Scene) -> None:
    for opened in (None, ("nothing", 0)):
        with pytest.raises(NotFound):
            notice_of_link(opened, viewer=PUBLIC)
    with pytest.raises(NotFound):
        opening_asked(404, viewer=PUBLIC, now=clock.now())
    found = opening_asked(notices()[0].id, viewer=PUBLIC, now=clock.now())
    assert (found.is_ahead, found.is_open, found.is_confirmed) == (True, False, True)


def test_an_account_takes_its_own_away_and_is_erased_with_it(scene: factories.Scene) -> None:
    bo = factories.user("bo@example.org", "Bo Berg")
    [file] = panels.export(viewer=USER(bo))
    found = json.loads(b"".join(file.pieces()))
    [asked] = found["opening_notices"]
    assert (found["format"], asked["email"]) == ("mentorhub.openings", "bo@example.org")
    assert asked["confirmed_at"] and "email_key" not in asked
    assert holds_data(bo)
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).where(User.id == bo).values(closing_at=clock.now() - GRACE))
    forget_openings()
    assert [one.email for one in notices()] == ["eve@example.org"]
    assert not holds_data(bo)
    assert panels.export(viewer=USER(bo)) == []
