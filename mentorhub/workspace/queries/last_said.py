"""What was last said with each of some people: one query for any number of them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mentorhub.workspace.models.history import Interaction, Participant

LINE_MAX = 160


@dataclass(frozen=True)
class Said:
    """The first line of the latest note, cut after `LINE_MAX` characters, and the day of that conversation."""

    on: dt.date
    line: str


def last_said(session: Session, person_ids: Collection[int]) -> dict[int, Said]:
    """The latest note about each of these people, by their ids; nothing of who has none.

    The note about this person alone comes before the common one, which may speak of others.
    """
    latest = func.row_number().over(
        partition_by=Participant.person_id,
        order_by=(Interaction.on_date.desc(), Interaction.id.desc()),
    )
    noted = (
        select(
            Participant.person_id,
            Interaction.on_date,
            Interaction.note,
            Participant.note.label("own_note"),
            latest.label("back"),
        )
        .join(Interaction, Interaction.id == Participant.interaction_id)
        .where(
            Participant.person_id.in_(person_ids),
            or_(Interaction.note != "", Participant.note != ""),
        )
        .subquery()
    )
    rows = session.execute(
        select(noted.c.person_id, noted.c.on_date, noted.c.note, noted.c.own_note).where(
            noted.c.back == 1
        )
    )
    return {who: Said(on, _line(own_note or note)) for who, on, note, own_note in rows}


def _line(note: str) -> str:
    line = next((line.strip() for line in note.splitlines() if line.strip()), "")
    return line if len(line) <= LINE_MAX else line[: LINE_MAX - 1].rstrip() + "…"
