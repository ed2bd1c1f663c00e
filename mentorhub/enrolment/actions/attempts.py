"""An attempt to pay for a held seat or a later instalment, written under the cohort's lock with all it asks for."""

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules import refusals
from mentorhub.enrolment.rules.deadlines import RETURN_AFTER, paying_deadline
from mentorhub.enrolment.rules.paying import (
    CHECKOUTS_WITHIN,
    is_first_checkout,
    is_offered,
    refuse_many_checkouts,
    refuse_price,
)
from mentorhub.foundation import clock, links
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import new_public_id
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import open_finding
from mentorhub.foundation.money import step_minor
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS, SESSION_MARGIN, session_expiry
from mentorhub.payments.rules.events import KEY_REFUSED, PLATFORM
from mentorhub.payments.rules.instalments import instalment_parts
from mentorhub.payments.stripe_gateway import parameters as stripe_parameters
from mentorhub.payments.stripe_gateway.parameters import Asked
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.rules import PriceKind


@dataclass(frozen=True)
class Choice:
    """What the applicant chose beside the button: a price's public id ('' for the one the seat is held at), and
    for one paid in parts the words they agreed to, and on which day of theirs."""

    price: str = ""
    consent: str = ""
    consented_on: dt.date | None = None


def live_or_new(
    session: Session, cohort: Cohort, enrolment: Enrolment, choice: Choice, *, now: dt.datetime
) -> Checkout:
    """The checkout that can still be paid, else a new one. Raises as `checkouts.open_checkout`."""
    live = _live(session, enrolment, now=now)
    price = _chosen(session, enrolment, choice.price, has_checkout=live is not None, now=now)
    return live or _new(session, cohort, enrolment, price, choice, now=now)


def for_instalment(
    session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime
) -> Checkout:
    """The checkout of the earliest instalment that its payer is asked to pay. Raises as `checkouts.pay_instalment`."""
    live = _live(session, enrolment, now=now)
    if live is not None:
        return live
    instalment = session.scalar(
        select(Instalment)
        .where(Instalment.enrolment_id == enrolment.id, Instalment.is_owed)
        .order_by(Instalment.number)
        .limit(1)
    )
    if instalment is None:
        raise refusals.NothingToPay
    attempt, _ = _next_attempt(session, enrolment, now=now)
    expires_at = session_expiry(now=now, deadline=now, is_first=True)
    assert expires_at is not None
    price = session.get_one(Price, enrolment.price_id)
    asked = replace(
        _asked(cohort, enrolment, price, expires_at=expires_at),
        amount_minor=instalment.amount_minor,
        customer=_customer(session, enrolment),
    )
    return _write(session, enrolment, asked, attempt=attempt, now=now, instalment_id=instalment.id)


def tell_locked_out(checkout_id: int, words: str) -> None:
    """Stripe does not take our key: one open finding per account, which catching up closes. `words` are Stripe's."""
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get_one(Checkout, checkout_id)
        open_finding(
            session,
            KEY_REFUSED,
            subject_type="stripe_account",
            subject_public_id=checkout.stripe_account or PLATFORM,
            practice_id=checkout.practice_id if checkout.stripe_account else None,
            detail=words,
            now=clock.now(),
        )


def _customer(session: Session, enrolment: Enrolment) -> str:
    known = session.scalar(
        select(StripeCustomer.customer_id)
        .where(StripeCustomer.enrolment_id == enrolment.id)
        .order_by(StripeCustomer.id.desc())
        .limit(1)
    )
    return known or ""


def _live(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> Checkout | None:
    live = session.scalar(
        select(Checkout).where(
            Checkout.enrolment_id == enrolment.id, Checkout.state.in_(LIVE_CHECKOUTS)
        )
    )
    if live is not None and live.expires_at <= now:
        raise refusals.CheckoutUnderway  # over at Stripe by now, but only the periodic task may say so
    return live


def _chosen(
    session: Session, enrolment: Enrolment, asked: str, *, has_checkout: bool, now: dt.datetime
) -> Price:
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
            price.amount_minor, is_own=False, is_available=price.is_available(now)
        ),
        is_other=True,
        has_checkout=has_checkout,
    )
    return price


