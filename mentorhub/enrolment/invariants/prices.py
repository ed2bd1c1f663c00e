"""The invariant of prices: what people were promised when they arrived stays what it costs."""

from sqlalchemy import or_, select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.cohorts import Price


def a_price_stays_what_it_was_when_people_arrived(*, viewer: Viewer) -> list[str]:
    """Places whose price costs something else than they were promised; a seat that was given costs nothing."""
    is_other = or_(
        Enrolment.amount_minor != Price.amount_minor, Enrolment.currency != Price.currency
    )
    found = (
        select(Enrolment.public_id)
        .join(Price, Price.id == Enrolment.price_id)
        .where(Enrolment.amount_minor > 0, is_other)
        .order_by(Enrolment.id)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(found))


INVARIANTS = (a_price_stays_what_it_was_when_people_arrived,)
