"""One practice with a row of everything, and everybody who may not see it, each in a browser of their own.

The visitors of one line alone are in `tests/support/personas.py`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from mentorhub.accounts.actions.invitations import invite_member
from mentorhub.accounts.models.practices import Invitation, Membership
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import SEATED, EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.findings import Finding, open_finding
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.programs.actions.questions import add_question
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program, ProgramQuestion
from mentorhub.reviews.models import CheckIn, Review
from mentorhub.workspace.models.workspaces import Workspace
from tests.isolation import notebook
from tests.isolation.bare_pages import answer_not_found_barely
from tests.isolation.names import ids_of, of_inquiries, of_people, of_the_practice, worthless
from tests.isolation.people import ACTORS, account_of, people_around, write_pages
from tests.support import asking, conversing, courses, factories, opening_notices
from tests.support.forms import token_on
from tests.support.promotion_codes import made_code
from tests.support.stripe_accounts import coming_account

STATES = tuple(EnrolmentState)


@dataclass
class Everybody:
    """The practice's ids by kind, whose things they are, and the browsers of those who ask."""

    app: Flask
    slug: str
    practice_id: int
    insiders: Mapping[
        str, int
    ]  # "owner", "mentee", "left_behind": whose things stand behind the ids
    workspaces: Sequence[int]
    names: dict[str, list[str]]
    links: Sequence[
        str
    ]  # real ones: of a seat that is an account's, of one held, of one paid and not yet claimed
    browsers: dict[str, FlaskClient] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def sign_in_everybody(self) -> None:
        """A browser for each, signed in where there is an account, with its CSRF token."""
        for actor in ACTORS:
            browser = self.browsers[actor] = self.app.test_client()
            if actor != "stranger":
                factories.sign_in(browser, f"{actor}@example.org")
            self.tokens[actor] = token_on(browser, f"/programs/{self.slug}")
        answer_not_found_barely(self.app)


def everybody(app: Flask, *, has_bin: bool = True) -> Everybody:
    """The practice of Ines with Amara and Bo in it, who deleted something unless told otherwise, and the nine."""
    with app.app_context():
        amara = courses.course(weeks=3, slug="circle")
        bo = courses.another(amara, "bo@example.org", "Bo Lindqvist")
        people_around(amara, bo)
        for one in (amara, bo):
            notebook.fill(USER(one.mentee_id), has_bin=has_bin)
        write_pages(amara, bo)
        invite_member(
            amara.scene.practice_id,
            email=f"invited@{notebook.APPLICANT_HOST}",
            role=Role.OWNER,
            viewer=USER(amara.mentor_id),
        )
        coming_account(amara.scene.practice_id, "acct_coming")
        made_code(amara.scene.practice_id)
        add_question(
            amara.scene.program_id, viewer=SYSTEM, question="Why so few?", answer_md="I read all."
        )
        said = f"I am {notebook.APPLICANT}, me@{notebook.APPLICANT_HOST}."
        asking.answered_at_once(amara.scene, amara.enrolment_id, said, by=amara.mentee_id)
        opening_notices.listed(amara.scene.cohort_id, f"b@{notebook.APPLICANT_HOST}")
        conversing.of(amara.scene, name=notebook.APPLICANT, email=f"b@{notebook.APPLICANT_HOST}")
        with transaction(viewer=SYSTEM) as session:
            _line(session, amara)
            open_finding(
                session,
                "refund_failed",
                subject_type="refund",
                subject_public_id="x",
                practice_id=amara.scene.practice_id,
                detail=notebook.SECRET,
                now=clock.now(),
            )
            account_of(session, amara)
            session.flush()
            made = _everybody(session, app, amara, bo)
    made.sign_in_everybody()
    return made


def theirs(everybody: Everybody) -> list[str]:
    """Every row that carries the practice or one of its mentees' notebooks, and the people themselves."""
    with everybody.app.app_context(), db.engine.connect() as connection:
        return [
            f"{table.name}{tuple(row)}"
            for table in db.metadata.sorted_tables
            for row in connection.execute(text(_theirs(everybody, table)))
        ]


