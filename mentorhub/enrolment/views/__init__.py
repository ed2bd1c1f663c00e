"""Pages of the line: an applicant's from the first form to the end, the practice's own, and the public journal."""

from mentorhub.enrolment.views import (
    allocation,
    applicants,
    arrivals,
    blueprint,
    checkouts,
    endings,
    instalments,
    intake,
    lines,
    places,
    rehearsals,
    welcomes,
)
