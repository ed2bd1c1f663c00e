"""The check-ins that the demo's mentees wrote week by week, and their mentor's reviews."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from mentorhub.demo.history import History
from mentorhub.demo.stories.plot import Feedback, WeekEntry
from mentorhub.demo.stories.weeks import WEEKS
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.reviews.actions.check_ins import mark_review_read, start_check_in, submit_check_in
from mentorhub.reviews.actions.reviewing import review_check_in
from mentorhub.reviews.models import Review

SENT, ANSWERED = "19:10", "10:10"
WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class Course:
    """One mentee's course: the mentee, their mentor and time zone, the first day."""

    history: History
    user_id: int
    mentor_id: int
    zone: str
    starts_on: dt.date

    @property
    def viewer(self) -> Viewer:
        """The mentee, whose check-ins these are."""
        return USER(self.user_id)

    def write(self, entry: WeekEntry) -> None:
        """Plan a check-in: started and, unless it is a draft, submitted on its week's last evening and reviewed."""
        ends_on = self.starts_on + WEEK * entry.week - dt.timedelta(days=1)
        at = self.history.on(ends_on, SENT, zone=self.zone)
        if entry.ago is not None:
            at = self.history.time(entry.ago, SENT, zone=self.zone)
        self.history.at(at, partial(self._write, entry, at))

    def _write(self, entry: WeekEntry, at: dt.datetime) -> None:
        plan = WEEKS[entry.week]
        check_in = start_check_in(
            self._mentorship(),
            viewer=self.viewer,
            week=entry.week,
            title=plan.title,
            prompts=plan.prompts,
            answers=entry.answers,
        )
        if not entry.is_sent:
            return
        submit_check_in(check_in, viewer=self.viewer, version=1, answers=entry.answers)
        if entry.feedback is not None:
            self._answer(check_in, entry.feedback, at)

    def _answer(self, check_in: str, feedback: Feedback, sent_at: dt.datetime) -> None:
        at = sent_at + dt.timedelta(days=1, hours=15)
        if feedback.ago is not None:
            at = self.history.time(feedback.ago, ANSWERED, zone=self.zone)
        self.history.at(at, partial(self._review, check_in, feedback, at))

    def _review(self, check_in: str, feedback: Feedback, at: dt.datetime) -> None:
        review_check_in(
            check_in,
            viewer=USER(self.mentor_id),
            body=feedback.body,
            next_step=feedback.step,
            next_step_on=(at + WEEK).date() if feedback.step else None,
        )
        if feedback.is_read:
            self.history.at(at + dt.timedelta(hours=8), partial(self._read, feedback.body))

    def _read(self, body: str) -> None:
        with reading(viewer=self.viewer) as session:
            review = session.scalars(select(Review.public_id).where(Review.body == body)).one()
        mark_review_read(review, viewer=self.viewer)

    def _mentorship(self) -> str:
        with reading(viewer=self.viewer) as session:
            return session.scalars(
                select(Mentorship.public_id)
                .join(Enrolment, Enrolment.id == Mentorship.enrolment_id)
                .where(Enrolment.user_id == self.user_id)
                .order_by(Mentorship.id)
                .limit(1)
            ).one()
