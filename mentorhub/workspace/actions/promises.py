"""Promises: made, kept, released; corrected, and open again after a slip."""

import datetime as dt

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import refuse_overwriting, use_of
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.notebook import made_before, own_locked, own_person, own_workspace
from mentorhub.workspace.rules import promises
from mentorhub.workspace.rules.due_dates import NewerInTheWay, refuse_ended, refuse_past
from mentorhub.workspace.rules.rhythm import local_day


def add_promise(
    public_id: str,
    *,
    viewer: Viewer,
    what: str,
    due_on: dt.date | None = None,
    form_key: str | None = None,
) -> str:
    """Write down what one said one would do; returns its public id. The same form sent twice adds one.

    Raises `NotFound` for anybody else's person, `DayPast` for a day before today, `FormUsed` for a form that was sent
    with other words.
    """
    form = use_of(form_key, public_id, what, due_on)
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        if due_on is not None:
            refuse_past(due_on, today=local_day(now, zone=workspace.user.timezone))
        person = own_person(session, public_id, workspace_id=workspace.id)
        before = made_before(session, Promise, form, workspace_id=workspace.id)
        if before is not None:
            return before.public_id
        promise = Promise(
            workspace_id=workspace.id, person_id=person.id, what=what, due_on=due_on, made_at=now
        )
        promise.made_by(form)
        session.add(promise)
        session.flush()
        return promise.public_id


def keep_promise(public_id: str, *, viewer: Viewer) -> str:
    """It was kept. Returns the person's public id.

    Raises `NotFound` for anybody else's, `AlreadyEnded` for one that was released.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        promise = own_locked(session, Promise, public_id, viewer=viewer)
        if promise.state is not promises.PromiseState.KEPT:
            refuse_ended(promises.PROMISE.allows("keep", promise.state))
            promise.keep(now)
        return promise.person.public_id


def release_promise(public_id: str, *, viewer: Viewer) -> str:
    """It is no longer expected. Returns the person's public id.

    Raises `NotFound` for anybody else's, `AlreadyEnded` for one that was kept.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        promise = own_locked(session, Promise, public_id, viewer=viewer)
        if promise.state is not promises.PromiseState.RELEASED:
            refuse_ended(promises.PROMISE.allows("release", promise.state))
            promise.release(now)
        return promise.person.public_id


def change_promise(
    public_id: str, *, viewer: Viewer, what: str, due_on: dt.date | None, seen: str
) -> str:
    """Correct the words and the day of one that is open; returns the person's public id.

    `seen` is the version of (words, day) that was read before. Raises `NotFound` for anybody else's, `DayPast` for
    another day before today, `AlreadyEnded` for one that ended, `ChangedElsewhere` where other words stand by now.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        promise = own_locked(session, Promise, public_id, viewer=viewer)
        refuse_ended(promise.state is promises.PromiseState.OPEN)
        refuse_overwriting((promise.what, promise.due_on), (what, due_on), seen=seen)
        if due_on is not None and due_on != promise.due_on:
            refuse_past(due_on, today=local_day(now, zone=workspace.user.timezone))
        promise.what, promise.due_on = what, due_on
        return promise.person.public_id


def reopen_promise(public_id: str, *, viewer: Viewer) -> str:
    """It is open again: what ended it was a slip. Returns the person's public id; again, it changes nothing.

    Raises `NotFound` for anybody else's.
    """
    with transaction(viewer=viewer) as session:
        promise = own_locked(session, Promise, public_id, viewer=viewer)
        if promise.state is not promises.PromiseState.OPEN:
            promise.reopen()
        return promise.person.public_id


def return_promise(
    public_id: str, *, viewer: Viewer, due_on: dt.date | None, moved_to: dt.date | None
) -> str:
    """Its day is `due_on` again, also one that has passed: that it was put off to `moved_to` was a slip.

    Returns the person's public id. Raises `NotFound` for anybody else's, `NewerInTheWay` where it has ended or another
    day stands there by now.
    """
    with transaction(viewer=viewer) as session:
        promise = own_locked(session, Promise, public_id, viewer=viewer)
        if promise.state is not promises.PromiseState.OPEN or promise.due_on != moved_to:
            raise NewerInTheWay
        promise.due_on = due_on
        return promise.person.public_id
