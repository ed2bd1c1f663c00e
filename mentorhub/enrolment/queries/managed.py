"""Which cohorts and applicants a member of a practice may open: to manage them, or only to look."""

from sqlalchemy import Select, select

from mentorhub.accounts.models.practices import Membership
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules.offers import MAY_OFFER


def managed_cohort(public_id: str, *, viewer: Viewer) -> int:
    """The id of a cohort of the viewer's practice; raises `NotFound` to whoever may not manage its line."""
    return _cohort_of(public_id, managed_practices(viewer), viewer=viewer)


def seen_cohort(public_id: str, *, viewer: Viewer) -> int:
    """The id of a cohort of a practice that the viewer is a member of; raises `NotFound` to anybody else."""
    return _cohort_of(public_id, seen_practices(viewer), viewer=viewer)


def managed_applicant(public_id: str, *, viewer: Viewer) -> int:
    """The id of an enrolment in a line of the viewer's practice; raises `NotFound` as `managed_cohort` does."""
    query = select(Enrolment.id).where(
        Enrolment.public_id == public_id,
        Enrolment.practice_id.in_(managed_practices(viewer)),
        Enrolment.cohort_id == Cohort.id,
        Cohort.rehearses_id.is_(None),
    )
    return _found(query, viewer=viewer)


def managed_place(enrolment_id: int, *, viewer: Viewer) -> str | None:
    """The public id of an enrolment in a line that the viewer manages; None of any other."""
    with reading(viewer=viewer) as session:
        return session.scalar(
            select(Enrolment.public_id).where(
                Enrolment.id == enrolment_id, Enrolment.practice_id.in_(managed_practices(viewer))
            )
        )


def managed_practices(viewer: Viewer) -> Select[int]:
    """Ids of the practices whose lines the viewer manages, as their owner or mentor."""
    return seen_practices(viewer).where(Membership.role.in_(MAY_OFFER))


def seen_practices(viewer: Viewer) -> Select[int]:
    """Ids of the practices whose seats and payments the viewer sees: every member's, an assistant's too."""
    if viewer.kind != "user":
        raise NotFound
    return select(Membership.practice_id).where(Membership.user_id == viewer.id)


def _cohort_of(public_id: str, practices: Select[int], *, viewer: Viewer) -> int:
    query = select(Cohort.id).where(
        Cohort.public_id == public_id,
        Cohort.practice_id.in_(practices),
        Cohort.rehearses_id.is_(None),
    )
    return _found(query, viewer=viewer)


def _found(query: Select[int], *, viewer: Viewer) -> int:
    with reading(viewer=viewer) as session:
        found = session.scalar(query)
    if found is None:
        raise NotFound
    return found
