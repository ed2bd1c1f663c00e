"""Tables of what is offered. A cohort's counters are written by `enrolment.line` only, under its lock."""

from mentorhub.programs.models.cohorts import (
    GENESIS,
    Cohort,
    Price,
)
from mentorhub.programs.models.notices import PracticeNotices
from mentorhub.programs.models.offers import (
    Inquiry,
    Program,
    ProgramQuestion,
    ProgramSlug,
    Texts,
)

__all__ = [
    "GENESIS",
    "Cohort",
    "Inquiry",
    "PracticeNotices",
    "Price",
    "Program",
    "ProgramQuestion",
    "ProgramSlug",
    "Texts",
]
