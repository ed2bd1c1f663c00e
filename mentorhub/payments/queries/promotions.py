"""A practice's promotion codes for its owner, each with how often it was used."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.payments.queries.connections import is_owner
from mentorhub.payments.rules.checkouts import CheckoutState
from mentorhub.payments.rules.codes import CodeWords
from mentorhub.payments.rules.promotions import Code

MOST = 200  # shown at once, the newest


@dataclass(frozen=True)
class CodeListed:
    """One code. `is_made`: Stripe has it; `is_over`: nobody can use it any more; `is_owed`: Stripe is to answer."""

    public_id: str
    written: CodeWords
    uses: int
    is_made: bool
    is_over: bool
    is_owed: bool


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


def codes_due(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of codes of which Stripe owes an answer that is to be asked for by now, the longest due first."""
    due = select(PromotionCode.id).where(PromotionCode.ask_at <= now)
    with reading(viewer=viewer) as session:
        return list(session.scalars(due.order_by(PromotionCode.ask_at).limit(limit)))


def is_usable(code: Code, text: str, *, practice_id: int, account: str, viewer: Viewer) -> bool:
    """Whether buyers of this practice may use a code that Stripe found for `text` on its account.

    Not one that was switched off here, whatever Stripe says by now; on the platform's account, which several practices
    may share, not another practice's. What an owner made in Stripe's own dashboard is used as it is.
    """
    is_perhaps = PromotionCode.stripe_code.is_(None) & PromotionCode.ended_at.is_(None)
    made_here = select(PromotionCode).where(
        PromotionCode.stripe_account == account,
        or_(
            PromotionCode.stripe_code == code.id,
            is_perhaps & (PromotionCode.code == text.strip().upper()),
        ),
    )
    with reading(viewer=viewer) as session:
        return all(
            one.practice_id == practice_id and one.ending_at is None and one.ended_at is None
            for one in session.scalars(made_here)
        )


def _listed(code: PromotionCode, uses: int, *, now: dt.datetime) -> CodeListed:
    words = code.written
    is_used_up = words.uses_max is not None and uses >= words.uses_max
    is_late = words.expires_at is not None and words.expires_at <= now
    return CodeListed(
        public_id=code.public_id,
        written=words,
        uses=uses,
        is_made=code.stripe_code is not None,
        is_over=code.ending_at is not None or code.ended_at is not None or is_used_up or is_late,
        is_owed=code.ask_at is not None,
    )
