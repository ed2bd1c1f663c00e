"""Tables of the line: applicants, the journal, mentorships."""

from mentorhub.enrolment.models.applicants import (
    LINK,
    WELCOME,
    Enrolment,
)
from mentorhub.enrolment.models.journal import (
    LineEntry,
)
from mentorhub.enrolment.models.mentorships import (
    Mentorship,
)

__all__ = ["LINK", "WELCOME", "Enrolment", "LineEntry", "Mentorship"]
