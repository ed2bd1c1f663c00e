"""Second factors of a user: an authenticator app, recovery codes; and the code that is given when signing in."""

from mentorhub.accounts.emails.people import queue_factor_news
from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.factors import (
    CodeWrong,
    FactorExists,
    FactorNews,
    refuse_too_many_wrong_codes,
)
from mentorhub.accounts.security import authenticators
from mentorhub.accounts.security.users import end_sessions
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound


def set_up_authenticator(secret: str, *, code: str, viewer: Viewer) -> list[str]:
    """Store the viewer's app, whose code shows that it has the (encrypted) secret.

    Gives recovery codes to show once where there are none yet, and signs every browser out when it is the first factor:
    none of them has shown one. Raises `CodeWrong`; `FactorExists` where there is an app already.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        user = session.get_one(User, viewer.id, with_for_update=True)
        if user.tf_totp_secret is not None:
            raise FactorExists
        counter = authenticators.counter_of(code, secret, now=now)
        if counter is None:
            raise CodeWrong
        if not user.has_factor:
            end_sessions(user)
        user.set_authenticator(secret, counter=counter)
        queue_factor_news(session, user, FactorNews.AUTHENTICATOR_ADDED, now=now)
        return [] if user.mf_recovery_codes else authenticators.new_recovery_codes(user)


def remove_authenticator(*, viewer: Viewer) -> None:
    """Forget the viewer's app; with the last factor go the recovery codes. Signs every browser out.

    Raises `NotFound` where there is none.
    """
    with transaction(viewer=viewer) as session:
        user = session.get_one(User, viewer.id, with_for_update=True)
        if user.tf_totp_secret is None:
            raise NotFound
        user.forget_authenticator()
        if not user.has_factor:
            user.mf_recovery_codes = None
        end_sessions(user)
        queue_factor_news(session, user, FactorNews.AUTHENTICATOR_REMOVED, now=clock.now())


def renew_recovery_codes(*, viewer: Viewer) -> list[str]:
    """Codes in place of the viewer's earlier ones, to show once. Raises `NotFound` for who has no second factor."""
    with transaction(viewer=viewer) as session:
        user = session.get_one(User, viewer.id, with_for_update=True)
        if not user.has_factor:
            raise NotFound
        queue_factor_news(session, user, FactorNews.CODES_RENEWED, now=clock.now())
        return authenticators.new_recovery_codes(user)


def prove_code(code: str, *, viewer: Viewer) -> bool:
    """Whether this is the code that the viewer's app shows now; a right one is spent, a wrong one counted.

    Raises `TooManyWrongCodes` after too many wrong ones, and then checks none.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        user = session.get_one(User, viewer.id, with_for_update=True)
        refuse_too_many_wrong_codes(user.factor_tries, user.factor_tries_from, now=now)
        if authenticators.accept_code(user, code, now=now):
            user.forget_wrong_codes()
            return True
        user.count_wrong_code(now)
        return False


def prove_recovery_code(code: str, *, viewer: Viewer) -> bool:
    """As `prove_code`, by a recovery code; its owner is notified that one was used."""
    with transaction(viewer=viewer) as session:
        now = clock.now()
        user = session.get_one(User, viewer.id, with_for_update=True)
        refuse_too_many_wrong_codes(user.factor_tries, user.factor_tries_from, now=now)
        if authenticators.spend_recovery_code(user, code):
            user.forget_wrong_codes()
            queue_factor_news(session, user, FactorNews.CODE_USED, now=now)
            return True
        user.count_wrong_code(now)
        return False
