"""Row-level security: a query that forgets its filter still reads nothing of anybody else's, and writes nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from mentorhub.accounts.models.practices import Membership
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, snapshot, transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import (
    APPLICANT,
    PUBLIC,
    SYSTEM,
    USER,
    Viewer,
    asking_for_nobody,
)
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage, SavedReply
from mentorhub.reviews.models import CheckIn, CheckInAnswer, Curriculum, Review
from mentorhub.workspace.actions.notebook import read_shared_people
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.sharing import AccessRead, Grant
from tests.isolation import money
from tests.isolation.tables import NOTEBOOK
from tests.isolation.two_practices import Install, install
from tests.races.conftest import racing
from tests.support.stripe_accounts import coming_account

__all__ = ["racing"]  # an app on PostgreSQL, whatever the run's kind

WEEK = (CheckIn, CheckInAnswer, Review)
BUSINESS = (
    Enrolment,
    Mentorship,
    Checkout,
    Instalment,
    Payment,
    Refund,
    Dispute,
    StripeCustomer,
    StripeConnection,
    PromotionCode,
    Inquiry,
    InquiryMessage,
    *money.INTAKE,
    SavedReply,
    Finding,
)
SECURED = {
    table.__tablename__ for table in (*NOTEBOOK, *WEEK, Grant, AccessRead, Curriculum, *BUSINESS)
} | {
    "appointment",
    "curriculum_week",
    "curriculum_prompt",
    "membership",
    "invitation",
    "opening_notice",
    "api_token",
    "repeated_request",
}


@pytest.fixture
def lived_in(racing: Flask) -> Iterator[Install]:
    """Two practices, each with a mentor, a mentee, a notebook and a week that was answered."""
    with racing.app_context():
        yield install()


def seen(viewer: Viewer, *tables: type) -> dict[str, int]:
    """How many rows of each table a query without any filter reads."""
    db.session.rollback()
    with asking_for_nobody(), reading(viewer=viewer) as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[attr-defined]
            for table in tables
        }


def test_every_table_of_a_notebook_or_a_line_is_secured_even_against_its_owner(
    lived_in: Install,
) -> None:
    rows = db.session.execute(
        text(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
            " AND relkind = 'r'"
        )
    )
    assert set(rows.scalars()) == SECURED
    columns = db.session.execute(
        text("SELECT table_name FROM information_schema.columns WHERE column_name = 'workspace_id'")
    )
    assert set(columns.scalars()) <= SECURED


def test_a_mentee_reads_their_own_notebook_without_any_filter(lived_in: Install) -> None:
    mine = seen(USER(lived_in.here.mentee_id), *NOTEBOOK)
    everything = seen(SYSTEM, *NOTEBOOK)
    assert all(mine.values())
    assert {name: 2 * count for name, count in mine.items()} == everything


@pytest.mark.parametrize("who", ["nobody", "applicant", "stranger", "other mentee"])
def test_nobody_else_reads_a_row_of_it(lived_in: Install, who: str) -> None:
    viewers = {
        "nobody": PUBLIC,
        "applicant": APPLICANT(lived_in.here.enrolment_id),
        "stranger": USER(lived_in.stranger_id),
    }
    if who in viewers:
        assert set(seen(viewers[who], *NOTEBOOK, *WEEK, Grant, AccessRead).values()) == {0}
        return
    with reading(viewer=USER(lived_in.there.mentee_id)) as session:
        found = session.scalars(select(Person.workspace_id).distinct()).all()
    assert found == [lived_in.there.workspace_id]


def test_a_mentor_reads_the_notebooks_of_their_own_mentees_alone(lived_in: Install) -> None:
    with asking_for_nobody(), reading(viewer=USER(lived_in.here.mentor_id)) as session:
        assert session.scalars(select(Person.workspace_id).distinct()).all() == [
            lived_in.here.workspace_id
        ]
        assert session.scalars(select(CheckIn.mentorship_id)).all() == [lived_in.here.mentorship_id]


def test_a_grant_that_has_ended_shows_no_row_any_more(lived_in: Install) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Grant).values(ended_at=clock.now()))
    assert set(seen(USER(lived_in.here.mentor_id), *NOTEBOOK).values()) == {0}


def test_a_mentor_reads_and_changes_nothing(lived_in: Install) -> None:
    with transaction(viewer=USER(lived_in.here.mentor_id)) as session:
        changed = session.connection().execute(update(Person).values(name="Another")).rowcount
        deleted = session.connection().execute(delete(FollowUp)).rowcount
    assert (changed, deleted) == (0, 0)


def test_a_row_cannot_be_written_into_anothers_notebook(lived_in: Install) -> None:
    row = {"workspace_id": lived_in.here.workspace_id, "name": "A place", "name_key": "a place"}
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction(viewer=USER(lived_in.there.mentee_id)) as session,
    ):
        session.execute(insert(Occasion).values(**row))


def test_a_week_and_its_answer_are_of_mentor_and_mentee_alone(lived_in: Install) -> None:
    for viewer in (USER(lived_in.here.mentor_id), USER(lived_in.here.mentee_id)):
        assert set(seen(viewer, *WEEK).values()) == {1}
    assert set(seen(USER(lived_in.stranger_id), *WEEK, Curriculum).values()) == {0}


def test_who_is_asked_for_ends_with_the_action(lived_in: Install) -> None:
    """A connection is used by one request after another: one's viewer must not serve the next."""
    mentee = USER(lived_in.here.mentee_id)
    with asking_for_nobody():
        with transaction(viewer=mentee) as session:
            assert session.scalar(select(func.count(Person.id)))
        assert not db.session.scalar(select(func.count(Person.id)))
        with snapshot(viewer=mentee) as session:
            assert session.scalar(select(func.count(Person.id)))
        with reading(viewer=mentee) as session:
            assert session.scalar(select(func.count(Person.id)))
            with reading(viewer=SYSTEM) as inner:
                assert inner.scalar(select(func.count(Person.id))) == 2 * lived_in.here.people
            assert session.scalar(select(func.count(Person.id))) == lived_in.here.people
        assert not db.session.scalar(select(func.count(Person.id)))


