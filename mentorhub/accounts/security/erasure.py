"""Erasing a user's row: no personal data is left in it, and nobody can sign in with it."""

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.closing import BLANK
from mentorhub.accounts.security.users import end_sessions
from mentorhub.foundation.database.tables import Model
from mentorhub.foundation.erasure import ERASED_NAME, erased_address
from mentorhub.mail.mornings import MailMorning
from mentorhub.mail.preferences import MailHours, MailPreference

OF_A_USER = (MailPreference, MailHours, MailMorning, Membership)


def erase(session: Session, user: User, *, now: dt.datetime) -> None:
    """Blank the user's personal columns and delete the rows that are theirs alone; in the caller's transaction.

    Rows marked to be deleted with a user (ON DELETE CASCADE) are deleted, in whichever package: devices, passkeys, a
    photo. The row stays, since seats and payments point at it.
    """
    end_sessions(user)
    for table in OF_A_USER:
        session.execute(delete(table).where(table.user_id == user.id))
    for sql_table in reversed(Model.metadata.sorted_tables):
        for key in sql_table.foreign_keys:
            if key.column.table.name == "user_account" and key.ondelete == "CASCADE":
                session.execute(delete(sql_table).where(key.parent == user.id))
    session.expire(user, ["webauthn"])
    for name, value in BLANK.items():
        setattr(user, name, value)
    user.name = ERASED_NAME
    user.email = user.email_key = erased_address("user", user.id)
    user.link_version += 1
    user.erased_at = now
