"""Two practices on one install, each with all that a notebook and a week's page can hold; and a stranger."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from mentorhub.enrolment.models import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, USER, transaction
from mentorhub.reviews import actions as reviews
from mentorhub.reviews.models import Appointment, Curriculum
from mentorhub.workspace import actions
from mentorhub.workspace.actions import Details, Favour
from mentorhub.workspace.models import Workspace
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Kind
from tests.support import factories

PEOPLE = 2


@dataclass(frozen=True)
class Practice:
    """One of them: its mentor, and a mentee with everything."""

    practice_id: int
    mentor_id: int
    mentee_id: int
    enrolment_id: int
    mentorship_id: int
    workspace_id: int
    people: int = PEOPLE


@dataclass(frozen=True)
class Install:
    """Both, and a user who belongs to neither."""

    here: Practice
    there: Practice
    stranger_id: int


def install() -> Install:
    """Written through the packages' own actions."""
    return Install(_practice("here"), _practice("there"), factories.user("stranger@example.org"))


def _practice(name: str) -> Practice:
    practice_id, mentor_id = factories.practice(mentor_email=f"mentor@{name}.org", name=name)
    with clock.moved(-dt.timedelta(weeks=2)):
        scene = factories.program(practice_id, mentor_id, slug=name, seats=5, starts_in_days=7)
        mentee_id = factories.user(f"mentee@{name}.org")
        enrolment_id, mentorship_id = factories.enrolled(scene, mentee_id)
    with transaction(viewer=SYSTEM) as session:
        session.add(
            Curriculum(
                practice_id=practice_id,
                program_id=scene.program_id,
                title="A first year",
                created_at=clock.now(),
            )
        )
    _week(mentorship_id, mentor_id, mentee_id)
    notebook_id = _notebook(mentee_id)
    return Practice(practice_id, mentor_id, mentee_id, enrolment_id, mentorship_id, notebook_id)


def _notebook(mentee_id: int) -> int:
    mentee = USER(mentee_id)
    actions.open_workspace(viewer=mentee)
    today = clock.now().date()
    for name in ("Marta Nowak", "Tomás Silva"):
        who = actions.add_person(
            Details(name=name, occasion="The spring fair", met_on=today),
            viewer=mentee,
            note="We talked about bread.",
            thank_you="Say thank you",
        ).public_id
        actions.log_interaction(
            who,
            viewer=mentee,
            kind=Kind.MESSAGE,
            is_two_way=True,
            on_date=today,
            favour=Favour(Direction.GAVE, "A recipe"),
        )
        actions.schedule_follow_up(who, viewer=mentee, due_on=today, reason="Ask about the roof")
        actions.add_promise(who, viewer=mentee, what="Send the address")
        actions.move_to_stage(who, Stage.MUTUAL, viewer=mentee)
        actions.tag_person(who, ["The fair"], viewer=mentee)
    with transaction(viewer=SYSTEM) as session:
        return session.scalars(select(Workspace.id).where(Workspace.user_id == mentee_id)).one()


def _week(mentorship_id: int, mentor_id: int, mentee_id: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        mentorship = session.get_one(Mentorship, mentorship_id)
        public_id, practice_id = mentorship.public_id, mentorship.practice_id
        session.add(
            Appointment(
                practice_id=practice_id,
                mentorship_id=mentorship_id,
                starts_at=clock.now(),
                minutes=45,
            )
        )
    answers = ["Marta, at last."]
    check_in_id = reviews.start_check_in(
        public_id,
        viewer=USER(mentee_id),
        week=1,
        title="",
        prompts=("Whom did you meet?",),
        answers=answers,
    )
    reviews.submit_check_in(check_in_id, viewer=USER(mentee_id), version=1, answers=answers)
    reviews.review_check_in(check_in_id, viewer=USER(mentor_id), body="Well done.")
