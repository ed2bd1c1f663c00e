"""A mentee answers their mentor's intake questions: some now, the rest later, and corrects what they said."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.intake import IntakeAnswer
from mentorhub.enrolment.queries.intake import answers_of, refuse_others, until_of
from mentorhub.enrolment.rules.intake import AnswerTooLong, refuse_late
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.programs.models.intake import IntakeQuestion
from mentorhub.programs.queries.intake import intake_of


def save_answers(
    enrolment_id: int, *, viewer: Viewer, answers: Mapping[str, str], seen: str
) -> None:
    """Save {public id of a question: answer}; '' takes an answer back. Questions that are not named stay as they are.

    `seen` is the version of `queries.intake.Intake.answers` that was read before; the same answers again change
    nothing. Raises `AnswersClosed`, `AnswerTooLong`, `ChangedElsewhere`; `NotFound` to anybody but whose seat it is,
    and for a question that is not asked (any more).
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        enrolment = session.get(
            Enrolment, enrolment_id, with_for_update={"key_share": True}, populate_existing=True
        )
        if enrolment is None:
            raise NotFound
        refuse_others(enrolment, viewer=viewer)
        asked = {one.public_id: one for one in intake_of(session, enrolment.cohort_id)}
        if not set(answers) <= set(asked):
            raise NotFound
        rows = answers_of(session, enrolment_id)
        stored = {key: rows[one.id].answer for key, one in asked.items() if one.id in rows}
        wanted = {key: answers.get(key, stored.get(key, "")) for key in asked}
        wanted = {key: answer for key, answer in wanted.items() if answer}
        refuse_overwriting(stored, wanted, seen=seen)
        if stored == wanted:
            return
        refuse_late(until_of(enrolment), now=now)
        for key, question in asked.items():
            said = wanted.get(key, "")
            if len(said) > question.written.answer_max:
                raise AnswerTooLong(key, question.written.answer_max)
            _write(session, enrolment, question, said, row=rows.get(question.id), now=now)


def _write(
    session: Session,
    enrolment: Enrolment,
    question: IntakeQuestion,
    said: str,
    *,
    row: IntakeAnswer | None,
    now: dt.datetime,
) -> None:
    """The answer to one question; '' leaves none."""
    if row is not None and said:
        row.say(said, to=question.question, now=now)
    elif row is not None:
        session.delete(row)
    elif said:
        answer = IntakeAnswer(
            practice_id=enrolment.practice_id,
            enrolment_id=enrolment.id,
            question_id=question.id,
            question=question.question,
            answer=said,
            answered_at=now,
        )
        session.add(answer)
