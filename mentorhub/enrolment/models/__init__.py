"""Tables of the line: applicants, the journal, mentorships, intake answers."""

from mentorhub.enrolment.models import applicants, intake, journal, mentorships