def _line(session: Session, of: courses.Course) -> None:
    """One applicant in each state there is."""
    now = clock.now()
    cohort = session.get_one(Cohort, of.scene.cohort_id)
    for state in STATES:
        is_settled = state != EnrolmentState.ARRIVED
        cohort.last_place += is_settled
        cohort.taken += state in SEATED
        cohort.waiting += state == EnrolmentState.WAITING
        session.add(
            Enrolment(
                practice_id=of.scene.practice_id,
                cohort_id=cohort.id,
                name=f"{notebook.APPLICANT} {state.value.title()}",
                email=f"{state.value}@{notebook.APPLICANT_HOST}",
                email_key=f"{state.value}@{notebook.APPLICANT_HOST}",
                price_id=of.scene.price_id,
                amount_minor=64000,
                currency="eur",
                terms_version=1,
                state=state,
                place=cohort.last_place if is_settled else None,
                seat_number=cohort.taken if state in SEATED else None,
                held_until=now + dt.timedelta(days=1) if state == EnrolmentState.HELD else None,
                offered_at=now if state == EnrolmentState.HELD else None,
                arrived_at=now,
            )
        )


def _everybody(
    session: Session, app: Flask, amara: courses.Course, bo: courses.Course
) -> Everybody:
    practice_id = amara.scene.practice_id
    insiders = {"owner": amara.mentor_id, "mentee": amara.mentee_id, "left_behind": bo.mentee_id}
    workspaces = session.scalars(
        select(Workspace.id).where(Workspace.user_id.in_(insiders.values()))
    ).all()

    ids = partial(ids_of, session)
    seat = session.get_one(Enrolment, amara.enrolment_id)
    names = of_people(session, insiders, workspaces)
    mine = CheckIn.mentorship_id.in_([amara.mentorship_id, bo.mentorship_id])
    names |= {
        "slug": [amara.scene.slug],
        "terms_version": ["1"],
        "question": ids(ProgramQuestion, ProgramQuestion.practice_id == practice_id),
        "program": ids(Program, Program.practice_id == practice_id),
        **of_inquiries(session, practice_id, seat),
        "cohort": ids(Cohort, Cohort.practice_id == practice_id),
        "enrolment": ids(Enrolment, Enrolment.practice_id == practice_id),
        "membership": ids(Membership, Membership.practice_id == practice_id),
        "invitation": ids(Invitation, Invitation.practice_id == practice_id),
        **of_the_practice(session, practice_id),
        "price": ids(Price, Price.practice_id == practice_id),
        "mentorship": [amara.mentorship, bo.mentorship],
        "check_in": ids(CheckIn, mine),
        "review": ids(Review, Review.practice_id == practice_id),
        "connection": ids(StripeConnection, StripeConnection.practice_id == practice_id),
        "finding": ids(Finding, Finding.practice_id == practice_id),
        "token": worthless(seat),
        "welcome": [seat.public_id, seat.token],
        "mailed_link": [seat.public_id, seat.token],
        "claimed": [seat.token],
    }
    of_state = {one.state: one for one in session.scalars(select(Enrolment).order_by(Enrolment.id))}
    real = [seat, of_state[EnrolmentState.HELD], of_state[EnrolmentState.ENROLLED]]
    return Everybody(
        app, amara.scene.slug, practice_id, insiders, workspaces, names, [one.token for one in real]
    )


def _theirs(everybody: Everybody, table: Table) -> str:
    conditions = ["1 = 0"]
    people = ", ".join(map(str, everybody.insiders.values()))
    if "practice_id" in table.c:
        conditions.append(f"practice_id = {everybody.practice_id}")
    if "workspace_id" in table.c:
        conditions.append(f"workspace_id IN ({', '.join(map(str, everybody.workspaces))})")
    if table.name == "user_account":
        conditions.append(f"id IN ({people})")
    if table.name == "api_token":
        conditions.append(f"user_id IN ({people})")
    if table.name == "practice":
        conditions.append(f"id = {everybody.practice_id}")
    return f"SELECT * FROM {table.name} WHERE {' OR '.join(conditions)} ORDER BY 1"
