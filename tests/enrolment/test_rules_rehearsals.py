"""When a rehearsal can be begun, and who is in it."""

import datetime as dt

import pytest

from mentorhub.enrolment.rules import rehearsals
from mentorhub.enrolment.rules.refusals import CohortCalledOff, CohortOver
from mentorhub.programs.rules.cohorts import CohortState

TODAY = dt.date(2026, 11, 29)


@pytest.mark.parametrize("state", [CohortState.DRAFT, CohortState.PUBLISHED])
def test_what_somebody_may_still_enrol_in_is_rehearsed_to_its_last_day(state: CohortState) -> None:
    rehearsals.refuse_pointless(state, ends_on=TODAY, today=TODAY)
    with pytest.raises(CohortOver):
        rehearsals.refuse_pointless(state, ends_on=TODAY - dt.timedelta(days=1), today=TODAY)


def test_a_cancelled_cohort_is_not_rehearsed() -> None:
    with pytest.raises(CohortCalledOff):
        rehearsals.refuse_pointless(CohortState.CANCELLED, ends_on=TODAY, today=TODAY)


def test_applicants_have_addresses_that_there_cannot_be() -> None:
    assert rehearsals.address_of(2) == "applicant-2@rehearsal.invalid"
