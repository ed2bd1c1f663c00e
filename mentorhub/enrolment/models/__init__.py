"""Tables of the line: applicants, the journal, mentorships."""

from mentorhub.enrolment.models.applicants import (
    HAS_LAPSED,
    IS_LIVE,
    LINK,
    RETURN,
    WELCOME,
    Enrolment,
)
from mentorhub.enrolment.models.belonging import account_of
from mentorhub.enrolment.models.journal import (
    NOTIFIED,
    LineEntry,
    Notified,
)
from mentorhub.enrolment.models.mentorships import (
    Mentorship,
)

__all__ = [
    "HAS_LAPSED",
    "IS_LIVE",
    "LINK",
    "NOTIFIED",
    "RETURN",
    "WELCOME",
    "Enrolment",
    "LineEntry",
    "Mentorship",
    "Notified",
    "account_of",
]
