"""A practice's promotion codes for its owner, each with how often it was used."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.payments.queries.connections import is_owner
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.rules.codes import CodeWords

MOST = 200  # shown at once, the newest


@dataclass(frozen=True)
class CodeListed:
    """One code. `is_made`: Stripe has it; `is_over`: nobody can use it any more."""

    public_id: str
    written: CodeWords
    uses: int
    is_made: bool
    is_over: bool


def codes(practice_id: int, *, viewer: Viewer, now: dt.datetime) -> list[CodeListed]:
    """The newest first; none for anybody but an owner. Two queries."""
    uses = (
        select(func.count(Checkout.id))
        .where(
            Checkout.stripe_account == PromotionCode.stripe_account,
            Checkout.promotion_code == PromotionCode.stripe_code,
            Checkout.state == CheckoutState.COMPLETED,
        )
        .scalar_subquery()
    )
    found = (
        select(PromotionCode, uses)
        .where(PromotionCode.practice_id == practice_id)
        .order_by(PromotionCode.created_at.desc(), PromotionCode.id.desc())
        .limit(MOST)
    )
    with reading(viewer=viewer) as session:
        if not is_owner(session, practice_id, viewer=viewer):
            return []
        return [_listed(code, count, now=now) for code, count in session.execute(found)]


def _listed(code: PromotionCode, uses: int, *, now: dt.datetime) -> CodeListed:
    words = code.written
    is_used_up = words.uses_max is not None and uses >= words.uses_max
    is_late = words.expires_at is not None and words.expires_at <= now
    return CodeListed(
        public_id=code.public_id,
        written=words,
        uses=uses,
        is_made=code.stripe_code is not None,
        is_over=code.ended_at is not None or is_used_up or is_late,
    )
