"""Each invariant of openings finds its breach; the database refuses what it can."""

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs import emails, invariants
from mentorhub.programs.models.openings import OpeningNotice
from tests.support import factories
from tests.support.opening_notices import listed, notices, scheduled

pytestmark = pytest.mark.database


@pytest.fixture
def scene(in_app: Flask) -> factories.Scene:
    """A public cohort that opens in three days, with one on the list."""
    made = scheduled()
    listed(made.cohort_id)
    return made


def test_an_address_asks_once_of_an_opening(scene: factories.Scene) -> None:
    assert invariants.an_address_asks_once_of_an_opening(viewer=SYSTEM) == []
    with pytest.raises(IntegrityError):
        listed(scene.cohort_id)
    listed(scene.cohort_id, "bo@other.org")
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            text(
                "UPDATE opening_notice SET email_key = 'BO@example.org' WHERE email LIKE '%other%'"
            )
        )
    found = invariants.an_address_asks_once_of_an_opening(viewer=SYSTEM)
    assert sorted(found) == sorted(one.public_id for one in notices())


@pytest.mark.usefixtures("scene")
def test_whoever_was_mailed_of_an_opening_is_not_mailed_again() -> None:
    assert invariants.whoever_was_mailed_of_an_opening_is_not_mailed_again(viewer=SYSTEM) == []
    with transaction(viewer=SYSTEM) as session:
        notice = session.query(OpeningNotice).one()
        emails.queue_opening(session, notice, now=clock.now())
        emails.queue_opening(session, notice, now=clock.now())
    found = invariants.whoever_was_mailed_of_an_opening_is_not_mailed_again(viewer=SYSTEM)
    assert found == [notices()[0].public_id]
    with transaction(viewer=SYSTEM) as session:
        mailed = text("SELECT count(*) FROM outbox_mail WHERE kind = 'programs.opening'")
        assert session.scalar(mailed) == 1  # one fact, one email


@pytest.mark.usefixtures("scene")
def test_only_what_was_confirmed_is_mailed() -> None:
    with (
        pytest.raises(IntegrityError, match="mailed_is_confirmed"),
        transaction(viewer=SYSTEM) as session,
    ):
        session.execute(update(OpeningNotice).values(confirmed_at=None, mailed_at=clock.now()))
