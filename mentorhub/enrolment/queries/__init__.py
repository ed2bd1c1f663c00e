"""Reads of the line. An applicant is named by the enrolment of their link; staff and public by what they may see."""

from mentorhub.enrolment.queries.applicants import (
    Standing,
    cohort_taking_arrivals,
    enrolment_of_link,
    my_enrolments,
    place_of_browser,
    standing,
    token_of,
)
from mentorhub.enrolment.queries.due import (
    attempt_of_reference,
    called_off_places,
    overdue_holds,
    unanswered_offers,
    unplaced_cohorts,
)
from mentorhub.enrolment.queries.journals import (
    Entry,
    Journal,
    journal,
    journal_entry,
    journal_head,
    journal_texts,
)

__all__ = [
    "Entry",
    "Journal",
    "Standing",
    "attempt_of_reference",
    "called_off_places",
    "cohort_taking_arrivals",
    "enrolment_of_link",
    "journal",
    "journal_entry",
    "journal_head",
    "journal_texts",
    "my_enrolments",
    "overdue_holds",
    "place_of_browser",
    "standing",
    "token_of",
    "unanswered_offers",
    "unplaced_cohorts",
]
