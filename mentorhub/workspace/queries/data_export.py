"""The viewer's whole notebook, to take away: one statement for each kind of row."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.data_export import (
    INSIDE,
    Exported,
    Record,
    Section,
    named,
)
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.workspace.models.doubles import PersonMerge, PersonPair
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction, Participant, StageChange
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.search import SavedSearch
from mentorhub.workspace.models.sharing import AccessRead, Grant
from mentorhub.workspace.models.workspaces import Pause, Workspace
from mentorhub.workspace.queries.exported_people import (
    BIN,
    FOLDED,
    FORMS,
    OF_A_PERSON,
    PEOPLE_EXPORTED,
    ROW_KEYS,
    of_people,
    people_statements,
)

WORKSPACE = Exported(
    Workspace,
    {
        "id": INSIDE,
        "user_id": "yourself",
        "removal_key": "the key of digests that never go out",
        "pairs_stale_at": "so that a worker knows when to look for doubles",
        "pairs_found_at": "so that a worker knows when to look for doubles",
        "feed_digest": "of the calendar's secret address, which is shown once",
        "indexed_to": "how the app itself runs",
    },
)
PAUSES = Exported(Pause, ROW_KEYS)
SEARCHES = Exported(
    SavedSearch, {**ROW_KEYS, "number": "counts them for the limit", "name_key": FOLDED}
)
INTERACTIONS = Exported(Interaction, {**ROW_KEYS, **BIN, "search_key": FOLDED, **FORMS})
PARTICIPANTS = Exported(
    Participant, {**OF_A_PERSON, **BIN, "interaction_id": INSIDE, "search_key": FOLDED}
)
FOLLOW_UPS = Exported(FollowUp, {**OF_A_PERSON, **BIN, "moved_from_id": INSIDE, **FORMS})
PROMISES = Exported(Promise, {**OF_A_PERSON, **BIN, **FORMS})
GIVES = Exported(Give, {**OF_A_PERSON, **BIN, "interaction_id": INSIDE})
STAGE_CHANGES = Exported(StageChange, {**OF_A_PERSON, "by_user_id": "nobody moves it but you"})
GRANTS = Exported(Grant, {**ROW_KEYS, "practice_id": INSIDE, "mentorship_id": INSIDE})
ACCESS_LOG = Exported(AccessRead, {**ROW_KEYS, "grant_id": INSIDE, "reader_id": INSIDE})
PAIRS = Exported(PersonPair, {**ROW_KEYS, "one_id": INSIDE, "other_id": INSIDE})
MERGES = Exported(
    PersonMerge,
    {
        **ROW_KEYS,
        "kept_id": INSIDE,
        "merged_id": INSIDE,
        "moved": "which rows went over, to be undone",
        "photo": "a picture that was replaced, until the merge can be undone no more",
    },
)
EXPORTED = (
    *(WORKSPACE, *PEOPLE_EXPORTED, INTERACTIONS, PARTICIPANTS, FOLLOW_UPS, PROMISES, GIVES),
    *(STAGE_CHANGES, PAUSES, SEARCHES, GRANTS, ACCESS_LOG, PAIRS, MERGES),
)


def own_notebook(*, viewer: Viewer) -> Record | None:
    """What is known of the notebook itself; None for whoever has none."""
    asked = select(*WORKSPACE.columns()).where(Workspace.user_id == viewer.id)
    with reading(viewer=viewer) as session:
        found = session.execute(asked).one_or_none()
        return found._asdict() if found else None


def notebook_sections(*, viewer: Viewer) -> Mapping[str, Section]:
    """Every row of the viewer's notebook by kind, the oldest first."""
    own = select(Workspace.id).where(Workspace.user_id == viewer.id).scalar_subquery()
    asked = {
        **people_statements(),
        "interactions": (INTERACTIONS, select(*named(people=_people()), *INTERACTIONS.columns())),
        "participants": (
            PARTICIPANTS,
            of_people(PARTICIPANTS)
            .add_columns(*named(interaction_id=Interaction.public_id))
            .join(Interaction, Interaction.id == Participant.interaction_id),
        ),
        "follow_ups": (FOLLOW_UPS, _follow_ups()),
        "promises": (PROMISES, of_people(PROMISES)),
        "gives": (
            GIVES,
            of_people(GIVES)
            .add_columns(*named(interaction_id=Interaction.public_id))
            .join(Interaction, Interaction.id == Give.interaction_id),
        ),
        "stage_changes": (STAGE_CHANGES, of_people(STAGE_CHANGES)),
        "pauses": (PAUSES, select(*PAUSES.columns())),
        "searches": (SEARCHES, select(*SEARCHES.columns())),
        "grants": (GRANTS, _grants()),
        "looks": (ACCESS_LOG, _access_log()),
        "pairs": (PAIRS, _of_two(PAIRS, PersonPair.one_id, PersonPair.other_id)),
        "merges": (MERGES, _merges()),
    }
    return {
        name: Section(
            name,
            statement.where(columns.workspace_id == own, *_not_deleted(columns)).order_by(
                columns.id
            ),
        )
        for name, (exported, statement) in asked.items()
        for columns in [exported.table.__table__.c]
    }


