"""Users, password hashes, this browser's session."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_security import (
    Security,
    SQLAlchemyUserDatastore,
    hash_password,
    login_user,
    logout_user,
    verify_password,
)
from flask_security.utils import set_request_attr
from sqlalchemy.orm import Session, object_session

from mentorhub.accounts.models.people import Role, User, WebAuthn
from mentorhub.accounts.rules.addresses import PASSWORD_MAX, PASSWORD_MIN, email_key
from mentorhub.accounts.security import authenticators, devices, tokens
from mentorhub.foundation import clock
from mentorhub.foundation.config import EXTENSION, extension, settings
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.names import clean_name

# OWASP's password storage cheat sheet for argon2id: 19 MiB, two passes, one lane.
ARGON2 = {"argon2__memory_cost": 19456, "argon2__rounds": 2, "argon2__parallelism": 1}
ARGON2_IN_TESTS = {"argon2__memory_cost": 64, "argon2__rounds": 1, "argon2__parallelism": 1}
# What anybody may guess of a password here, beside what they know of its owner; docs/security.md lists them.
OWN_WORDS = (
    "mentorhub",
    "mentor",
    "mentoring",
    "mentee",
    "programme",
    "program",
    "cohort",
    "practice",
)


class Datastore(SQLAlchemyUserDatastore):
    """Flask-Security's access to the database, through our own transactions and reads."""

    def commit(self) -> None:
        """Our transaction commits; outside one, nothing may be written."""
        if "viewer" not in db.session().info:
            raise RuntimeError("Flask-Security wrote outside a transaction")
        db.session.flush()

    def find_user(self, case_insensitive: bool = False, **by: Any) -> Any:
        """The user of a session's key, before the viewer is known."""
        with reading(viewer=SYSTEM):
            return super().find_user(case_insensitive, **by)


