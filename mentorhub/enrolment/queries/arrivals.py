"""Who may join a line: the cohort's terms now, and the enrolments that exist already. Used by `actions.arrivals`.

Asked of many at once, so that a rush costs few questions.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, select, text
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.enrolment.models.applicants import HAS_LAPSED, IS_LIVE, Enrolment
from mentorhub.enrolment.rules.refusals import AlreadyInLine, HoldElsewhere, LapsedBefore
from mentorhub.enrolment.rules.states import ENROLMENT, LIVE, EnrolmentState, refuse_outside_window
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import new_public_id
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program
from mentorhub.programs.rules.cohorts import current
from mentorhub.programs.rules.offers import price_is_available

_TERMS = (
    select(
        clock.asked().label("asked"),
        Cohort.id.label("cohort_id"),
        Cohort.practice_id,
        Cohort.state,
        Cohort.opens_at,
        Cohort.closes_at,
        Program.terms_version,
        Practice.timezone,
        Price.id.label("price_id"),
        Price.amount_minor,
        Price.currency,
        Price.available_from,
        Price.available_until,
    )
    .join(Program, Program.id == Cohort.program_id)
    .join(Practice, Practice.id == Cohort.practice_id)
    .outerjoin(Price, Price.cohort_id == Cohort.id)
    .order_by(Cohort.opens_at, Price.position, Price.id)
)
_IN_PUBLIC = "cohort.state = 'published' AND program.state = 'published'"
_OF_PROGRAM = _TERMS.where(Program.slug == bindparam("slug"), text(_IN_PUBLIC))
_OF_COHORT = _TERMS.where(
    Cohort.id == bindparam("cohort_id"), text(f"(({_IN_PUBLIC}) OR cohort.state = 'rehearsal')")
)

# By which keys, and where. The states are literals, so that the planner can use the partial indexes.
_HERE = "cohort_id + 0 = :cohort_id AND email_key = asked.value"
_LOOKUPS = (
    ("addresses", f"{_HERE} AND {IS_LIVE}"),
    ("addresses", f"{_HERE} AND {HAS_LAPSED}"),
    ("browsers", f"browser_key = asked.value AND {IS_LIVE}"),
)
_COLUMNS = "enrolment.id AS id, cohort_id, state, email_key, browser_key"
# Each key is looked up by itself, in the index that begins with it. Left to choose, a planner reads the whole cohort:
# of a line that began a minute ago its statistics know nothing. What keeps it from choosing is "+ 0", which no index of
# cohorts answers, and OFFSET 0 (PostgreSQL) or CROSS JOIN (SQLite), which no join undoes.
_LOOKUP_EACH = {
    "postgresql": (
        "SELECT {columns} FROM json_array_elements_text(CAST(:{keys} AS json)) AS asked(value), "
        "LATERAL (SELECT * FROM enrolment WHERE {where} OFFSET 0) AS enrolment"
    ),
    "sqlite": "SELECT {columns} FROM json_each(:{keys}) AS asked CROSS JOIN enrolment WHERE {where}",
}
_EXISTING = {
    dialect: text(
        " UNION ".join(
            each.format(columns=_COLUMNS, keys=keys, where=where) for keys, where in _LOOKUPS
        )
        + " ORDER BY id"
    )
    for dialect, each in _LOOKUP_EACH.items()
}


class CohortRef(NamedTuple):
    """Which cohort somebody wants to join: the one that counts of the programme with this slug, or this very one."""

    slug: str = ""
    cohort_id: int = 0


@dataclass(frozen=True)
class Applicant:
    """Who submits the form, as they typed it. `browser_key` is a hash; '' for staff and imports.

    `is_return`: by the POST of the link that was mailed to somebody whose seat has lapsed.
    """

    name: str
    email: str
    browser_key: str = ""
    locale: str = "en_GB"
    timezone: str = ""  # '' takes the practice's
    is_return: bool = False

    @cached_property
    def email_key(self) -> str:
        """The address as it is compared."""
        return email_key(self.email)


class CohortTerms(NamedTuple):
    """The terms on which a cohort takes arrivals at the time `at`: price, terms, and the practice's zone."""

    cohort_id: int
    practice_id: int
    timezone: str
    terms_version: int
    price_id: int
    amount_minor: int
    currency: str
    at: dt.datetime


