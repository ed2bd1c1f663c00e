"""A user's own password."""

from mentorhub.accounts.emails.people import queue_password_changed
from mentorhub.accounts.models.people import User
from mentorhub.accounts.security.users import hashed, replace_password
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer


def set_password(password: str, *, viewer: Viewer) -> None:
    """Set the viewer's own password, first or new; ends their sessions everywhere, this browser's too."""
    hash_new = hashed(password)
    with transaction(viewer=viewer) as session:
        user = session.get_one(User, viewer.id, with_for_update=True)
        now = clock.now()
        replace_password(user, hash_new)
        queue_password_changed(session, user, now=now)