def init_app(app: Any) -> None:
    """Set up Flask-Security-Too for the Flask app; its own pages and mails stay off, and its token sign-in."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=ARGON2_IN_TESTS if app.testing else ARGON2,
        # Not also an HMAC by the secret key: that key may then change without ending every password.
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_LENGTH_MIN=PASSWORD_MIN,
        SECURITY_PASSWORD_COMPLEXITY_CHECKER="zxcvbn",
        SECURITY_TRACKABLE=True,
        SECURITY_DATETIME_FACTORY=clock.now,
        SECURITY_SCRIPT_NONCE_KEY="csp_nonce",
        SECURITY_JOIN_USER_ROLES=False,
        # Flask-Login's own would write a mark that nobody reads into every visitor's session, at every request.
        SESSION_PROTECTION=None,
        # Its way to have a TOTP factory made; its pages for that stay off with the others.
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_TOTP_SECRETS=authenticators.keys_of(app.extensions[EXTENSION + "settings"]),
        SECURITY_TOTP_ISSUER=authenticators.ISSUER,
    )
    security = Security(
        app,
        Datastore(db, User, Role, WebAuthn),
        register_blueprint=False,
        totp_cls=authenticators.factory_for(is_testing=app.testing),
    )
    # Its roles are not used, so no identity is read before each request, static files included.
    security.principal.identity_loaders.clear()
    security.login_manager.request_loader(lambda _request: None)
    security.login_manager.user_loader(_signed_in_user)
    app.extensions[EXTENSION + "security"] = security


def make_user(
    session: Session,
    *,
    email: str,
    name: str,
    now: dt.datetime,
    password: str | None = None,
    locale: str = "en_GB",
    timezone: str = "UTC",
    confirmed_at: dt.datetime | None = None,
) -> User:
    """A new user, in the caller's transaction and without a request.

    Raises `ValueError` for what is no address; the database refuses one that has a user.
    """
    user = extension("security").datastore.create_user(
        email=email.strip(),
        email_key=email_key(email),
        name=clean_name(name),
        password=password and hashed(password),
        locale=locale,
        timezone=timezone,
        confirmed_at=confirmed_at,
        create_datetime=now,
        update_datetime=now,
    )
    assert isinstance(user, User) and user in session
    return user


def hashed(password: str) -> str:
    """The argon2id hash to store. Slow by design: call it before a transaction, not inside."""
    return str(hash_password(_normal(password)))


def password_matches(password: str, stored_hash: str | None) -> bool:
    """Whether this is the password; takes as long where no password is stored, so that timing shows nothing."""
    if not stored_hash:
        hashed(password)
        return False
    return bool(verify_password(_normal(password), stored_hash))


def password_faults(password: str, *, known: Iterable[str]) -> list[str]:
    """What is wrong with a new password, in plain words; empty for a good one.

    `known` is what others may know of the person (name, address); a password made of its words is weak, and so is one
    made of this install's.
    """
    words = [*OWN_WORDS, settings().host, *settings().host.split(".")]
    words += [
        word for text in known for word in [*re.split(r"[\s@]+", text), *re.split(r"\W+", text)]
    ]
    about = {f"about_{number}": word for number, word in enumerate(words)}
    faults, normal = extension("security").password_util.validate(password, True, **about)
    if not faults:
        return []
    if len(normal) < PASSWORD_MIN:
        return [_("A password needs at least %(count)s characters.", count=PASSWORD_MIN)]
    if len(normal) > PASSWORD_MAX:
        return [_("A password may have %(count)s characters at most.", count=PASSWORD_MAX)]
    return [_("This password is easy to guess. Four unrelated words are not.")]


def confirm_address(user: User, *, now: dt.datetime, keep_password: bool = False) -> None:
    """The address is the user's own, as a mailed link shows; in the caller's transaction.

    The password of an unconfirmed account was chosen by whoever typed the address, so it is removed together with
    the links mailed for it, unless the reader of the mail has shown to know it.
    """
    if user.confirmed_at is None and user.password and not keep_password:
        user.password = None
        user.link_version += 1
    user.confirmed_at = user.confirmed_at or now


def replace_password(user: User, hash_new: str) -> None:
    """Set it, in the caller's transaction; ends every session of the user and every link mailed before."""
    user.password = hash_new
    user.link_version += 1
    end_sessions(user)


def end_sessions(user: User) -> int:
    """Sign the user out of every browser and end their tokens, in the caller's transaction; how many browsers."""
    extension("security").datastore.set_uniquifier(user)
    session = object_session(user)
    if session is None or user.id is None:
        return 0
    now = clock.now()
    tokens.end_all(session, user.id, now=now)
    return devices.end_all(session, user.id, now=now)


def sign_in_user(user_id: int, *, via: str = "email", has_proved: bool = False) -> bool:
    """Sign this browser in, outside a transaction; False (and nobody signed in) where the user is disabled.

    False as well for a user with a second factor, unless it `has_proved` that too.
    What the browser's session held ends first: its CSRF token may be known to whoever planted it.
    """
    browser = extension("browser")
    logout_user()
    with transaction(viewer=USER(user_id)) as session:
        user = session.get_one(User, user_id)
        now = clock.now()
        devices.end(session, browser.device_key(), now=now)
        logins_before = user.login_count
        may = user.active and (has_proved or not user.has_factor)
        if not (may and login_user(user, authn_via=[via])):
            return False
        user.last_login_ip = user.current_login_ip = None  # a device keeps the network, nobody more
        key = devices.begin(session, user, now=now, logins_before=logins_before)
        name = user.public_id
    browser.keep_device(key)
    browser.make_known_to(name)
    return True


def _signed_in_user(uniquifier: str) -> User | None:
    """As Flask-Security's own loader, but the device is asked for with the user."""
    user = devices.signed_in(uniquifier)
    if user is not None:
        set_request_attr("fs_authn_via", "session")
        set_request_attr("fs_paa", extension("browser").signed_in_at())
    return user


def _normal(password: str) -> str:
    """The same characters however a keyboard composed them (NFKD)."""
    return str(extension("security").password_util.normalize(password))
