"""The invariants of conversations and of the bin, each a query that returns offenders (public ids, or table and id)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from mentorhub.foundation import clock
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction, Participant, is_contact
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.rules.bin import KEPT, LATE

_BINNED: tuple[Any, ...] = (
    *(Person, Interaction, Participant, Give, FollowUp, Promise, Occasion, PersonPhoto),
)


def every_persons_last_contact_is_their_latest_conversation(*, viewer: Viewer) -> list[str]:
    """The clock of reminders runs from the day on which they really talked; a try without an answer does not count."""
    latest = (
        select(func.max(Interaction.on_date))
        .join(Participant, Participant.interaction_id == Interaction.id)
        .where(Participant.person_id == Person.id, is_contact())
        .correlate(Person)
        .scalar_subquery()
    )
    with reading(viewer=viewer) as session:
        asked = select(Person.public_id).where(Person.last_contact_on.is_distinct_from(latest))
        return list(session.scalars(asked))


def every_conversation_was_with_somebody(*, viewer: Viewer) -> list[str]:
    """A conversation that can be seen is in the history of somebody who can be seen."""
    somebody = exists().where(
        Participant.interaction_id == Interaction.id, Person.id == Participant.person_id
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(Interaction.public_id).where(~somebody)))


def no_conversation_lies_in_the_future(*, viewer: Viewer) -> list[str]:
    """Nothing is logged before it happened; a day's grace, since zones differ."""
    with reading(viewer=viewer) as session:
        return [
            public_id
            for public_id, on_date, logged_at in session.execute(
                select(Interaction.public_id, Interaction.on_date, Interaction.logged_at)
            )
            if on_date > logged_at.date() + dt.timedelta(days=1)
        ]


def what_hangs_on_a_deleted_person_is_deleted_too(*, viewer: Viewer) -> list[str]:
    """Nothing of somebody in the bin is counted, shown or reminded of."""
    found = []
    with reading(viewer=viewer) as session:
        for table in (Participant, Give, FollowUp, Promise):
            gone = select(Person.id).where(Person.deleted_at.is_not(None))
            asked = select(table.id).where(table.person_id.in_(gone), table.deleted_at.is_(None))
            rows = session.scalars(asked.execution_options(**WITH_DELETED))
            found += [f"{table.__tablename__} {row_id}" for row_id in rows]
    return found


def what_was_given_in_a_deleted_conversation_is_deleted_too(*, viewer: Viewer) -> list[str]:
    """Who took part in a conversation in the bin, and what was given in it, lie there as well."""
    found = []
    logged = aliased(Interaction)
    with reading(viewer=viewer) as session:
        for table in (Participant, Give):
            asked = (
                select(table.id)
                .join(logged, logged.id == table.interaction_id)
                .where(logged.deleted_at.is_not(None), table.deleted_at.is_(None))
            )
            rows = session.scalars(asked.execution_options(**WITH_DELETED))
            found += [f"{table.__tablename__} {row_id}" for row_id in rows]
    return found


def nothing_stays_in_the_bin_for_longer_than_was_said(*, viewer: Viewer) -> list[str]:
    """What was deleted is erased after its 30 days; a day's grace for the task that does it."""
    found = []
    with reading(viewer=viewer) as session:
        for table in _BINNED:
            asked = select(table.id).where(table.deleted_at <= clock.now() - KEPT - LATE)
            rows = session.scalars(asked.execution_options(**WITH_DELETED))
            found += [f"{table.__tablename__} {row_id}" for row_id in rows]
    return found


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    every_persons_last_contact_is_their_latest_conversation,
    every_conversation_was_with_somebody,
    no_conversation_lies_in_the_future,
    what_hangs_on_a_deleted_person_is_deleted_too,
    what_was_given_in_a_deleted_conversation_is_deleted_too,
    nothing_stays_in_the_bin_for_longer_than_was_said,
)
