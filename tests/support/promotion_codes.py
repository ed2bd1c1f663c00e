"""A promotion code of a practice, as it stands here once Stripe has made it."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.promotions import PromotionCode


def made_code(practice_id: int, code: str = "SPRING-10") -> str:
    """Ten percent off, on the platform's account; its public id."""
    with transaction(viewer=SYSTEM) as session:
        made = PromotionCode(
            practice_id=practice_id,
            code=code,
            percent_off=10,
            created_at=clock.now(),
            attempts=0,
        )
        made.ask(clock.now())
        made.make(f"promo_{code}")
        session.add(made)
        session.flush()
        return made.public_id
