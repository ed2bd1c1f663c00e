"""Which of a practice's accounts at Stripe it is paid on: moved to another one, kept, given up."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.emails import queue_connection_news
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.queries.connections import is_owner, lock_connection
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS
from mentorhub.payments.rules.connections import ConnectionInUse, ConnectionNotReady


def choose_connection(connection_id: int, *, viewer: Viewer) -> None:
    """An owner has their practice move to this account: no payment page is opened from now on, and `move` follows once
    none is open. Choosing it twice changes nothing.

    Raises `ConnectionNotReady`, `NotFound` to anybody else.
    """
    with transaction(viewer=viewer) as session:
        practice, connection = _owned(session, connection_id, viewer=viewer)
        is_coming = connection.used_from is None and connection.ended_at is None
        if not is_coming or connection.state != StripeState.READY:
            raise ConnectionNotReady
        if connection.chosen_at is None:
            connection.chosen_at = clock.now()
            practice.stop_payments(connection.chosen_at)


def unchoose_connection(connection_id: int, *, viewer: Viewer) -> None:
    """An owner keeps the present account after all; nothing where the move is over. Raises `NotFound` to others."""
    with transaction(viewer=viewer) as session:
        practice, connection = _owned(session, connection_id, viewer=viewer)
        if connection.chosen_at is not None:
            connection.chosen_at = None
            practice.resume_payments(clock.now())


def move(connection_id: int) -> bool:
    """The practice is paid on this account from now on; False while a payment page is open, or if it is not chosen.

    What was paid, and what is still paid in parts, stays on the account it was made on.
    """
    with transaction(viewer=SYSTEM) as session:
        practice, connection = lock_connection(session, connection_id)
        now = clock.now()
        is_ready = connection.chosen_at is not None and connection.state == StripeState.READY
        if not is_ready or _has_open_page(session, practice.id):
            return False
        for former in session.scalars(
            select(StripeConnection).where(
                StripeConnection.practice_id == practice.id,
                StripeConnection.used_from.is_not(None),
                StripeConnection.ended_at.is_(None),
            )
        ):
            former.end(now)
        session.flush()
        connection.use(now)
        practice.mark_charges("move", account=connection.stripe_account)
        practice.resume_payments(now)
        queue_connection_news(session, practice, connection, "moved", now=now)
        return True


def give_up_connection(connection_id: int, *, viewer: Viewer) -> None:
    """An owner drops an account that was never paid on, so that another can be made.

    Raises `ConnectionInUse`, `NotFound` to anybody else.
    """
    with transaction(viewer=viewer) as session:
        practice, connection = _owned(session, connection_id, viewer=viewer)
        now = clock.now()
        if connection.is_in_use:
            if connection.state != StripeState.PENDING or connection.ready_at is not None:
                raise ConnectionInUse
            practice.mark_charges("start_over", account="")
        if connection.chosen_at is not None:
            practice.resume_payments(now)
        if connection.ended_at is None:
            connection.end(now)


def _has_open_page(session: Session, practice_id: int) -> bool:
    live = exists().where(Checkout.practice_id == practice_id, Checkout.state.in_(LIVE_CHECKOUTS))
    return bool(session.scalar(select(live)))


def _owned(
    session: Session, connection_id: int, *, viewer: Viewer
) -> tuple[Practice, StripeConnection]:
    practice, connection = lock_connection(session, connection_id)
    if not is_owner(session, practice.id, viewer=viewer):
        raise NotFound
    return practice, connection
