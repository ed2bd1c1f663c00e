"""Applicants who submit at the same time, and the outcome."""

from collections.abc import Sequence

from mentorhub.enrolment.actions import arrivals
from mentorhub.enrolment.actions.arrivals import Arrival
from mentorhub.enrolment.queries.arrivals import CohortRef
from mentorhub.foundation.errors import Refusal
from tests.support.factories import Scene


def applicant(name: str, *, browser: str = "", is_return: bool = False) -> arrivals.Applicant:
    """As they typed it, each with a browser of their own."""
    return arrivals.Applicant(
        name.title(), f"{name}@example.org", browser_key=browser or name, is_return=is_return
    )


def submit_form(scene: Scene, *who: arrivals.Applicant) -> Sequence[Arrival | Refusal]:
    """They all submit at the same time."""
    return arrivals._take_places(CohortRef(cohort_id=scene.cohort_id), who)


def ids(outcomes: Sequence[Arrival | Refusal]) -> list[int]:
    """The enrolments of those who were admitted."""
    return [one.id for one in outcomes if isinstance(one, Arrival)]
