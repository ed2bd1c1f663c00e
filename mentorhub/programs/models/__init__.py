"""Tables of what is offered. A cohort's counters are written by `enrolment.line` only, under its lock."""

from mentorhub.programs.models import (
    cohorts,
    images,
    inquiries,
    intake,
    notices,
    offers,
    openings,
    terms,
)
