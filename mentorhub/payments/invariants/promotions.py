"""The invariants of promotion codes, each a query that returns offenders as public ids."""

from collections.abc import Callable

from sqlalchemy import and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.connections import StripeConnection
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.rules.codes import PERCENT_OFF

_TAKES_IT = Checkout.state.in_((CheckoutState.OPEN, CheckoutState.COMPLETED))
_IS_ITS = and_(
    Checkout.stripe_account == PromotionCode.stripe_account,
    Checkout.promotion_code == PromotionCode.stripe_code,
)


def a_code_is_on_an_account_of_its_practice(*, viewer: Viewer) -> list[str]:
    """On the platform's account, or on one that this practice is or was connected to."""
    is_own = exists().where(
        StripeConnection.practice_id == PromotionCode.practice_id,
        StripeConnection.stripe_account == PromotionCode.stripe_account,
    )
    with reading(viewer=viewer) as session:
        found = select(PromotionCode.public_id).where(PromotionCode.stripe_account != "", ~is_own)
        return list(session.scalars(found))


def a_code_takes_off_a_percentage_or_an_amount_within_its_limits(*, viewer: Viewer) -> list[str]:
    """One of the two, an amount with its currency; used by some, and written as everybody types it."""
    code = PromotionCode
    is_wrong = or_(
        code.percent_off.is_(None) == code.amount_off_minor.is_(None),
        code.amount_off_minor.is_(None) != (code.currency == ""),
        not_(code.percent_off.between(PERCENT_OFF[0], PERCENT_OFF[-1])),
        code.amount_off_minor <= 0,
        code.uses_max <= 0,
        code.code == "",
        code.code != func.upper(code.code),
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(code.public_id).where(is_wrong)))


def a_code_reads_like_no_other_that_is_there(*, viewer: Viewer) -> list[str]:
    """On one account; nor does it share Stripe's id with another."""
    other = aliased(PromotionCode)
    reads_alike = and_(
        other.code == PromotionCode.code, other.ended_at.is_(None), PromotionCode.ended_at.is_(None)
    )
    is_twice = exists().where(
        other.id != PromotionCode.id,
        other.stripe_account == PromotionCode.stripe_account,
        or_(reads_alike, other.stripe_code == PromotionCode.stripe_code),
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(PromotionCode.public_id).where(is_twice)))


def a_code_is_asked_for_while_stripe_owes_its_answer(*, viewer: Viewer) -> list[str]:
    """Until it is made, and once it is switched off here until it is at Stripe; never longer."""
    code = PromotionCode
    is_owed = and_(
        code.ended_at.is_(None), or_(code.stripe_code.is_(None), code.ending_at.is_not(None))
    )
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(select(code.public_id).where(code.ask_at.is_not(None) != is_owed))
        )


def a_code_that_was_ended_takes_nothing_off(*, viewer: Viewer) -> list[str]:
    """No payment page was opened with it since."""
    late = exists().where(_IS_ITS, _TAKES_IT, Checkout.created_at > PromotionCode.ended_at)
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(PromotionCode.public_id).where(late)))


def a_code_is_used_in_its_own_practice(*, viewer: Viewer) -> list[str]:
    """Also where several practices are paid on the platform's account."""
    elsewhere = exists().where(_IS_ITS, Checkout.practice_id != PromotionCode.practice_id)
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(PromotionCode.public_id).where(elsewhere)))


def a_code_is_used_at_most_as_often_as_it_may_be(*, viewer: Viewer) -> list[str]:
    """Stripe counts as well, and refuses the payment that would be one too many."""
    uses = (
        select(func.count(Checkout.id))
        .where(_IS_ITS, Checkout.state == CheckoutState.COMPLETED)
        .correlate(PromotionCode)
        .scalar_subquery()
    )
    with reading(viewer=viewer) as session:
        found = select(PromotionCode.public_id).where(uses > PromotionCode.uses_max)
        return list(session.scalars(found))


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    a_code_is_on_an_account_of_its_practice,
    a_code_takes_off_a_percentage_or_an_amount_within_its_limits,
    a_code_reads_like_no_other_that_is_there,
    a_code_is_asked_for_while_stripe_owes_its_answer,
    a_code_that_was_ended_takes_nothing_off,
    a_code_is_used_in_its_own_practice,
    a_code_is_used_at_most_as_often_as_it_may_be,
)
