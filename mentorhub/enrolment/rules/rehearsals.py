"""A cohort that its practice tries before others do: how long, who is in it, when it can be begun. Pure."""

import datetime as dt

from mentorhub.enrolment.rules.refusals import CohortCalledOff, CohortOver
from mentorhub.programs.rules.cohorts import CALLED_OFF, CohortState

LASTS = dt.timedelta(hours=1)
NAMES_KEPT = dt.timedelta(days=30)  # after its end: what was typed there is of use to nobody
# RFC 6761 keeps this top-level domain free of mailboxes: nobody's address is stored, and no account can have it.
ADDRESSES = "rehearsal.invalid"


def address_of(number: int) -> str:
    """Of the applicant who comes as this one, from 1."""
    return f"applicant-{number}@{ADDRESSES}"


def refuse_pointless(state: CohortState, *, ends_on: dt.date, today: dt.date) -> None:
    """Raises `CohortCalledOff` or `CohortOver` for a cohort that nobody will enrol in any more."""
    if state in CALLED_OFF:
        raise CohortCalledOff
    if ends_on < today:
        raise CohortOver
