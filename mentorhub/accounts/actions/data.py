"""A user's data was downloaded: they are notified."""

from sqlalchemy import select

from mentorhub.accounts.emails.people import queue_data_taken
from mentorhub.accounts.models.people import SignedInDevice, User
from mentorhub.accounts.rules.links import DOWNLOAD_NOTICES
from mentorhub.foundation import clock, rate_limits
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound


def notify_of_download(*, viewer: Viewer, device: str) -> None:
    """Mail the viewer that their data was downloaded, and on which device (a public id).

    At most one mail an hour for each device. Raises `NotFound` for a device that is not the viewer's: then it is
    unknown who asked, and no file may be sent.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        theirs = SignedInDevice.public_id == device, SignedInDevice.user_id == viewer.id
        used = session.scalar(select(SignedInDevice).where(*theirs))
        if used is None:
            raise NotFound
        if rate_limits.count((DOWNLOAD_NOTICES, f"{viewer.id} {device}")) is not None:
            return
        queue_data_taken(session, session.get_one(User, viewer.id), used, now=now)
