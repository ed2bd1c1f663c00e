"""A course under way with its mentees, and check-ins in each state; made by the package's own actions."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select, update
from sqlalchemy.orm import selectinload

from mentorhub.accounts.models.practices import Membership
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER, Viewer
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from mentorhub.reviews.actions.check_ins import start_check_in, submit_check_in
from mentorhub.reviews.actions.reviewing import review_check_in
from mentorhub.reviews.models import CheckIn
from mentorhub.reviews.rules import CheckInState
from mentorhub.workspace.actions.notebook import open_workspace
from mentorhub.workspace.actions.people import add_people
from tests.support import factories

PROMPTS = ("Whom did you meet?", "What did you give?", "Where are you stuck?")
WORDS = ["Marta, at last.", "A recipe.", ""]
TYPED = {f"answers-{position}": words for position, words in enumerate(WORDS)}


@dataclass(frozen=True)
class Course:
    """A scene whose course began `weeks` weeks ago, and its first mentee."""

    scene: factories.Scene
    mentee_id: int
    enrolment_id: int
    mentorship_id: int
    mentorship: str

    @property
    def mentor_id(self) -> int:
        """Ines."""
        return self.scene.mentor_id


def course(*, weeks: int = 2, **fields: Any) -> Course:
    """Ines' circle in week `weeks` + 1, with Amara (amara@example.org), who joined before it began."""
    with clock.moved(-dt.timedelta(weeks=weeks + 1)):
        scene = factories.scene(starts_in_days=7, seats=50, **fields)
        return _joined(scene, "amara@example.org", "Amara Nwosu")


def another(of: Course, email: str, name: str) -> Course:
    """One more mentee of the same circle, since today."""
    return _joined(of.scene, email, name)


def begun(of: Course, *, week: int, words: Sequence[str] = WORDS) -> str:
    """A draft; its public id."""
    return start_check_in(
        of.mentorship,
        viewer=USER(of.mentee_id),
        week=week,
        title="",
        prompts=PROMPTS,
        answers=words,
    )


def sent(of: Course, *, week: int, words: Sequence[str] = WORDS) -> str:
    """A submitted check-in, in the mentor's queue; its public id."""
    check_in_id = begun(of, week=week, words=words)
    submit_check_in(check_in_id, viewer=USER(of.mentee_id), version=1, answers=words)
    return check_in_id


def answered(of: Course, *, week: int, body: str = "Dear Amara, *well done*.") -> str:
    """A check-in with its review; its public id."""
    check_in_id = sent(of, week=week)
    review_check_in(check_in_id, viewer=USER(of.mentor_id), body=body)
    return check_in_id


def made_in(app: Flask, of: Course, make: Callable[..., str], **fields: Any) -> str:
    """One of the above in a context of its own, for tests that make requests."""
    with app.app_context():
        return make(of, **fields)


def hidden(of: Course, *, week: object = 3, version: int = 0) -> dict[str, Any]:
    """The hidden fields of a check-in not yet started."""
    return {"mentorship": of.mentorship, "week": week, "version": version}


def only_words(app: Flask) -> tuple[CheckInState, list[str]]:
    """State and words of the only check-in."""
    with app.app_context():
        found = only_check_in()
        return found.state, found.words


def words_of(app: Flask, check_in_id: str) -> tuple[CheckInState, list[str]]:
    """State and words of a check-in."""
    with app.app_context():
        found = check_in(check_in_id)
        return found.state, found.words


def check_in(check_in_id: str) -> CheckIn:
    """The row."""
    with reading(viewer=SYSTEM) as session:
        return session.scalars(
            select(CheckIn)
            .where(CheckIn.public_id == check_in_id)
            .execution_options(populate_existing=True)
        ).one()


def only_check_in() -> CheckIn:
    """The only check-in."""
    with reading(viewer=SYSTEM) as session:
        found = session.scalars(select(CheckIn).options(selectinload(CheckIn.answers))).one()
        session.expunge_all()
        return found


def open_notebook(of: Course) -> None:
    """The mentee's workspace, with one person in it: Marta Nowak."""
    open_workspace(viewer=USER(of.mentee_id))
    add_people(["Marta Nowak"], viewer=USER(of.mentee_id))


def pause(of: Course) -> None:
    """A missed instalment, say."""
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Enrolment, of.enrolment_id).pause("instalment", clock.now())


def finish(of: Course, *, days_ago: int = 0) -> None:
    """The mentorship ends."""
    with transaction(viewer=SYSTEM) as session:
        until = clock.now() - dt.timedelta(days=days_ago)
        session.execute(
            update(Mentorship).where(Mentorship.id == of.mentorship_id).values(until_at=until)
        )


def leave_practice(of: Course) -> None:
    """The mentor is no longer a member; somebody else owns the practice."""
    heir_id = factories.user("heir@example.org")
    with transaction(viewer=SYSTEM) as session:
        theirs = update(Membership).where(Membership.user_id == of.mentor_id)
        session.execute(theirs.values(user_id=heir_id))


def mails(kind: str) -> Sequence[OutboxMail]:
    """What the outbox holds of one kind."""
    with reading(viewer=SYSTEM) as session:
        found = session.scalars(select(OutboxMail).where(OutboxMail.kind == kind)).all()
        for mail in found:
            session.expunge(mail)
            mail.text_body, mail.html_body = render(mail)
        return found


def count(table: type[Any]) -> int:
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def viewer_named(who: str, of: Course) -> Viewer:
    """Mentor or mentee of the course, the mentor of another practice, a stranger, or the public."""
    if who == "stranger":
        return USER(factories.user("stranger@example.org", "A Stranger"))
    if who == "other mentor":
        return USER(factories.practice(mentor_email="other@example.org", name="Elsewhere")[1])
    return {"mentor": USER(of.mentor_id), "mentee": USER(of.mentee_id)}.get(who, PUBLIC)


@contextmanager
def queries_counted() -> Iterator[list[str]]:
    """The statements sent meanwhile; needs an app context."""
    made: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        made.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _joined(scene: factories.Scene, email: str, name: str) -> Course:
    user_id = factories.user(email, name)
    enrolment_id, mentorship_id = factories.enrolled(scene, user_id)
    with reading(viewer=SYSTEM) as session:
        mentorship = session.get_one(Mentorship, mentorship_id)
        return Course(scene, user_id, enrolment_id, mentorship_id, mentorship.public_id)
