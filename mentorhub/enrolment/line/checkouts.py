"""An attempt to pay for a held seat or a later instalment, written under the cohort's lock with all it asks for."""

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mentorhub.enrolment.line.locked import LockedPlace
from mentorhub.enrolment.line.money import lock_account
from mentorhub.enrolment.rules import refusals
from mentorhub.enrolment.rules.money import (
    CHECKOUTS_WITHIN,
    is_first_checkout,
    is_offered,
    refuse_many_checkouts,
    refuse_price,
)
from mentorhub.enrolment.rules.states import RETURN_AFTER, paying_deadline
from mentorhub.foundation import links
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.tables import new_public_id
from mentorhub.foundation.money import step_minor
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS, SESSION_MARGIN, session_expiry
from mentorhub.payments.rules.connections import application_fee
from mentorhub.payments.rules.instalments import instalment_parts
from mentorhub.payments.rules.promotions import Code, discount_minor
from mentorhub.payments.stripe_gateway import parameters as stripe_parameters
from mentorhub.payments.stripe_gateway.parameters import Asked
from mentorhub.programs.models.cohorts import Price
from mentorhub.programs.rules.offers import PriceKind


@dataclass(frozen=True)
class Choice:
    """What the applicant chose beside the button: a price's public id ('' for the one the seat is held at), and
    for one paid in parts the words they agreed to, and on which day of theirs; `code` is a promotion code."""

    price: str = ""
    consent: str = ""
    consented_on: dt.date | None = None
    code: Code | None = None


def live_or_new(place: LockedPlace, choice: Choice) -> Checkout:
    """The checkout that can still be paid, else a new one. Raises as `checkouts.open_checkout`."""
    live = _live(place)
    price = _chosen(place, choice.price, has_checkout=live is not None)
    if live is not None and choice.code is not None and live.promotion_code != choice.code.id:
        raise refusals.CodeTooLate
    return live or _new(place, price, choice)


def for_instalment(place: LockedPlace) -> Checkout:
    """The checkout of the earliest instalment that its payer is asked to pay. Raises as `checkouts.pay_instalment`."""
    live = _live(place)
    if live is not None:
        return live
    session, enrolment, now = place.session, place.enrolment, place.now
    instalment = session.scalar(
        select(Instalment)
        .where(Instalment.enrolment_id == enrolment.id, Instalment.is_owed)
        .order_by(Instalment.number)
        .limit(1)
    )
    if instalment is None:
        raise refusals.NothingToPay
    attempt, _ = _next_attempt(place)
    expires_at = session_expiry(now=now, deadline=now, is_first=True)
    assert expires_at is not None
    price = session.get_one(Price, enrolment.price_id)
    account = lock_account(place)
    asked = replace(
        _asked(place, price, expires_at=expires_at),
        amount_minor=instalment.amount_minor,
        customer=_customer(place, account),
    )
    return _write(place, account, asked, attempt=attempt, instalment_id=instalment.id)


def _customer(place: LockedPlace, account: str) -> str:
    """Stripe's customer with a card that was saved on this account; '' where there is none."""
    known = place.session.scalar(
        select(StripeCustomer.customer_id)
        .where(
            StripeCustomer.enrolment_id == place.enrolment.id,
            StripeCustomer.stripe_account == account,
        )
        .order_by(StripeCustomer.id.desc())
        .limit(1)
    )
    return known or ""


def _live(place: LockedPlace) -> Checkout | None:
    live = place.session.scalar(
        select(Checkout).where(
            Checkout.enrolment_id == place.enrolment.id, Checkout.state.in_(LIVE_CHECKOUTS)
        )
    )
    if live is not None and live.expires_at <= place.now:
        raise refusals.CheckoutUnderway  # over at Stripe by now, but only the periodic task may say so
    return live


def _chosen(place: LockedPlace, asked: str, *, has_checkout: bool) -> Price:
    session, enrolment = place.session, place.enrolment
    own = session.get_one(Price, enrolment.price_id)
    if not asked or asked == own.public_id:
        return own
    price = session.scalar(
        select(Price).where(Price.cohort_id == enrolment.cohort_id, Price.public_id == asked)
    )
    if price is None:
        raise refusals.PriceNotOffered
    refuse_price(
        is_offered=is_offered(
            price.amount_minor, is_own=False, is_available=price.is_available(place.now)
        ),
        is_other=True,
        has_checkout=has_checkout,
    )
    return price


