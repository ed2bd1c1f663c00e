"""Two practices on one install, each with all that a notebook and a week's page can hold; and a stranger."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.reviews.actions.check_ins import start_check_in, submit_check_in
from mentorhub.reviews.actions.reviewing import review_check_in
from mentorhub.reviews.models import Appointment, Curriculum
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.history import log_interaction, move_to_stage
from mentorhub.workspace.actions.notebook import open_workspace
from mentorhub.workspace.actions.people import add_person
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.rules.conversations import Conversation, Favour, Part
from mentorhub.workspace.rules.details import Details
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Kind
from tests.support import factories, notebooks

PEOPLE = 4


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
    open_workspace(viewer=mentee)
    today = clock.now().date()
    for name in ("Marta Nowak", "Tomás Silva"):
        who = add_person(
            Details(name=name, occasion="The spring fair", met_on=today),
            viewer=mentee,
            note="We talked about bread.",
            thank_you="Say thank you",
        ).public_id
        log_interaction(
            [Part(who)],
            Conversation(Kind.MESSAGE, today, is_two_way=True),
            viewer=mentee,
            favour=Favour(Direction.GAVE, "A recipe"),
        )
        schedule_follow_up(who, viewer=mentee, due_on=today, reason="Ask about the roof")
        add_promise(who, viewer=mentee, what="Send the address")
        move_to_stage(who, Stage.MUTUAL, viewer=mentee)
        tag_person(who, ["The fair"], viewer=mentee)
    notebooks.doubled(mentee, notebooks.full(mentee))
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
    check_in_id = start_check_in(
        public_id,
        viewer=USER(mentee_id),
        week=1,
        title="",
        prompts=("Whom did you meet?",),
        answers=answers,
    )
    submit_check_in(check_in_id, viewer=USER(mentee_id), version=1, answers=answers)
    review_check_in(check_in_id, viewer=USER(mentor_id), body="Well done.")
