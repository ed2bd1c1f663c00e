"""Later instalments: taken from the stored card on their day, tried again when refused, missed in the end."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.line import endings, instalments, moves
from mentorhub.enrolment.line.locked import LockedPlace, lock_place
from mentorhub.enrolment.line.money import is_payable
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.payments.models.checkouts import Instalment, StripeCustomer
from mentorhub.payments.queries.accounts import cannot_charge, is_lost
from mentorhub.payments.rules.checkouts import ANSWER_LOST_AFTER
from mentorhub.payments.rules.connections import application_fee
from mentorhub.payments.rules.failures import StripeRefused
from mentorhub.payments.rules.instalments import (
    ACCOUNT_MOVED,
    LEFT_TO_THE_PAYER,
    UNCONFIRMED,
    InstalmentState,
    is_refused,
)
from mentorhub.payments.stripe_gateway import intents as stripe_intents
from mentorhub.payments.stripe_gateway.intents import CardCharge, PaymentIntentData
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules.offers import MissedInstalment

NO_CARD = "no_card"
NEVER_ASKED = "never_asked"


@dataclass(frozen=True)
class _Asked:
    """A charge, and the intent that is known of it; `is_repeat`: an answer may have been lost.

    `is_wanted`: False where the place has ended meanwhile; then it is only looked at.
    """

    charge: CardCharge
    intent: str | None
    is_repeat: bool
    is_wanted: bool


def charge_instalment(instalment_id: int) -> None:
    """Take an instalment that is due from the stored card; ask again about one whose answer is not known.

    The charge is made first, its id stored, and then confirmed: only a charge that is known here takes money, and one
    takes it once. Idempotent, safe under concurrency. Raises `StripeUnavailable` (asked about again), `NotFound`.
    """
    asked = _begin(
        instalment_id
    )  # 1. under the lock: nobody else charges it, nobody pays it by hand
    if asked is None:
        return
    try:
        data = _made(asked)  # 2. outside any transaction
        if data.status == UNCONFIRMED and _keep_intent(instalment_id, data):  # 3. on disk
            data = _confirmed(data.id, asked.charge)  # 4. outside any transaction
    except StripeRefused as refusal:
        data = stripe_intents.refused(asked.charge, refusal.code)
    with transaction(viewer=SYSTEM) as session:  # 5. and its answer
        place, instalment = _locked(session, instalment_id)
        instalments.apply(place, instalment, data)


def recognise_charge(intent_id: str, *, account: str) -> bool:
    """Bring an instalment to what Stripe says of this charge; False where it is not about an instalment of ours.

    Idempotent, in any order of events. Raises `StripeUnavailable`.
    """
    data = stripe_intents.intent(intent_id, account=account)
    with transaction(viewer=SYSTEM) as session:
        instalment_id = session.scalar(
            select(Instalment.id).where(
                Instalment.public_id == data.reference, Instalment.stripe_account == account
            )
        )
        if instalment_id is None:
            return False
        place, instalment = _locked(session, instalment_id)
        is_current = data.attempt == instalment.attempts and (
            instalment.payment_intent in {None, data.id}
        )
        if is_current or data.status == "succeeded":
            instalments.apply(place, instalment, data)
    return True


def miss_instalment(instalment_id: int) -> None:
    """The days given for a refused payment are over: the programme's rule pauses the seat, or ends it.

    Does nothing before. Raises `CheckoutUnderway` where the seat would end while it can still be paid.
    """
    with transaction(viewer=SYSTEM) as session:
        place, instalment = _locked(session, instalment_id)
        is_over = place.now >= instalments.missed_from(place, instalment)
        if not is_over or not is_refused(instalment.state, instalment.failure_code):
            return
        if cannot_charge(session, instalment.stripe_account):
            return  # nobody is paused for what cannot be taken
        instalments.miss(place, instalment)
        if place.terms.missed_instalment == MissedInstalment.PAUSE:
            moves.pause(place, moves.INSTALMENT)
        elif place.enrolment.state == EnrolmentState.ENROLLED:
            endings.revoke_seat(place, "instalment_missed")


def _begin(instalment_id: int) -> _Asked | None:
    with transaction(viewer=SYSTEM) as session:
        place, instalment = _locked(session, instalment_id)
        if instalment.try_at is None or instalment.try_at > place.now:
            return None
        if is_payable(place):
            instalment.try_at = place.now + LEFT_TO_THE_PAYER
            return None
        instalments.put_off(place, instalment)
        is_first = instalment.state == InstalmentState.SCHEDULED
        if is_first and is_lost(session, instalment.stripe_account):
            instalment.move("charge")
            instalments.refuse(place, instalment, ACCOUNT_MOVED)
            return None
        if is_first:
            instalment.move("charge")
            instalment.attempts += 1
            instalment.payment_intent = None
        card = _card(session, instalment)
        if card is None:
            instalments.refuse(place, instalment, NO_CARD)
            return None
        instalment.try_at = place.now + ANSWER_LOST_AFTER
        return _Asked(
            charge=_charge(place.cohort, instalment, card),
            intent=instalment.payment_intent,
            is_repeat=not is_first,
            is_wanted=instalment.state == InstalmentState.PAYING,
        )


def _card(session: Session, instalment: Instalment) -> StripeCustomer | None:
    """The card that its payer gave last on the account where it is taken."""
    return session.scalar(
        select(StripeCustomer)
        .where(
            StripeCustomer.enrolment_id == instalment.enrolment_id,
            StripeCustomer.stripe_account == instalment.stripe_account,
        )
        .order_by(StripeCustomer.id.desc())
        .limit(1)
    )


def _charge(cohort: Cohort, instalment: Instalment, card: StripeCustomer) -> CardCharge:
    return CardCharge(
        account=instalment.stripe_account,
        customer=card.customer_id,
        payment_method=card.payment_method,
        amount_minor=instalment.amount_minor,
        currency=instalment.currency,
        reference=instalment.public_id,
        attempt=instalment.attempts,
        environment=settings().environment,
        statement_suffix=cohort.program.practice.statement_suffix,
        application_fee_minor=application_fee(
            instalment.amount_minor,
            basis_points=settings().platform_fee_bps,
            account=instalment.stripe_account,
        ),
    )


def _made(asked: _Asked) -> PaymentIntentData:
    """The charge as it is at Stripe; made now if it is not there."""
    if asked.intent:
        return stripe_intents.intent(asked.intent, account=asked.charge.account)
    found = stripe_intents.find_charge(asked.charge) if asked.is_repeat else None
    if found is not None:
        return found
    if not asked.is_wanted:
        return stripe_intents.refused(asked.charge, NEVER_ASKED)
    return stripe_intents.prepare_charge(asked.charge)


def _keep_intent(instalment_id: int, data: PaymentIntentData) -> bool:
    """Store which charge is about to be confirmed; False where it is not wanted any more."""
    with transaction(viewer=SYSTEM) as session:
        _, instalment = _locked(session, instalment_id)
        is_wanted = instalment.state == InstalmentState.PAYING
        if is_wanted and data.attempt == instalment.attempts:
            instalment.payment_intent = instalment.payment_intent or data.id
        return is_wanted and instalment.payment_intent == data.id


def _confirmed(intent_id: str, charge: CardCharge) -> PaymentIntentData:
    """Confirm it, or learn why that is no longer possible: somebody may have confirmed it a moment before."""
    try:
        return stripe_intents.confirm_charge(intent_id, charge)
    except StripeRefused as refusal:
        if refusal.code != "payment_intent_unexpected_state":
            raise
    return stripe_intents.intent(intent_id, account=charge.account)


def _locked(session: Session, instalment_id: int) -> tuple[LockedPlace, Instalment]:
    enrolment_id = session.scalar(
        select(Instalment.enrolment_id).where(Instalment.id == instalment_id)
    )
    if enrolment_id is None:
        raise NotFound
    place = lock_place(session, enrolment_id)
    return place, session.get_one(Instalment, instalment_id, populate_existing=True)