def _people() -> ColumnElement[str]:
    """Who took part in a conversation, by name, with "; " between."""
    took_part = (
        select(Person.name)
        .join(Participant, Participant.person_id == Person.id)
        .where(
            Participant.interaction_id == Interaction.id,
            Participant.deleted_at.is_(None),
            Person.deleted_at.is_(None),
        )
        .order_by(Participant.id)
        .correlate(Interaction)
        .subquery()
    )
    together = select(func.aggregate_strings(took_part.c.name, "; ")).scalar_subquery()
    return func.coalesce(together, "")


def _not_deleted(columns: Any) -> list[ColumnElement[bool]]:
    """Rows go out past the session, which would leave deleted ones out by itself."""
    return [columns.deleted_at.is_(None)] if "deleted_at" in columns else []


def _follow_ups() -> Select[Any]:
    """With the one that each was moved from."""
    earlier = aliased(FollowUp)
    return (
        of_people(FOLLOW_UPS)
        .add_columns(*named(moved_from_id=earlier.public_id))
        .outerjoin(earlier, earlier.id == FollowUp.moved_from_id)
    )


def _of_two(exported: Exported, one_id: Any, other_id: Any) -> Select[Any]:
    """Rows about two people of whom both can be seen, each named."""
    one, other = aliased(Person), aliased(Person)
    two = named(
        person=one.name, person_id=one.public_id, other=other.name, other_id=other.public_id
    )
    return (
        select(*two, *exported.columns())
        .join(one, (one.id == one_id) & one.deleted_at.is_(None))
        .join(other, (other.id == other_id) & other.deleted_at.is_(None))
    )


def _merges() -> Select[Any]:
    """With the person who was kept: what was written about both before stands in the row."""
    kept = named(person=Person.name, person_id=Person.public_id)
    there = (Person.id == PersonMerge.kept_id) & Person.deleted_at.is_(None)
    return select(*kept, *MERGES.columns()).join(Person, there)


def _grants() -> Select[Any]:
    """With the mentor and the programme, since a notebook may be seen by several."""
    granted = (
        select(*named(mentor=User.name, programme=Program.title), *GRANTS.columns())
        .join(Mentorship, Mentorship.id == Grant.mentorship_id)
        .join(User, User.id == Mentorship.mentor_id)
    )
    return _with_program(granted)


def _access_log() -> Select[Any]:
    """With who looked, and in which programme."""
    taken = (
        select(*named(reader=User.name, programme=Program.title), *ACCESS_LOG.columns())
        .join(User, User.id == AccessRead.reader_id)
        .join(Grant, Grant.id == AccessRead.grant_id)
        .join(Mentorship, Mentorship.id == Grant.mentorship_id)
    )
    return _with_program(taken)


def _with_program(statement: Select[Any]) -> Select[Any]:
    return (
        statement.join(Enrolment, Enrolment.id == Mentorship.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Program, Program.id == Cohort.program_id)
    )
