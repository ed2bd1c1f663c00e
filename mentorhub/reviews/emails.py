"""The two emails of reviews: a check-in was submitted, a review was written. Both hold a link, never the words."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.foundation import links
from mentorhub.foundation.names import isolated
from mentorhub.mail import outbox
from mentorhub.mail.kinds import Digest, Kind, Topic, Weight
from mentorhub.reviews.models import CheckIn

CHECK_INS = Digest(
    "reviews.check_ins_submitted",
    lambda count: ngettext("%(num)s check-in to read", "%(num)s check-ins to read", count),
)
REVIEWS = Digest(
    "reviews.reviews_written",
    lambda count: ngettext(
        "%(num)s answer from your mentor", "%(num)s answers from your mentor", count
    ),
)
KINDS = (
    Kind(
        "reviews.check_in_submitted",
        Weight.OPTIONAL,
        _l("A mentee has sent a check-in"),
        Topic.PAGES,
        CHECK_INS,
    ),
    Kind(CHECK_INS.kind, Weight.OPTIONAL, _l("Several mentees have sent check-ins"), Topic.PAGES),
    Kind(
        "reviews.review_written",
        Weight.OPTIONAL,
        _l("Your check-in was answered"),
        Topic.ANSWERS,
        REVIEWS,
    ),
    Kind(
        REVIEWS.kind, Weight.OPTIONAL, _l("Several of your check-ins were answered"), Topic.ANSWERS
    ),
)


def check_in_submitted(session: Session, check_in: CheckIn, *, now: dt.datetime) -> None:
    """To the mentor: a check-in waits for an answer."""
    mentor = check_in.mentorship.mentor
    mentee = _mentee(check_in)
    with outbox.written_for(mentor.locale, mentor.timezone):
        subject = _("%(name)s has sent you a check-in", name=isolated(mentee.name))
    outbox.queue(
        session,
        "reviews/emails/check_in_submitted",
        to_name=mentor.name,
        to_address=mentor.email,
        subject=subject,
        locale=mentor.locale,
        zone=mentor.timezone,
        now=now,
        practice_id=check_in.practice_id,
        user_id=mentor.id,
        fact_key=f"check-in {check_in.public_id} submitted {check_in.submitted_at}",
        check_in={"week": check_in.week, "submitted_at": check_in.submitted_at},
        mentee={"name": mentee.name},
        url=links.absolute(f"/review/{check_in.public_id}"),
    )


def review_written(session: Session, check_in: CheckIn, *, now: dt.datetime) -> None:
    """To the mentee: the mentor has answered."""
    mentor = check_in.mentorship.mentor
    mentee = _mentee(check_in)
    with outbox.written_for(mentee.locale, mentee.timezone):
        subject = _("%(name)s has answered your check-in", name=isolated(mentor.name))
    outbox.queue(
        session,
        "reviews/emails/review_written",
        to_name=mentee.name,
        to_address=mentee.email,
        subject=subject,
        locale=mentee.locale,
        zone=mentee.timezone,
        now=now,
        practice_id=check_in.practice_id,
        user_id=mentee.id,
        fact_key=f"check-in {check_in.public_id} reviewed {check_in.reviewed_at}",
        check_in={"week": check_in.week, "reviewed_at": check_in.reviewed_at},
        mentor={"name": mentor.name},
        url=links.absolute(f"/week/{check_in.public_id}"),
    )


def _mentee(check_in: CheckIn) -> User:
    mentee = check_in.mentorship.enrolment.user
    assert mentee is not None  # only a user can write a check-in
    return mentee