def _new(
    session: Session,
    cohort: Cohort,
    enrolment: Enrolment,
    price: Price,
    choice: Choice,
    *,
    now: dt.datetime,
) -> Checkout:
    attempt, is_first = _next_attempt(session, enrolment, now=now)
    is_in_parts = price.kind == PriceKind.INSTALMENTS
    if is_in_parts and not _has_agreed(enrolment, choice, now=now):
        raise refusals.ConsentMissing
    assert enrolment.held_until is not None
    expires_at = session_expiry(now=now, deadline=enrolment.held_until, is_first=is_first)
    if expires_at is None:
        raise refusals.TooLateToPay
    if price.id != enrolment.price_id:
        enrolment.choose(price)
    enrolment.extend(
        paying_deadline(enrolment.held_until, checkout_ends=expires_at, margin=SESSION_MARGIN)
    )
    asked = _asked(cohort, enrolment, price, expires_at=expires_at)
    consent = choice.consent if is_in_parts else ""
    return _write(session, enrolment, asked, attempt=attempt, now=now, consent=consent)


def _write(
    session: Session,
    enrolment: Enrolment,
    asked: Asked,
    *,
    attempt: int,
    now: dt.datetime,
    consent: str = "",
    instalment_id: int | None = None,
) -> Checkout:
    public_id = new_public_id()  # by which a page is found again whose answer was lost
    asked = replace(asked, metadata={**asked.metadata, "checkout": public_id})
    checkout = Checkout(
        public_id=public_id,
        practice_id=enrolment.practice_id,
        enrolment_id=enrolment.id,
        instalment_id=instalment_id,
        price_id=enrolment.price_id,
        attempt=attempt,
        stripe_account=enrolment.practice.stripe_account,
        amount_minor=asked.amount_minor,
        currency=asked.currency,
        terms_version=enrolment.terms_version,
        consent=consent,
        parameters=stripe_parameters.session_parameters(asked),
        expires_at=asked.expires_at,
        created_at=now,
    )
    session.add(checkout)
    session.flush()
    return checkout


def _next_attempt(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> tuple[int, bool]:
    """Its number, and whether it is the first that somebody may pay on."""
    before = session.execute(
        select(Checkout.created_at, Checkout.url).where(Checkout.enrolment_id == enrolment.id)
    ).all()
    made = [at for at, url in before if url]  # whose address was given to somebody
    refuse_many_checkouts(sum(at > now - CHECKOUTS_WITHIN for at in made))
    asked_at = [at for at, _ in before]
    return len(before) + 1, is_first_checkout(asked_at, made=len(made), now=now)


def _has_agreed(enrolment: Enrolment, choice: Choice, *, now: dt.datetime) -> bool:
    """To these very days: they count from the day of the checkout, so yesterday's words name other ones."""
    today = now.astimezone(ZoneInfo(enrolment.timezone)).date()
    return bool(choice.consent) and choice.consented_on == today


def _asked(cohort: Cohort, enrolment: Enrolment, price: Price, *, expires_at: dt.datetime) -> Asked:
    practice = cohort.program.practice
    until = expires_at + RETURN_AFTER
    first, *_ = instalment_parts(
        enrolment.amount_minor,
        count=price.instalments_count,
        step_minor=step_minor(enrolment.currency),
    )
    return Asked(
        reference=enrolment.public_id,
        email=enrolment.email,
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
        takes_promotion_codes=practice.takes_promotion_codes,
        takes_delayed_methods=practice.takes_delayed_methods,
        collects_tax=practice.collects_tax,
        statement_suffix=practice.statement_suffix,
    )
