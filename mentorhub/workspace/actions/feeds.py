"""The notebook's calendar under a secret address: made, renewed and ended; that it was read."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules.feeds import digest_of, is_to_be_noted, new_token


def renew_feed(*, viewer: Viewer) -> str:
    """The token of a new address; the one before, if any, stops at once. It is stored nowhere: show it now.

    Raises `NotFound` without a notebook.
    """
    token = new_token()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        workspace.open_feed(digest_of(token), clock.now())
    return token


def end_feed(*, viewer: Viewer) -> None:
    """No address opens the calendar any more. Raises `NotFound` without a notebook."""
    with transaction(viewer=viewer) as session:
        own_workspace(session, viewer=viewer, is_locked=True).end_feed()


def note_feed_read(*, viewer: Viewer) -> None:
    """Some calendar has read it; noted once an hour. Raises `NotFound` without a notebook."""
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        now = clock.now()
        if workspace.feed_digest and is_to_be_noted(workspace.feed_read_at, now=now):
            workspace.feed_read_at = now