def cohort_terms(session: Session, cohort_ref: CohortRef) -> CohortTerms:
    """The terms of the cohort that `cohort_ref` names.

    Raises `NotOpenYet`, `NoLongerOpen`, `NotFound` (also without a price that is available now).
    """
    statement = _OF_PROGRAM if cohort_ref.slug else _OF_COHORT
    rows = session.connection().execute(statement, cohort_ref._asdict()).all()  # nothing to map
    if not rows:
        raise NotFound
    now = clock.told(rows[0].asked)
    first = current(rows, now=now)
    assert first is not None
    refuse_outside_window(first.opens_at, first.closes_at, now=now)
    for row in rows:
        is_one = row.cohort_id == first.cohort_id and row.price_id is not None
        if is_one and price_is_available(row.available_from, row.available_until, now=now):
            found = {name: getattr(row, name) for name in CohortTerms._fields if name != "at"}
            return CohortTerms(**found, at=now)
    raise NotFound


def new_enrolment(terms: CohortTerms, applicant: Applicant) -> Enrolment:
    """The row of an applicant who arrives on these terms; no place yet."""
    return Enrolment(
        public_id=new_public_id(),
        practice_id=terms.practice_id,
        cohort_id=terms.cohort_id,
        name=applicant.name,
        email=applicant.email,
        email_key=applicant.email_key,
        browser_key=applicant.browser_key,
        locale=applicant.locale,
        timezone=applicant.timezone or terms.timezone,
        price_id=terms.price_id,
        amount_minor=terms.amount_minor,
        currency=terms.currency,
        terms_version=terms.terms_version,
        state=ENROLMENT.initial,
        arrived_at=terms.at,
    )


class ExistingEnrolments:
    """Who is in line by address or by browser: from before, or in the same batch."""

    def __init__(self, session: Session, cohort_id: int, applicants: Sequence[Applicant]) -> None:
        self._session, self._cohort_id = session, cohort_id
        self._by_address: dict[str, list[Row[Any]]] = defaultdict(list)
        self._by_browser: dict[str, list[Row[Any]]] = defaultdict(list)
        self._new: dict[tuple[str, str], Enrolment] = {}
        for row in _existing(session, cohort_id, applicants):
            if row.cohort_id == cohort_id:
                self._by_address[row.email_key].append(row)
            if row.browser_key and row.state in LIVE:
                self._by_browser[row.browser_key].append(row)

    def refuse(self, applicant: Applicant) -> None:
        """Raises `AlreadyInLine` (this address, or this browser), `LapsedBefore`, `HoldElsewhere`."""
        self._refuse_address(applicant)
        found = self._by_browser.get(applicant.browser_key, ())
        for row in found:
            if row.cohort_id == self._cohort_id and not applicant.is_return:
                raise AlreadyInLine(row.id)
        for row in found:
            if row.cohort_id != self._cohort_id and row.state == EnrolmentState.HELD:
                raise HoldElsewhere

    def earlier(self, applicant: Applicant) -> Enrolment | None:
        """The enrolment of the same address or browser in this batch."""
        return next((self._new[key] for key in _keys(applicant) if key in self._new), None)

    def add(self, applicant: Applicant, enrolment: Enrolment) -> None:
        """The first of this address and browser in this batch."""
        self._new.update(dict.fromkeys(_keys(applicant), enrolment))

    def _refuse_address(self, applicant: Applicant) -> None:
        found = self._by_address.get(applicant.email_key, ())
        for row in found:
            if row.state in LIVE:
                raise AlreadyInLine(row.id)
        if found and not applicant.is_return:
            last = self._session.execute(
                select(Enrolment.id, Enrolment.state)
                .where(
                    Enrolment.cohort_id == self._cohort_id,
                    Enrolment.email_key == applicant.email_key,
                )
                .order_by(Enrolment.id.desc())
                .limit(1)
            ).one()
            if last.state == EnrolmentState.LAPSED:
                raise LapsedBefore(last.id)


def _keys(applicant: Applicant) -> list[tuple[str, str]]:
    """By what an applicant of a batch is known again; who comes back by a mailed link is so by the address alone."""
    has_browser = bool(applicant.browser_key) and not applicant.is_return
    browser = [("browser", applicant.browser_key)] if has_browser else []
    return [("address", applicant.email_key), *browser]


def live_place(session: Session, cohort_id: int, applicant: Applicant) -> int:
    """The id of the live place that this address has; it has one."""
    return session.scalars(
        select(Enrolment.id).where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.email_key == applicant.email_key,
            Enrolment.state.in_(LIVE),
        )
    ).one()


def _existing(session: Session, cohort_id: int, applicants: Sequence[Applicant]) -> list[Any]:
    """Rows of these addresses (live or lapsed, here) and of these browsers (live, anywhere), in order of arrival."""
    browsers = {one.browser_key for one in applicants} - {""}
    asked = {
        "cohort_id": cohort_id,
        "addresses": json.dumps([*{one.email_key for one in applicants}]),
        "browsers": json.dumps([*browsers]),
    }
    connection = session.connection()
    return list(connection.execute(_EXISTING[connection.dialect.name], asked))
