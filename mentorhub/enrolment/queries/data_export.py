"""The viewer's own places and what was paid for them, for the data export; never another applicant's."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.intake import IntakeAnswer
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.data_export import (
    INSIDE,
    Exported,
    Section,
    named,
)
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import Model
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout, Instalment, StripeCustomer
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program

_STAFF = "who of the practice did it is the practice's to say"
_INSIDE = {"id": INSIDE, "practice_id": INSIDE}
_OF_A_PLACE = {**_INSIDE, "enrolment_id": INSIDE}
_ACCOUNT = {"stripe_account": "the practice's own account at Stripe"}
_FEE = {"application_fee_minor": "between the practice and the platform"}
_TRIES = "when our own machine asks Stripe again"

ENROLMENTS = Exported(
    Enrolment,
    {
        **_INSIDE,
        "user_id": "yourself",
        "cohort_id": INSIDE,
        "price_id": INSIDE,
        "email_key": "the address in the form that is searched for",
        "browser_key": "a keyed hash by which one browser holds one place",
        "granted_by": _STAFF,
        "link_version": "it is part of the link that opens the place",
    },
)
INTAKE = Exported(IntakeAnswer, {**_OF_A_PLACE, "question_id": INSIDE})
ENTRIES = Exported(LineEntry, {**_OF_A_PLACE, "cohort_id": INSIDE})
MENTORSHIPS = Exported(Mentorship, {**_OF_A_PLACE, "mentor_id": INSIDE})
CUSTOMERS = Exported(StripeCustomer, {**_OF_A_PLACE, **_ACCOUNT})
CHECKOUTS = Exported(
    Checkout,
    {
        **_OF_A_PLACE,
        **_ACCOUNT,
        **_FEE,
        "instalment_id": INSIDE,
        "price_id": INSIDE,
        "url": "the page at Stripe that it opened, for a while",
        "parameters": "the request as it was sent to Stripe: the same amounts and names again",
        "look_at": _TRIES,
    },
)
INSTALMENTS = Exported(Instalment, {**_OF_A_PLACE, **_ACCOUNT, "try_at": _TRIES})
PAYMENTS = Exported(
    Payment, {**_INSIDE, **_ACCOUNT, **_FEE, "checkout_id": INSIDE, "instalment_id": INSIDE}
)
_OF_A_PAYMENT = {**_INSIDE, **_ACCOUNT, "payment_id": INSIDE}
REFUNDS = Exported(
    Refund,
    {
        **_OF_A_PAYMENT,
        "requested_by_id": _STAFF,
        **dict.fromkeys(("due_at", "attempts", "key_number", "lost_at"), _TRIES),
    },
)
DISPUTES = Exported(Dispute, _OF_A_PAYMENT)
EXPORTED = (
    *(ENROLMENTS, INTAKE, ENTRIES, MENTORSHIPS, CUSTOMERS, CHECKOUTS),
    *(INSTALMENTS, PAYMENTS, REFUNDS, DISPUTES),
)


def has_place(*, viewer: Viewer) -> bool:
    """Whether any place, also an ended one, belongs to the viewer's account."""
    with reading(viewer=viewer) as session:
        return bool(session.scalar(select(exists().where(Enrolment.user_id == viewer.id))))


def place_sections(*, viewer: Viewer) -> Mapping[str, Section]:
    """The places, their answers, entries in the journal, mentors, and all money of theirs, the oldest first."""
    mine = Enrolment.user_id == viewer.id
    statements: dict[str, tuple[Select[Any], type[Model]]] = {
        "enrolments": (_enrolments(mine), Enrolment),
        "intake_answers": (_of_places(INTAKE, mine), IntakeAnswer),
        "journal_entries": (_of_places(ENTRIES, mine), LineEntry),
        "mentorships": (
            _of_places(MENTORSHIPS, mine)
            .add_columns(*named(mentor=User.name))
            .join(User, User.id == Mentorship.mentor_id),
            Mentorship,
        ),
        "stripe_customers": (_of_places(CUSTOMERS, mine), StripeCustomer),
        "checkouts": (_of_places(CHECKOUTS, mine), Checkout),
        "instalments": (_of_places(INSTALMENTS, mine), Instalment),
        "payments": (_payments(mine), Payment),
        "refunds": (_of_payments(REFUNDS, mine), Refund),
        "disputes": (_of_payments(DISPUTES, mine), Dispute),
    }
    return {
        name: Section(name, statement.order_by(table.__table__.c.id))
        for name, (statement, table) in statements.items()
    }


def _enrolments(mine: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            *named(programme=Program.title, cohort=Cohort.name, practice=Practice.name),
            *named(starts_on=Cohort.starts_on, ends_on=Cohort.ends_on, price=Price.label),
            *ENROLMENTS.columns(),
        )
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Program, Program.id == Cohort.program_id)
        .join(Practice, Practice.id == Enrolment.practice_id)
        .join(Price, Price.id == Enrolment.price_id)
        .where(mine)
    )


def _of_places(exported: Exported, mine: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*named(enrolment_id=Enrolment.public_id), *exported.columns())
        .join(Enrolment, Enrolment.id == exported.table.__table__.c.enrolment_id)
        .where(mine)
    )


def _payments(mine: ColumnElement[bool]) -> Select[Any]:
    """Each paid for a checkout or for an instalment; either leads to its place."""
    return _paid(
        select(
            *named(enrolment_id=Enrolment.public_id, programme=Program.title),
            *named(checkout_id=Checkout.public_id, instalment=Instalment.number),
            *PAYMENTS.columns(),
        ),
        mine,
    )


def _of_payments(exported: Exported, mine: ColumnElement[bool]) -> Select[Any]:
    statement = select(
        *named(enrolment_id=Enrolment.public_id, payment_id=Payment.public_id), *exported.columns()
    ).join(Payment, Payment.id == exported.table.__table__.c.payment_id)
    return _paid(statement, mine)


def _paid(statement: Select[Any], mine: ColumnElement[bool]) -> Select[Any]:
    of_a_place = func.coalesce(Checkout.enrolment_id, Instalment.enrolment_id)
    return (
        statement.outerjoin(Checkout, Checkout.id == Payment.checkout_id)
        .outerjoin(Instalment, Instalment.id == Payment.instalment_id)
        .join(Enrolment, Enrolment.id == of_a_place)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Program, Program.id == Cohort.program_id)
        .where(mine)
    )
