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
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction, StageChange
from mentorhub.workspace.models.people import Occasion, Person, Workspace
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.sharing import AccessRead, Grant
from mentorhub.workspace.models.tags import PersonTag, Tag

_FOLDED = "what is written elsewhere in the row, folded to be found by"
_NUMBER = "counted so that there are not too many"
_FORM = "which form was sent, so that none is taken twice"
_FORMS = {"form_key": _FORM, "form_digest": _FORM}
_INSIDE = {"id": INSIDE, "workspace_id": INSIDE}
_OF_A_PERSON = {**_INSIDE, "person_id": INSIDE}

WORKSPACE = Exported(Workspace, {"id": INSIDE, "user_id": "yourself"})
OCCASIONS = Exported(Occasion, {**_INSIDE, "name_key": _FOLDED})
PEOPLE = Exported(
    Person,
    {
        **_INSIDE,
        "occasion_id": INSIDE,
        "name_key": _FOLDED,
        "search_key": _FOLDED,
        **_FORMS,
    },
)
TAGS = Exported(Tag, {**_INSIDE, "number": _NUMBER, "name_key": _FOLDED, "search_key": _FOLDED})
PERSON_TAGS = Exported(PersonTag, {**_OF_A_PERSON, "tag_id": INSIDE, "number": _NUMBER})
INTERACTIONS = Exported(Interaction, {**_OF_A_PERSON, "search_key": _FOLDED, **_FORMS})
FOLLOW_UPS = Exported(FollowUp, {**_OF_A_PERSON, "moved_from_id": INSIDE, **_FORMS})
PROMISES = Exported(Promise, {**_OF_A_PERSON, **_FORMS})
GIVES = Exported(Give, {**_OF_A_PERSON, "interaction_id": INSIDE})
STAGE_CHANGES = Exported(StageChange, {**_OF_A_PERSON, "by_user_id": "nobody moves it but you"})
GRANTS = Exported(Grant, {**_INSIDE, "practice_id": INSIDE, "mentorship_id": INSIDE})
ACCESS_LOG = Exported(AccessRead, {**_INSIDE, "grant_id": INSIDE, "reader_id": INSIDE})
EXPORTED = (
    *(WORKSPACE, OCCASIONS, PEOPLE, TAGS, PERSON_TAGS, INTERACTIONS, FOLLOW_UPS),
    *(PROMISES, GIVES, STAGE_CHANGES, GRANTS, ACCESS_LOG),
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
        "occasions": (OCCASIONS, select(*OCCASIONS.columns())),
        "people": (
            PEOPLE,
            select(*PEOPLE.columns(), *named(occasion=Occasion.name, tags=_tags())).outerjoin(
                Occasion, Occasion.id == Person.occasion_id
            ),
        ),
        "tags": (TAGS, select(*TAGS.columns())),
        "person_tags": (
            PERSON_TAGS,
            _of_people(PERSON_TAGS)
            .add_columns(*named(tag=Tag.name, tag_id=Tag.public_id))
            .join(Tag, Tag.id == PersonTag.tag_id),
        ),
        "interactions": (INTERACTIONS, _of_people(INTERACTIONS)),
        "follow_ups": (FOLLOW_UPS, _follow_ups()),
        "promises": (PROMISES, _of_people(PROMISES)),
        "gives": (
            GIVES,
            _of_people(GIVES)
            .add_columns(*named(interaction_id=Interaction.public_id))
            .join(Interaction, Interaction.id == Give.interaction_id),
        ),
        "stage_changes": (STAGE_CHANGES, _of_people(STAGE_CHANGES)),
        "grants": (GRANTS, _grants()),
        "looks": (ACCESS_LOG, _access_log()),
    }
    return {
        name: Section(name, statement.where(columns.workspace_id == own).order_by(columns.id))
        for name, (exported, statement) in asked.items()
        for columns in [exported.table.__table__.c]
    }


def meetings(*, viewer: Viewer) -> Section:
    """Each dated occasion with each person met there, one row for each of them, together by occasion."""
    return Section(
        "meetings",
        select(
            Occasion.name_key,
            Occasion.name,
            Occasion.on_date,
            *named(notebook=Workspace.public_id, opened_at=Workspace.created_at),
            *named(person=Person.name),
        )
        .join(Workspace, Workspace.id == Occasion.workspace_id)
        .outerjoin(Person, Person.occasion_id == Occasion.id)
        .where(Workspace.user_id == viewer.id, Occasion.on_date.is_not(None))
        .order_by(Occasion.id, Person.id),
    )


def _tags() -> ColumnElement[str]:
    """A person's tags by name, with ", " between: no tag has a comma in it."""
    by_name = (
        select(Tag.name)
        .join(PersonTag, PersonTag.tag_id == Tag.id)
        .where(PersonTag.person_id == Person.id)
        .order_by(Tag.search_key, Tag.id)
        .correlate(Person)
        .subquery()
    )
    together = select(func.aggregate_strings(by_name.c.name, ", ")).scalar_subquery()
    return func.coalesce(together, "")


def _of_people(exported: Exported) -> Select[Any]:
    """Rows that are each about one person, who is named beside them."""
    return select(*named(person=Person.name, person_id=Person.public_id), *exported.columns()).join(
        Person, Person.id == exported.table.__table__.c.person_id
    )


def _follow_ups() -> Select[Any]:
    """With the one that each was moved from."""
    earlier = aliased(FollowUp)
    return (
        _of_people(FOLLOW_UPS)
        .add_columns(*named(moved_from_id=earlier.public_id))
        .outerjoin(earlier, earlier.id == FollowUp.moved_from_id)
    )


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
