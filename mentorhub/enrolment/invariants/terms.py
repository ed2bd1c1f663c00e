"""The invariant of terms: whatever a place was taken on can still be read, and is what its money is reckoned by."""

from sqlalchemy import exists, select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.terms import ProgramTerms


def every_place_was_taken_on_terms_that_are_kept(*, viewer: Viewer) -> list[str]:
    """The version that a place names is one of its programme's."""
    kept = exists().where(
        ProgramTerms.program_id == Cohort.program_id,
        ProgramTerms.version == Enrolment.terms_version,
    )
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.public_id)
                .join(Cohort, Cohort.id == Enrolment.cohort_id)
                .where(~kept)
            )
        )


INVARIANTS = (every_place_was_taken_on_terms_that_are_kept,)
