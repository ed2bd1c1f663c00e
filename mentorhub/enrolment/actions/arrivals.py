"""Coming to the line: `arrive` writes the applicant without a place, `settle_cohort` gives out places and seats.

Thousands do the first at once, so it asks one question, which is made ready here, and writes one row.
"""

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, Table, bindparam, exists, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Practice
from mentorhub.accounts.rules import email_key
from mentorhub.enrolment import line, rules
from mentorhub.enrolment.models import HAS_LAPSED, IS_LIVE, LINK, Enrolment
from mentorhub.enrolment.rules import EnrolmentState
from mentorhub.foundation import clock, links
from mentorhub.foundation.config import fitted
from mentorhub.foundation.database import PUBLIC, SYSTEM, new_public_id, transaction
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.gate import Gate
from mentorhub.programs.models import Cohort, Price, Program
from mentorhub.programs.rules import price_is_available

# Whoever was here before, by address or browser: the refusals look closer then. The states stand in the text, not in
# parameters, so that PostgreSQL sees that its partial indexes hold the answer.
_KNOWN = (Enrolment.cohort_id == Cohort.id, Enrolment.email_key == bindparam("email_key"))
_MET = Enrolment.browser_key == bindparam("browser_key")
_WAY_IN = (
    select(
        clock.asked().label("asked"),
        Cohort.id,
        Cohort.practice_id,
        Cohort.opens_at,
        Cohort.closes_at,
        Program.terms_version,
        Practice.timezone,
        exists().where(*_KNOWN, text(IS_LIVE)).label("is_known"),
        exists().where(*_KNOWN, text(HAS_LAPSED)).label("has_lapsed"),
        exists().where(_MET, text(IS_LIVE)).label("is_met"),
        Price.id.label("price_id"),
        Price.amount_minor,
        Price.currency,
        Price.available_from,
        Price.available_until,
    )
    .join(Program, Program.id == Cohort.program_id)
    .join(Practice, Practice.id == Cohort.practice_id)
    .outerjoin(Price, Price.cohort_id == Cohort.id)
    .where(text("cohort.state = 'published' AND program.state = 'published'"))
    .order_by(Cohort.opens_at, Price.position, Price.id)
)
_INTO_COHORT = _WAY_IN.where(Cohort.id == bindparam("cohort_id"))
_INTO_PROGRAM = _WAY_IN.where(Program.slug == bindparam("slug"))
assert isinstance(Enrolment.__table__, Table)
_WRITE = insert(Enrolment.__table__).returning(Enrolment.__table__.c.id)
_NO_BROWSER = "-"  # no hash of a browser looks like it
_Asking = tuple[Select[Any, *tuple[Any, ...]], dict[str, Any]]


@dataclass(frozen=True)
class Applicant:
    """Who presses the button, as they typed it. `browser_key` is a hash; '' for staff and imports."""

    name: str
    email: str
    browser_key: str = ""
    locale: str = "en_GB"
    timezone: str = ""  # '' takes the practice's


class Arrival(NamedTuple):
    """The enrolment that was written, the token of its link, and the cohort that waits to be settled."""

    id: int
    token: str
    cohort_id: int


def arrive(cohort_id: int, *, applicant: Applicant, is_return: bool = False) -> Arrival:
    """Write an arrival, without a place yet. Takes no lock.

    Raises `NotOpenYet`, `NoLongerOpen`, `AlreadyInLine` (this address, or this browser), `LapsedBefore`
    (unless `is_return`: the POST of the link that was mailed), `HoldElsewhere`, `NotFound`.
    """
    with transaction(viewer=PUBLIC) as session:
        way_in = _INTO_COHORT, {"cohort_id": cohort_id}
        return _arrive(session, way_in, applicant, is_return=is_return)


def arrive_at(slug: str, *, applicant: Applicant) -> Arrival:
    """As `arrive`, in the cohort of this programme whose window is open; else in its next or last one."""
    with transaction(viewer=PUBLIC) as session:
        return _arrive(session, (_INTO_PROGRAM, {"slug": slug}), applicant, is_return=False)


