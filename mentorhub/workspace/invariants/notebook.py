"""The invariants of the notebook, each a query that returns offenders (public ids, or table and id)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE, LATE, SEATS_LATE
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.stored_names import NamesAreSeen
from mentorhub.workspace.models.details import (
    Organization,
    PersonAddress,
    PersonAffiliation,
    PersonDay,
    PersonDetail,
)
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction, Participant, StageChange
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.search import SavedSearch
from mentorhub.workspace.models.sharing import AccessRead, Grant
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.models.workspaces import Pause, Workspace
from mentorhub.workspace.rules import tags, words
from mentorhub.workspace.rules.follow_ups import FollowUpState

NAMES_OF_PEOPLE = (
    *(Person.name, Person.given_name, Person.additional_name, Person.family_name),
    *(Person.nickname, Person.headline, Person.purpose, Person.met_through),
    *(PersonDetail.label, PersonAddress.label, PersonDay.label, PersonAffiliation.title),
)
no_stored_name_holds_what_nobody_sees = NamesAreSeen(
    *NAMES_OF_PEOPLE,
    Organization.name,
    Occasion.name,
    Tag.name,
    FollowUp.reason,
    Promise.what,
    SavedSearch.name,
)


def every_persons_stage_is_their_last_change(*, viewer: Viewer) -> list[str]:
    """A stage never moves without its entry in the history."""
    last = (
        select(func.max(StageChange.id))
        .where(StageChange.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Person.public_id)
                .outerjoin(StageChange, StageChange.id == last)
                .where(StageChange.to_stage.is_distinct_from(Person.stage))
            )
        )


def every_stage_change_begins_where_the_last_one_ended(*, viewer: Viewer) -> list[str]:
    """The history of a stage is one chain."""
    before = func.lag(StageChange.to_stage).over(
        partition_by=StageChange.person_id, order_by=StageChange.id
    )
    chain = select(StageChange.id, StageChange.from_stage, before.label("before")).subquery()
    with reading(viewer=viewer) as session:
        return [
            f"stage_change {found}"
            for found in session.scalars(
                select(chain.c.id).where(chain.c.from_stage.is_distinct_from(chain.c.before))
            )
        ]


def every_moved_follow_up_has_one_that_took_its_place(*, viewer: Viewer) -> list[str]:
    """Moving never loses an intention, and nothing takes the place of what was not moved."""
    took = select(FollowUp.moved_from_id).where(FollowUp.moved_from_id.is_not(None))
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(FollowUp.public_id).where(
                    (FollowUp.state == FollowUpState.MOVED) != FollowUp.id.in_(took)
                )
            )
        )


def every_favour_is_of_its_conversations_person(*, viewer: Viewer) -> list[str]:
    """What was given in a conversation was given to, or by, somebody who took part in it."""
    took_part = exists().where(
        Participant.interaction_id == Give.interaction_id,
        Participant.person_id == Give.person_id,
    )
    with reading(viewer=viewer) as session:
        return [f"give {found}" for found in session.scalars(select(Give.id).where(~took_part))]


def every_grant_is_to_a_mentor_of_the_notebooks_owner(*, viewer: Viewer) -> list[str]:
    """No notebook is shown by somebody else's mentorship."""
    with reading(viewer=viewer) as session:
        return [
            f"workspace_grant {found}"
            for found in session.scalars(
                select(Grant.id)
                .join(Workspace, Workspace.id == Grant.workspace_id)
                .join(Mentorship, Mentorship.id == Grant.mentorship_id)
                .join(Enrolment, Enrolment.id == Mentorship.enrolment_id)
                .where(Enrolment.user_id.is_distinct_from(Workspace.user_id))
            )
        ]


def every_access_was_the_granted_mentors(*, viewer: Viewer) -> list[str]:
    """Only the grant's own mentor ever read, and only since the grant."""
    allowed = exists().where(
        and_(
            Grant.id == AccessRead.grant_id,
            Mentorship.id == Grant.mentorship_id,
            Mentorship.mentor_id == AccessRead.reader_id,
            Grant.created_at <= AccessRead.at,
        )
    )
    with reading(viewer=viewer) as session:
        return [
            f"access_read {found}"
            for found in session.scalars(select(AccessRead.id).where(~allowed))
        ]


def everything_written_can_be_found(*, viewer: Viewer) -> list[str]:
    """The folded keys say what the texts say: every name and every note."""
    with reading(viewer=viewer) as session:
        people = session.execute(select(Person.public_id, Person.name, Person.name_key))
        lost = [found for found, name, key in people if words.name_key(name) != key]
        notes = session.execute(
            select(Interaction.public_id, Interaction.note, Interaction.search_key)
        )
        return lost + [found for found, note, key in notes if words.folded(note) not in key]


