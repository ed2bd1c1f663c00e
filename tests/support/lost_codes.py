"""Promotion codes whose answer from Stripe was lost: made, looked at here and at Stripe; a plan of a week without a
worker."""

import secrets
from collections import Counter
from collections.abc import Callable

from sqlalchemy import select

from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.payments.actions import promotions
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.payments.rules.codes import CodeWords
from mentorhub.payments.rules.failures import StripeUnavailable
from tests.support import factories
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient

CODES, COUPONS = "/v1/promotion_codes", "/v1/coupons"
Expected = Callable[[], None]


def unused_words() -> CodeWords:
    """Ten percent, under a word of its own: the sandbox outlives a test, and its codes with it."""
    return CodeWords(code=f"SPRING-{secrets.token_hex(4).upper()}", percent_off=10)


def make(scene: Scene, words: CodeWords) -> None:
    """As its owner does."""
    promotions.make_code(scene.practice_id, viewer=USER(scene.mentor_id), words=words)


def rows() -> list[PromotionCode]:
    """Every code here, the oldest first."""
    db.session.rollback()
    return list(db.session.scalars(select(PromotionCode).order_by(PromotionCode.id)))


def at_stripe(stripe: StripeClient, text: str) -> list[tuple[str, bool]]:
    """Stripe's codes that read like this, with whether they are active, the newest first."""
    return [
        (one["id"], one["active"])
        for one in stripe.listed("promotion_codes")
        if one["code"] == text
    ]


def promotion_codes(stripe: StripeClient) -> tuple[Counter[str], Expected]:
    """Stripe failed at a code, and made it all the same; nobody could look for it."""
    words = unused_words()
    stripe.fault(kind="status", status=500, stage="after", method="POST", path=f"{CODES}$")
    stripe.fault(kind="status", status=500, stage="before", method="GET", path=CODES)
    try:
        make(factories.scene(), words)
    except StripeUnavailable:
        stripe.clear_faults()

    def found() -> None:
        [row] = rows()
        assert (row.stripe_code, row.ask_at) == (at_stripe(stripe, words.code)[0][0], None)
        assert len(at_stripe(stripe, words.code)) == 1

    return Counter(), found
