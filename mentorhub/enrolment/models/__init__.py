"""Tables of the line: applicants, the journal, mentorships."""

from mentorhub.enrolment.models import applicants, journal, mentorships