def every_form_that_made_something_is_known_by_its_words(*, viewer: Viewer) -> list[str]:
    """What a form made remembers the digest of its words, so that other words under its key are seen as others."""
    found: list[str] = []
    tables: tuple[Any, ...] = (Person, Interaction, FollowUp, Promise)
    with reading(viewer=viewer) as session:
        for table in tables:
            lacks = table.form_key.is_(None) != table.form_digest.is_(None)
            found += session.scalars(select(table.public_id).where(lacks))
    return found


def every_tag_is_known_by_its_name(*, viewer: Viewer) -> list[str]:
    """The keys that a tag is compared and found by say what its name says."""
    with reading(viewer=viewer) as session:
        rows = session.execute(select(Tag.public_id, Tag.name, Tag.name_key, Tag.search_key))
        return [
            found
            for found, name, key, search_key in rows
            if (key, search_key) != (tags.tag_key(name), words.folded(name))
        ]


def every_tag_stands_for_people_of_its_notebook(*, viewer: Viewer) -> list[str]:
    """No tag of one notebook marks somebody of another."""
    together = exists().where(
        Person.id == PersonTag.person_id,
        Tag.id == PersonTag.tag_id,
        Person.workspace_id == PersonTag.workspace_id,
        Tag.workspace_id == PersonTag.workspace_id,
    )
    with reading(viewer=viewer) as session:
        return [
            f"person_tag {found}"
            for found in session.scalars(
                select(PersonTag.id).where(~together).execution_options(**WITH_DELETED)
            )
        ]


def no_person_and_no_notebook_has_too_many_tags(*, viewer: Viewer) -> list[str]:
    """The limits that keep a list of tags readable."""
    crowded = select(PersonTag.person_id).group_by(PersonTag.person_id)
    crowded = crowded.having(func.count() > tags.PER_PERSON)
    full = select(Tag.workspace_id).group_by(Tag.workspace_id)
    full = full.having(func.count() > tags.PER_NOTEBOOK)
    with reading(viewer=viewer) as session:
        people = session.scalars(select(Person.public_id).where(Person.id.in_(crowded)))
        notebooks = session.scalars(select(Workspace.public_id).where(Workspace.id.in_(full)))
        return [*people, *notebooks]


def no_two_pauses_of_a_notebook_overlap(*, viewer: Viewer) -> list[str]:
    """No day belongs to two pauses, so that none is left out twice."""
    other = aliased(Pause)
    together = other.workspace_id == Pause.workspace_id, other.id > Pause.id
    begins = or_(other.until_on.is_(None), Pause.from_on <= other.until_on)
    ends = or_(Pause.until_on.is_(None), other.from_on <= Pause.until_on)
    overlaps = exists().where(*together, begins, ends)
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(Pause.public_id).where(overlaps)))


def no_closed_account_keeps_a_notebook(*, viewer: Viewer) -> list[str]:
    """Notebooks whose owner's grace was over a day ago."""
    return _of_owners(User.closing_at <= clock.now() - GRACE - LATE, viewer=viewer)


def nobody_is_shown_a_closing_accounts_notebook(*, viewer: Viewer) -> list[str]:
    """Notebooks that are granted to a mentor hours after their owner began to close their account."""
    granted = exists().where(Grant.workspace_id == Workspace.id, Grant.ended_at.is_(None))
    late = User.closing_at <= clock.now() - SEATS_LATE
    return _of_owners(and_(late, granted), viewer=viewer)


def _of_owners(which: ColumnElement[bool], *, viewer: Viewer) -> list[str]:
    asked = select(Workspace.public_id).join(User, User.id == Workspace.user_id).where(which)
    with reading(viewer=viewer) as session:
        return list(session.scalars(asked))


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    every_persons_stage_is_their_last_change,
    every_stage_change_begins_where_the_last_one_ended,
    every_moved_follow_up_has_one_that_took_its_place,
    every_favour_is_of_its_conversations_person,
    every_grant_is_to_a_mentor_of_the_notebooks_owner,
    every_access_was_the_granted_mentors,
    everything_written_can_be_found,
    every_form_that_made_something_is_known_by_its_words,
    every_tag_is_known_by_its_name,
    every_tag_stands_for_people_of_its_notebook,
    no_person_and_no_notebook_has_too_many_tags,
    no_two_pauses_of_a_notebook_overlap,
    no_closed_account_keeps_a_notebook,
    nobody_is_shown_a_closing_accounts_notebook,
    no_stored_name_holds_what_nobody_sees,
)