def test_an_action_that_failed_leaves_no_viewer_behind(lived_in: Install) -> None:
    with asking_for_nobody():
        with pytest.raises(ZeroDivisionError), transaction(viewer=SYSTEM) as session:
            session.scalar(select(func.count(Person.id)))
            raise ZeroDivisionError
        assert not db.session.scalar(select(func.count(Person.id)))


def test_the_access_log_is_written_by_the_mentor_and_read_by_the_mentee(lived_in: Install) -> None:
    here = lived_in.here
    read_shared_people(here.mentorship_id, viewer=USER(here.mentor_id))
    assert seen(USER(here.mentee_id), AccessRead) == {"access_read": 1}
    assert seen(USER(lived_in.there.mentor_id), AccessRead) == {"access_read": 0}
    with reading(viewer=SYSTEM) as session:
        assert session.scalars(select(Mentorship.id)).all()


@pytest.fixture
def dealing(lived_in: Install) -> Install:
    """Both practices have taken money, and sent some back."""
    with transaction(viewer=SYSTEM) as session:
        for practice in (lived_in.here, lived_in.there):
            money.fill(session, practice.enrolment_id)
    for practice in (lived_in.here, lived_in.there):
        coming_account(practice.practice_id, f"acct_{practice.practice_id}")
    return lived_in


@pytest.mark.parametrize("who", ["mentor_id", "mentee_id"])
def test_the_line_and_the_money_of_another_practice_are_not_there(
    dealing: Install, who: str
) -> None:
    """Asked without any filter; the queries narrow it further, to who runs the practice."""
    here = seen(USER(getattr(dealing.here, who)), *BUSINESS)
    assert set(here.values()) == {1}
    assert set(seen(USER(dealing.stranger_id), *BUSINESS).values()) == {0}
    assert set(seen(SYSTEM, *BUSINESS).values()) == {2}


def test_nothing_of_another_practice_is_changed_either(dealing: Install) -> None:
    with transaction(viewer=USER(dealing.there.mentor_id)) as session:
        changed = session.connection().execute(update(Payment).values(currency="xxx")).rowcount
        gone = session.connection().execute(delete(Finding)).rowcount
    assert (changed, gone) == (1, 1)
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction(viewer=USER(dealing.there.mentor_id)) as session,
    ):
        session.execute(
            insert(Finding).values(
                practice_id=dealing.here.practice_id,
                kind="refund_failed",
                subject_type="refund",
                subject_public_id="x",
                opened_at=clock.now(),
            )
        )


def test_who_has_left_the_practice_and_its_circle_sees_nothing_of_it(dealing: Install) -> None:
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Membership).values(user_id=dealing.stranger_id))
        session.execute(update(Mentorship).values(mentor_id=dealing.stranger_id))
        session.execute(update(Enrolment).values(user_id=None))
    assert set(seen(USER(dealing.here.mentor_id), *BUSINESS).values()) == {0}
