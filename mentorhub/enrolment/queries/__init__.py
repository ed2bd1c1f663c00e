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
from mentorhub.enrolment.queries.endings import (
    Cancellation,
    Withdrawal,
    cancellation,
    owner_of,
    withdrawal,
)
from mentorhub.enrolment.queries.instalments import (
    PlannedPayment,
    due_instalments,
    enrolment_of_instalment,
    overdue_instalments,
)
from mentorhub.enrolment.queries.journals import (
    Entry,
    Journal,
    journal,
    journal_entry,
    journal_head,
    journal_texts,
)
from mentorhub.enrolment.queries.lines import (
    Line,
    LinePage,
    Lines,
    kept_applicant,
    kept_cohort,
    line,
    lines,
    roles_held,
)
from mentorhub.enrolment.queries.money import Money
from mentorhub.enrolment.queries.paying import WaysToPay, WayToPay, ways_to_pay
from mentorhub.enrolment.queries.rosters import Roster, RosterPlace, roster, seen_cohort
from mentorhub.enrolment.queries.stories import Story, story

__all__ = [
    "Cancellation",
    "Entry",
    "Journal",
    "Line",
    "LinePage",
    "Lines",
    "Money",
    "PlannedPayment",
    "Roster",
    "RosterPlace",
    "Standing",
    "Story",
    "WayToPay",
    "WaysToPay",
    "Withdrawal",
    "attempt_of_reference",
    "called_off_places",
    "cancellation",
    "cohort_taking_arrivals",
    "due_instalments",
    "enrolment_of_instalment",
    "enrolment_of_link",
    "journal",
    "journal_entry",
    "journal_head",
    "journal_texts",
    "kept_applicant",
    "kept_cohort",
    "line",
    "lines",
    "my_enrolments",
    "overdue_holds",
    "overdue_instalments",
    "owner_of",
    "place_of_browser",
    "roles_held",
    "roster",
    "seen_cohort",
    "standing",
    "story",
    "token_of",
    "unanswered_offers",
    "unplaced_cohorts",
    "ways_to_pay",
    "withdrawal",
]
