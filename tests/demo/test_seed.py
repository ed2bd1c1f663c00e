"""The demo's data as a visitor, a mentee and the mentor find it; every invariant holds."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub import audit
from mentorhub.accounts.models.people import User
from mentorhub.accounts.security.users import password_matches
from mentorhub.app import create_app
from mentorhub.demo import seed
from mentorhub.demo.stories import mentees, offers
from mentorhub.demo.stories.nadia import NADIA
from mentorhub.demo.stories.plot import Mentee
from mentorhub.foundation import clock
from mentorhub.foundation.config import SettingsError
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, USER
from mentorhub.foundation.findings import Finding
from mentorhub.mail.outbox import OutboxMail
from mentorhub.payments.models.ledger import Payment
from mentorhub.programs.queries.programs import program_page, seats
from mentorhub.programs.queries.shown import SeatsLeft
from mentorhub.programs.rules.cohorts import PublicState
from mentorhub.reviews.models import CheckIn
from mentorhub.reviews.queries import review_queue
from mentorhub.reviews.rules import CheckInState, Standing
from mentorhub.stripe_sandbox.serve import RunningSandbox
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.queries.today import today
from tests.conftest import dispose
from tests.demo.conftest import demo_settings

pytestmark = pytest.mark.database


def _seats(slug: str) -> SeatsLeft:
    return seats(slug, viewer=PUBLIC, now=clock.now())


def _user(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


def test_one_programme_has_three_of_twelve_seats_free(in_demo: Flask) -> None:
    left = _seats(offers.POWER_NETWORKING.slug)
    assert (left.seats, left.free, left.waiting, left.state) == (12, 3, 0, PublicState.OPEN)


def test_one_programme_is_sold_out_with_a_line(in_demo: Flask) -> None:
    left = _seats(offers.LETTERS.slug)
    assert (left.free, left.waiting, left.state) == (0, 4, PublicState.FULL)


def test_the_mentees_have_had_a_morning_email_with_somebody_to_reach(in_demo: Flask) -> None:
    kind = OutboxMail.kind == "workspace.morning"
    found = db.session.scalars(select(OutboxMail).where(kind)).all()
    mentees_first = mentees.MENTEES[0].applicant.email
    assert any(mail.to_address == mentees_first and mail.context["people"] for mail in found)


def test_one_programme_opens_within_five_minutes(in_demo: Flask) -> None:
    now = clock.now()
    page = program_page(offers.SOON.slug, viewer=PUBLIC, now=now)
    assert page.cohort is not None
    assert page.state == PublicState.SCHEDULED
    assert dt.timedelta() < page.cohort.opens_at - now <= dt.timedelta(minutes=5)


def test_every_invariant_holds(in_demo: Flask) -> None:
    assert {name: found for name, found in audit.run().items() if found} == {}


def test_every_seat_was_paid_at_stripe(in_demo: Flask) -> None:
    total = db.session.scalar(select(func.sum(Payment.amount_minor)))
    assert db.session.scalar(select(func.count(Payment.payment_intent))) == 4 + 9 + 6
    assert total == (4 + 9) * 64_000 + 6 * 18_000


def test_no_finding_is_open(in_demo: Flask) -> None:
    assert db.session.scalars(select(Finding)).all() == []


def test_nothing_is_in_the_future(in_demo: Flask) -> None:
    now = clock.now()
    latest = [
        db.session.scalar(select(func.max(moment)))
        for moment in (
            OutboxMail.created_at,
            Interaction.logged_at,
            CheckIn.saved_at,
            Payment.captured_at,
        )
    ]
    assert all(found is not None and found <= now for found in latest)


def test_the_four_mentees_and_both_mentors_sign_in_with_the_password(in_demo: Flask) -> None:
    addresses = [
        offers.MENTOR_EMAIL,
        NADIA.email,
        *(each.applicant.email for each in mentees.MENTEES),
    ]
    hashes = [_user(address).password for address in addresses]
    assert all(password_matches(seed.PASSWORD, stored) for stored in hashes)


@pytest.mark.parametrize("mentee", mentees.MENTEES, ids=lambda one: one.applicant.name)
def test_a_mentee_has_a_notebook(in_demo: Flask, mentee: Mentee) -> None:
    viewer = USER(_user(mentee.applicant.email).id)
    assert today(viewer=viewer, now=clock.now()).people == len(mentee.people)


def test_amara_has_something_late_something_due_and_something_coming(in_demo: Flask) -> None:
    page = today(viewer=USER(_user("amara@example.org").id), now=clock.now())
    assert page.late
    assert any(each.public_id not in page.late for each in page.due)
    assert page.coming
    assert page.promises
    assert page.given > page.received > 0


def test_two_check_ins_wait_for_the_mentor_and_one_is_a_draft(in_demo: Flask) -> None:
    queue = review_queue.review_queue(viewer=USER(seed.mentor_id()))
    names = [item.mentee.user.name for item in queue.waiting]
    drafts = select(func.count()).where(CheckIn.state == CheckInState.DRAFT)
    assert names == ["Stéphane Roux", "Amara Nwosu"]
    assert db.session.scalar(drafts) == 1


def test_the_circle_is_in_its_fifth_week(in_demo: Flask) -> None:
    running = [
        one
        for one in review_queue.mentees(viewer=USER(seed.mentor_id()))
        if one.standing not in {Standing.BEFORE}
    ]
    assert {len(one.marks) - one.marks.count("ahead") for one in running} <= {4, 5}
    assert len(running) == 4


def test_an_install_with_users_is_left_alone(
    copied: Callable[[Path], str], tmp_path: Path, stripe_server: RunningSandbox
) -> None:
    app = create_app(demo_settings(copied(tmp_path), stripe_api_base=stripe_server.url))
    with app.app_context(), pytest.raises(SettingsError, match="not empty"):
        seed.seed()
    dispose(app)


def test_no_history_is_told_where_money_would_be_real(in_app: Flask) -> None:
    with pytest.raises(SettingsError, match="sandbox"):
        seed.seed()
