"""Flask-Security-Too set up for this app, and photos redrawn, by noun. Imports no Flask: actions import it."""

from mentorhub.accounts.security import devices, photos
from mentorhub.accounts.security.users import (
    confirm_address,
    end_sessions,
    hashed,
    init_app,
    make_user,
    password_faults,
    password_matches,
    replace_password,
    sign_in_user,
)

__all__ = [
    "confirm_address",
    "devices",
    "end_sessions",
    "hashed",
    "init_app",
    "make_user",
    "password_faults",
    "password_matches",
    "photos",
    "replace_password",
    "sign_in_user",
]