def settle_cohort(cohort_id: int) -> None:
    """Place every arrival committed before this call, seat who can be, write entries and mails.

    One settler per process and cohort: who comes while one runs waits, and one run serves them all.
    Raises `Busy` when the cohort's lock was not had; arrivals are kept and a sweep places them.
    """
    _gate().run(cohort_id, lambda: _settle(cohort_id))


def underway() -> AbstractContextManager[None]:
    """Whoever arrives and settles in one go does both inside, so that who settles first settles for all."""
    return _gate().underway()


def _gate() -> Gate:
    return fitted("settling", Gate)


def _settle(cohort_id: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        line.settle_due(session, cohort_id)


def _arrive(session: Session, way_in: _Asking, applicant: Applicant, *, is_return: bool) -> Arrival:
    key, public_id = email_key(applicant.email), new_public_id()
    found, now = _default_price(session, way_in, key, applicant, is_return=is_return)
    row = {
        "public_id": public_id,
        "practice_id": found.practice_id,
        "cohort_id": found.id,
        "name": applicant.name,
        "email": applicant.email,
        "email_key": key,
        "browser_key": applicant.browser_key,
        "locale": applicant.locale,
        "timezone": applicant.timezone or found.timezone,
        "price_id": found.price_id,
        "amount_minor": found.amount_minor,
        "currency": found.currency,
        "terms_version": found.terms_version,
        "arrived_at": now,
    }
    try:
        enrolment_id = session.connection().execute(_WRITE, row).scalar_one()
    except IntegrityError as error:
        # Two presses at once: the index let one in, and this one has the same address.
        session.rollback()
        raise rules.AlreadyInLine(_live_place(session, found.id, key)) from error
    return Arrival(enrolment_id, links.sign(public_id, 0, purpose=LINK), found.id)


def _default_price(
    session: Session, way_in: _Asking, key: str, applicant: Applicant, *, is_return: bool
) -> tuple[Row[Any], dt.datetime]:
    """The price an arrival may have now, with what else its row takes, and that moment."""
    statement, where = way_in
    browser = applicant.browser_key or _NO_BROWSER
    rows = session.connection().execute(  # past the session: there is nothing to map
        statement, {**where, "email_key": key, "browser_key": browser}
    )
    found = rows.all()
    if not found:
        raise NotFound
    now = clock.told(found[0].asked)
    first = next((row for row in found if now < row.closes_at), found[-1])
    rules.refuse_outside_window(first.opens_at, first.closes_at, now=now)
    if first.is_known or first.has_lapsed:
        _refuse_second_place(session, first.id, key, is_return=is_return)
    if first.is_met:
        _refuse_second_press(session, first.id, applicant.browser_key, is_return=is_return)
    for row in found:
        is_one = row.id == first.id and row.price_id is not None
        if is_one and price_is_available(row.available_from, row.available_until, now=now):
            return row, now
    raise NotFound


def _refuse_second_place(session: Session, cohort_id: int, key: str, *, is_return: bool) -> None:
    rows = session.execute(
        select(Enrolment.id, Enrolment.state)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.email_key == key)
        .order_by(Enrolment.id)
    ).all()
    for enrolment_id, state in rows:
        if state in rules.LIVE:
            raise rules.AlreadyInLine(enrolment_id)
    if rows and rows[-1].state == EnrolmentState.LAPSED and not is_return:
        raise rules.LapsedBefore(rows[-1].id)


def _refuse_second_press(
    session: Session, cohort_id: int, browser_key: str, *, is_return: bool
) -> None:
    """One place in a line for each browser (but whoever was mailed a link comes), and one unpaid seat of all."""
    rows = session.execute(
        select(Enrolment.id, Enrolment.cohort_id, Enrolment.state)
        .where(_MET, text(IS_LIVE))
        .order_by(Enrolment.id),
        {"browser_key": browser_key},
    ).all()
    for enrolment_id, where, _ in rows:
        if where == cohort_id and not is_return:
            raise rules.AlreadyInLine(enrolment_id)
    if any(state == EnrolmentState.HELD and where != cohort_id for _, where, state in rows):
        raise rules.HoldElsewhere


def _live_place(session: Session, cohort_id: int, key: str) -> int:
    return session.scalars(
        select(Enrolment.id).where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.email_key == key,
            Enrolment.state.in_(rules.LIVE),
        )
    ).one()
