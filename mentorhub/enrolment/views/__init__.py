"""Pages of the line: an applicant's from the first form to the end, the practice's own, and the public journal."""

from mentorhub.enrolment.views import (
    applicants,
    arrivals,
    cancellations,
    instalments,
    journals,
    lines,
    places,
    rosters,
    welcomes,
    withdrawals,
)
from mentorhub.enrolment.views.blueprint import blueprint

__all__ = [
    "applicants",
    "arrivals",
    "blueprint",
    "cancellations",
    "instalments",
    "journals",
    "lines",
    "places",
    "rosters",
    "welcomes",
    "withdrawals",
]
