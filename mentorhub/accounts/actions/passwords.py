"""A user's own password."""

from mentorhub.accounts import emails, security
from mentorhub.accounts.models import User
from mentorhub.foundation import clock
from mentorhub.foundation.database import Viewer, transaction


def set_password(password: str, *, viewer: Viewer) -> None:
    """Set the viewer's own password, first or new; ends their sessions everywhere, this browser's too."""
    hash_new = security.hashed(password)
    with transaction(viewer=viewer) as session:
        user = session.get_one(User, viewer.id, with_for_update=True)
        now = clock.now()
        security.replace_password(user, hash_new)
        emails.queue_password_changed(session, user, now=now)
