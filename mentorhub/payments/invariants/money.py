"""The invariants of money, each a query that returns offenders as public ids."""

from collections.abc import Callable

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import CHARGING
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.rules.events import EventState
from mentorhub.payments.rules.refunds import DROPPED, UNDONE_REFUNDS, RefundState


def refunds_never_exceed_their_payment(*, viewer: Viewer) -> list[str]:
    """What was refunded, or is being refunded, is at most what was paid."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Payment.public_id)
                .join(Refund, Refund.payment_id == Payment.id)
                .where(Refund.state.not_in(UNDONE_REFUNDS))
                .group_by(Payment.id, Payment.public_id, Payment.amount_minor)
                .having(func.sum(Refund.amount_minor) > Payment.amount_minor)
            )
        )


def a_refund_is_in_its_payments_currency_and_account(*, viewer: Viewer) -> list[str]:
    """A refund goes back the way its payment came."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Refund.public_id)
                .join(Payment, Payment.id == Refund.payment_id)
                .where(
                    or_(
                        Refund.currency != Payment.currency,
                        Refund.stripe_account != Payment.stripe_account,
                    )
                )
            )
        )


def a_failed_refund_has_a_finding(*, viewer: Viewer) -> list[str]:
    """A refund that a person must look at is shown to one (opened once; it may be closed by now).

    One that was dropped because it was refunded in Stripe's dashboard needs nobody.
    """
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Refund.public_id)
                .outerjoin(
                    Finding,
                    (Finding.kind == "refund_failed")
                    & (Finding.subject_public_id == Refund.public_id),
                )
                .where(
                    Refund.state.in_(UNDONE_REFUNDS),
                    Refund.failure_reason != DROPPED,
                    Finding.id.is_(None),
                )
            )
        )


def a_payment_comes_from_a_completed_checkout(*, viewer: Viewer) -> list[str]:
    """A checkout's payment exists only once Stripe said it is complete."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Payment.public_id)
                .join(Checkout, Checkout.id == Payment.checkout_id)
                .where(Checkout.state != CheckoutState.COMPLETED)
            )
        )


def an_abandoned_checkout_was_given_to_nobody(*, viewer: Viewer) -> list[str]:
    """A seat may be freed while Stripe has a payment page for it only if nobody knows that page's address."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Checkout.public_id).where(
                    or_(
                        (Checkout.state == CheckoutState.ABANDONED) & (Checkout.url != ""),
                        (Checkout.state != CheckoutState.ABANDONED) & Checkout.look_at.is_not(None),
                    )
                )
            )
        )


def a_refund_is_lost_only_while_it_waits(*, viewer: Viewer) -> list[str]:
    """A refund that Stripe has answered is not sent again under another key."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Refund.public_id).where(
                    Refund.lost_at.is_not(None), Refund.state != RefundState.QUEUED
                )
            )
        )


def an_event_of_another_mode_is_never_applied(*, viewer: Viewer) -> list[str]:
    """An event is of the mode of all the others that were applied; in a sandbox none is live."""
    with reading(viewer=viewer) as session:
        modes = (
            select(StripeEvent.livemode).where(StripeEvent.state == EventState.APPLIED).distinct()
        )
        if len(session.scalars(modes).all()) < 2:
            return []
        return list(
            session.scalars(
                select(StripeEvent.public_id).where(
                    StripeEvent.state == EventState.APPLIED, StripeEvent.livemode.is_(False)
                )
            )
        )


def a_practice_is_paid_on_its_connection_in_use(*, viewer: Viewer) -> list[str]:
    """An account of a practice's own is the one of its connection in use, and in the same state; else it has none."""
    used = aliased(StripeConnection)
    in_use = and_(
        used.practice_id == Practice.id, used.used_from.is_not(None), used.ended_at.is_(None)
    )
    differs = or_(
        used.stripe_account != Practice.stripe_account, used.state != Practice.stripe_state
    )
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Practice.public_id)
                .outerjoin(used, in_use)
                .where(or_(and_(used.id.is_(None), Practice.stripe_account != ""), differs))
            )
        )


def payments_stop_only_while_an_account_is_not_ready_or_is_moved(*, viewer: Viewer) -> list[str]:
    """A practice whose account is ready, and that moves to no other, can be paid."""
    moving = exists().where(
        StripeConnection.practice_id == Practice.id, StripeConnection.chosen_at.is_not(None)
    )
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Practice.public_id).where(
                    Practice.stripe_state.in_(CHARGING), ~Practice.can_charge, ~moving
                )
            )
        )


def a_fee_is_a_part_of_a_payment_on_a_practices_own_account(*, viewer: Viewer) -> list[str]:
    """The platform keeps nothing of what is paid on its own account, and never more than was paid."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Payment.public_id).where(
                    Payment.application_fee_minor != 0,
                    or_(
                        Payment.stripe_account == "",
                        Payment.application_fee_minor < 0,
                        Payment.application_fee_minor > Payment.amount_minor,
                    ),
                )
            )
        )


def a_payment_is_on_the_account_of_what_it_pays_for(*, viewer: Viewer) -> list[str]:
    """A checkout is paid where its page was made."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Payment.public_id)
                .join(Checkout, Checkout.id == Payment.checkout_id)
                .where(Checkout.stripe_account != Payment.stripe_account)
            )
        )


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    refunds_never_exceed_their_payment,
    a_refund_is_in_its_payments_currency_and_account,
    a_failed_refund_has_a_finding,
    a_payment_comes_from_a_completed_checkout,
    an_abandoned_checkout_was_given_to_nobody,
    a_refund_is_lost_only_while_it_waits,
    an_event_of_another_mode_is_never_applied,
    a_practice_is_paid_on_its_connection_in_use,
    payments_stop_only_while_an_account_is_not_ready_or_is_moved,
    a_fee_is_a_part_of_a_payment_on_a_practices_own_account,
    a_payment_is_on_the_account_of_what_it_pays_for,
)