def _new(place: LockedPlace, price: Price, choice: Choice) -> Checkout:
    enrolment = place.enrolment
    attempt, is_first = _next_attempt(place)
    account = lock_account(place)
    is_in_parts = price.kind == PriceKind.INSTALMENTS
    if is_in_parts and choice.code is not None:
        raise refusals.CodeNotForParts
    if is_in_parts and not _has_agreed(place, choice):
        raise refusals.ConsentMissing
    assert enrolment.held_until is not None
    expires_at = session_expiry(now=place.now, deadline=enrolment.held_until, is_first=is_first)
    if expires_at is None:
        raise refusals.TooLateToPay
    if price.id != enrolment.price_id:
        enrolment.choose(price)
    enrolment.extend(
        paying_deadline(enrolment.held_until, checkout_ends=expires_at, margin=SESSION_MARGIN)
    )
    asked = _asked(place, price, expires_at=expires_at)
    consent = choice.consent if is_in_parts else ""
    return _write(place, account, asked, attempt=attempt, consent=consent, code=choice.code)


def _write(
    place: LockedPlace,
    account: str,
    asked: Asked,
    *,
    attempt: int,
    consent: str = "",
    instalment_id: int | None = None,
    code: Code | None = None,
) -> Checkout:
    enrolment = place.enrolment
    public_id = new_public_id()  # by which a page is found again whose answer was lost
    named = replace(asked, metadata={**asked.metadata, "checkout": public_id})
    asked = _reckoned(named, code, account=account)
    checkout = Checkout(
        public_id=public_id,
        practice_id=enrolment.practice_id,
        enrolment_id=enrolment.id,
        instalment_id=instalment_id,
        price_id=enrolment.price_id,
        attempt=attempt,
        stripe_account=account,
        amount_minor=asked.amount_minor,
        discount_minor=asked.discount_minor,
        promotion_code=asked.promotion_code,
        application_fee_minor=asked.application_fee_minor,
        currency=asked.currency,
        terms_version=enrolment.terms_version,
        consent=consent,
        parameters=stripe_parameters.session_parameters(asked),
        expires_at=asked.expires_at,
        created_at=place.now,
    )
    place.session.add(checkout)
    place.session.flush()
    return checkout


def _reckoned(asked: Asked, code: Code | None, *, account: str) -> Asked:
    """With what the code takes off, and the platform's part of what is left."""
    amount, currency = asked.amount_minor, asked.currency
    taken = discount_minor(code, amount_minor=amount, currency=currency) if code else 0
    fee = application_fee(amount - taken, basis_points=settings().platform_fee_bps, account=account)
    return replace(
        asked,
        promotion_code=code.id if code and taken else "",
        discount_minor=taken,
        application_fee_minor=fee,
    )


def _next_attempt(place: LockedPlace) -> tuple[int, bool]:
    """Its number, and whether it is the first that somebody may pay on."""
    now, of = place.now, Checkout.enrolment_id == place.enrolment.id
    before = place.session.execute(select(Checkout.created_at, Checkout.url).where(of)).all()
    made = [at for at, url in before if url]  # whose address was given to somebody
    refuse_many_checkouts(sum(at > now - CHECKOUTS_WITHIN for at in made))
    asked_at = [at for at, _ in before]
    return len(before) + 1, is_first_checkout(asked_at, made=len(made), now=now)


def _has_agreed(place: LockedPlace, choice: Choice) -> bool:
    """To these very days: they count from the day of the checkout, so yesterday's words name other ones."""
    today = place.now.astimezone(ZoneInfo(place.enrolment.timezone)).date()
    return bool(choice.consent) and choice.consented_on == today


def _asked(place: LockedPlace, price: Price, *, expires_at: dt.datetime) -> Asked:
    cohort, enrolment = place.cohort, place.enrolment
    practice = cohort.program.practice
    until = expires_at + RETURN_AFTER
    first, *_ = instalment_parts(
        enrolment.amount_minor,
        count=price.instalments_count,
        step_minor=step_minor(enrolment.currency),
    )
    return Asked(
        reference=enrolment.public_id,
        email=enrolment.mailbox[1],
        title=f"{cohort.program.title}: {cohort.name}",
        amount_minor=first,
        currency=enrolment.currency,
        expires_at=expires_at,
        page=links.absolute(f"/enrolments/{enrolment.return_token(until)}/return"),
        metadata={
            "enrolment": enrolment.public_id,
            "cohort": cohort.public_id,
            "environment": settings().environment,
            "terms_version": str(enrolment.terms_version),
        },
        keeps_card=price.kind == PriceKind.INSTALMENTS,
        takes_delayed_methods=practice.takes_delayed_methods,
        collects_tax=practice.collects_tax,
        statement_suffix=practice.statement_suffix,
    )
