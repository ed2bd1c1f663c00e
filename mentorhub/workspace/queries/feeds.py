"""The notebook's calendar: whose a secret address is, and what stands in it. Names only, nothing that was typed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.workspace.models.details import PersonDay
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.feeds import digest_of
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.promises import PromiseState
from mentorhub.workspace.rules.stages import LADDER


@dataclass(frozen=True)
class Reader:
    """Whose calendar it is: `viewer` may read it, in the language of `locale` ("en_GB")."""

    viewer: Viewer
    locale: str
    read_at: dt.datetime | None


@dataclass(frozen=True)
class FeedPage:
    """What its owner sees of the address: since when there is one, and when it was read last."""

    made_at: dt.datetime | None
    read_at: dt.datetime | None


@dataclass(frozen=True)
class Feed:
    """What stands in it. Rows: `public_id`, `name`, `due_on`, `known_at` and a follow-up's `kind`; of days, which come
    every year, the person's `public_id` and `name`, `kind`, `month`, `day` and `known_at`.
    """

    follow_ups: Sequence[Row]  # type: ignore[type-arg]
    promises: Sequence[Row]  # type: ignore[type-arg]
    days: Sequence[Row]  # type: ignore[type-arg]


def reader_of(token: str) -> Reader | None:
    """Whose address this token makes; None for any other, and while its owner's account is closing or closed.

    It costs the same whatever is asked: one digest, one look into an index.
    """
    asked = (
        select(User.id, User.locale, Workspace.feed_read_at)
        .join(Workspace, Workspace.user_id == User.id)
        .where(
            Workspace.feed_digest == digest_of(token),
            User.closing_at.is_(None),
            User.active.is_(True),
        )
    )
    with reading(viewer=SYSTEM) as session:
        found = session.execute(asked).one_or_none()
    return Reader(USER(found.id), found.locale, found.feed_read_at) if found else None


def feed_page(*, viewer: Viewer) -> FeedPage:
    """Whether the viewer's calendar has an address. Raises `NotFound` without a notebook."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        return FeedPage(workspace.feed_made_at, workspace.feed_read_at)


def feed(*, viewer: Viewer) -> Feed:
    """What is set for a day, and the days of everybody who is not muted, resting or closed, as on Today.

    Raises `NotFound` without a notebook.
    """
    with reading(viewer=viewer) as session:
        workspace_id = own_workspace(session, viewer=viewer).id
        asked = (_follow_ups(workspace_id), _promises(workspace_id), _days(workspace_id))
        return Feed(*(session.execute(one).all() for one in asked))


def _follow_ups(workspace_id: int) -> Any:
    return (
        select(
            *(FollowUp.public_id, FollowUp.kind, FollowUp.due_on, Person.name),
            FollowUp.created_at.label("known_at"),
        )
        .join(Person, Person.id == FollowUp.person_id)
        .where(FollowUp.workspace_id == workspace_id, FollowUp.state == FollowUpState.SCHEDULED)
        .order_by(FollowUp.due_on, FollowUp.id)
    )


def _promises(workspace_id: int) -> Any:
    return (
        select(*(Promise.public_id, Promise.due_on, Person.name), Promise.made_at.label("known_at"))
        .join(Person, Person.id == Promise.person_id)
        .where(
            Promise.workspace_id == workspace_id,
            Promise.state == PromiseState.OPEN,
            Promise.due_on.is_not(None),
        )
        .order_by(Promise.due_on, Promise.id)
    )


def _days(workspace_id: int) -> Any:
    return (
        select(
            *(PersonDay.month, PersonDay.day, Person.public_id, PersonDay.kind, Person.name),
            Person.created_at.label("known_at"),
        )
        .join(Person, Person.id == PersonDay.person_id)
        .where(
            PersonDay.workspace_id == workspace_id,
            Person.stage.in_(LADDER),
            Person.is_muted.is_(False),
        )
        .order_by(PersonDay.month, PersonDay.day, Person.public_id, PersonDay.kind)
        .distinct()
    )
