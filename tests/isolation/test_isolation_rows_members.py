"""Row-level security on members and invitations: another practice's are not there to read."""

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from mentorhub.accounts.actions.invitations import accept_invitation
from mentorhub.accounts.actions.practices import create_practice
from mentorhub.accounts.models.practices import Invitation, Membership, Practice
from mentorhub.accounts.queries import factors
from mentorhub.accounts.queries.factors import token_owing_factor
from mentorhub.accounts.queries.invitations import offer_of
from mentorhub.accounts.rules.invitations import Reader
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, snapshot, transaction
from mentorhub.foundation.database.viewers import (
    APPLICANT,
    PUBLIC,
    SYSTEM,
    USER,
    Viewer,
    asking_for_nobody,
)
from tests.isolation.test_isolation_rows import lived_in, seen
from tests.isolation.two_practices import Install
from tests.races.conftest import racing
from tests.support import factories
from tests.support.inviting import invite, token

__all__ = ["lived_in", "racing"]

PEOPLE = (Membership, Invitation)


@pytest.fixture
def inviting(lived_in: Install) -> Install:
    """Both practices have an invitation out."""
    for practice in (lived_in.here, lived_in.there):
        invite(practice.practice_id, practice.mentor_id, f"bo@{practice.practice_id}.org")
    return lived_in


def test_a_member_reads_their_own_practice_alone_without_any_filter(inviting: Install) -> None:
    assert seen(USER(inviting.here.mentor_id), *PEOPLE) == {"membership": 1, "invitation": 1}
    assert seen(SYSTEM, *PEOPLE) == {"membership": 2, "invitation": 2}


@pytest.mark.parametrize("who", ["nobody", "applicant", "stranger", "mentee"])
def test_who_has_no_role_reads_no_row_of_it(inviting: Install, who: str) -> None:
    viewers: dict[str, Viewer] = {
        "nobody": PUBLIC,
        "applicant": APPLICANT(inviting.here.enrolment_id),
        "stranger": USER(inviting.stranger_id),
        "mentee": USER(inviting.here.mentee_id),
    }
    assert seen(viewers[who], *PEOPLE) == {"membership": 0, "invitation": 0}


def test_who_has_left_reads_no_more_of_it(inviting: Install) -> None:
    with transaction(viewer=SYSTEM) as session:
        theirs = Membership.user_id == inviting.here.mentor_id
        session.execute(delete(Invitation))  # which would hang on the row that goes
        session.execute(update(Membership).where(theirs).values(user_id=inviting.stranger_id))
    invite(inviting.here.practice_id, inviting.stranger_id, "late@example.org")
    assert seen(USER(inviting.here.mentor_id), *PEOPLE) == {"membership": 0, "invitation": 0}


def test_an_action_that_forgets_its_filter_changes_one_practice_alone(inviting: Install) -> None:
    with transaction(viewer=USER(inviting.here.mentor_id)) as session:
        lower = update(Invitation).values(role=Role.ASSISTANT)
        assert session.connection().execute(lower).rowcount == 1
        assert session.connection().execute(delete(Invitation)).rowcount == 1
    with transaction(viewer=USER(inviting.stranger_id)) as session:
        raised = update(Membership).values(role=Role.OWNER)
        assert session.connection().execute(raised).rowcount == 0
        assert session.connection().execute(delete(Membership)).rowcount == 0


@pytest.mark.parametrize("who", ["stranger", "other owner"])
def test_nobody_makes_themselves_a_member_of_what_others_run(inviting: Install, who: str) -> None:
    user_id = inviting.stranger_id if who == "stranger" else inviting.there.mentor_id
    row = {
        "practice_id": inviting.here.practice_id,
        "user_id": user_id,
        "public_id": "x",
        "role": Role.OWNER,
        "created_at": clock.now(),
    }
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction(viewer=USER(user_id)) as session,
    ):
        session.connection().execute(insert(Membership).values(row))


def test_who_founds_a_practice_is_its_first_member(inviting: Install) -> None:
    stranger = inviting.stranger_id
    create_practice(name="New", email="new@example.org", owner_id=stranger)
    assert seen(USER(stranger), *PEOPLE) == {"membership": 1, "invitation": 0}


def test_an_email_opens_to_whoever_holds_it_and_lets_in_whose_it_is(
    inviting: Install, racing: Flask
) -> None:
    invite(inviting.here.practice_id, inviting.here.mentor_id, "new@example.org")
    mail = token(racing)
    with asking_for_nobody():
        for viewer, reader in (
            (PUBLIC, Reader.NEW),
            (USER(inviting.stranger_id), Reader.OTHER),
        ):
            offer = offer_of(mail, viewer=viewer, now=clock.now())
            assert offer is not None
            assert offer.reader == reader
        accepted = accept_invitation(mail, name="New", viewer=PUBLIC)
    assert seen(USER(accepted.user_id), Membership) == {"membership": 2}


def test_whose_second_step_is_owed_is_asked_for_a_factor_before_they_are_signed_in(
    inviting: Install,
) -> None:
    mentor = inviting.here.mentor_id
    factories.give_authenticator(mentor)
    owing = token_owing_factor(viewer=USER(mentor), now=clock.now())
    with asking_for_nobody():
        owed = factors.owed(owing or "", viewer=PUBLIC, now=clock.now())
    assert owed is not None
    assert owed.factors.is_required


def test_asking_about_oneself_looks_at_nobody_elses_row(inviting: Install) -> None:
    """The question of every guarded page goes by the index, and asks no function for the practices."""
    mine = USER(inviting.here.mentor_id)
    with asking_for_nobody(), reading(viewer=mine) as session:
        session.execute(text("SET enable_seqscan = off"))
        plan = session.execute(
            text("EXPLAIN ANALYZE SELECT id FROM membership WHERE user_id = :me"), {"me": mine.id}
        )
        read = "\n".join(plan.scalars())
        assert session.scalar(select(func.count(Practice.id))) == 2
    assert "ix_membership_user_id" in read
    assert "never executed" in read


def test_rows_that_are_streamed_are_asked_for_the_viewer_as_well(inviting: Install) -> None:
    """Also as the first thing of a snapshot: the cursor on the server runs nothing before it is read."""
    mine = USER(inviting.here.mentor_id)
    with asking_for_nobody(), snapshot(viewer=mine) as session:
        asked = select(Invitation.email).execution_options(yield_per=10)
        assert len(session.execute(asked).all()) == 1
    with asking_for_nobody(), snapshot(viewer=SYSTEM) as session:
        assert len(session.execute(asked).all()) == 2
