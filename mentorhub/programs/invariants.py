"""The invariants of programs, each a query that returns offenders as public ids."""

from collections.abc import Callable

from sqlalchemy import Select, and_, exists, func, literal, select
from sqlalchemy.orm import aliased

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.stored_names import NamesAreSeen
from mentorhub.mail.outbox import OutboxMail
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.inquiries import Inquiry, InquiryMessage, SavedReply
from mentorhub.programs.models.offers import Program, ProgramSlug
from mentorhub.programs.models.openings import OpeningNotice
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.rules.cohorts import CohortState
from mentorhub.programs.rules.inquiries import Author, InquiryState
from mentorhub.programs.rules.offers import refuse_unchargeable
from mentorhub.programs.rules.terms import Policy

_TERMS = ("terms_md", "refund_policy_md", *Policy.__dataclass_fields__)
no_stored_name_holds_what_nobody_sees = NamesAreSeen(
    Program.title, Program.mentor_name, Cohort.name, Price.label, Inquiry.name, SavedReply.title
)


def windows_of_published_cohorts_never_overlap(*, viewer: Viewer) -> list[str]:
    """A visitor can enrol in one cohort of a programme at a time."""
    other = aliased(Cohort)
    return _found(
        select(Cohort.public_id)
        .join(
            other,
            and_(
                other.program_id == Cohort.program_id,
                other.id != Cohort.id,
                other.opens_at < Cohort.closes_at,
                Cohort.opens_at < other.closes_at,
            ),
        )
        .where(Cohort.state == CohortState.PUBLISHED, other.state == CohortState.PUBLISHED)
        .distinct(),
        viewer=viewer,
    )


def every_program_is_known_by_its_slug(*, viewer: Viewer) -> list[str]:
    """Its present address is in the list of addresses by which pages are found."""
    known = exists().where(ProgramSlug.slug == Program.slug, ProgramSlug.program_id == Program.id)
    return _found(select(Program.public_id).where(~known), viewer=viewer)


def every_published_cohort_has_a_price(*, viewer: Viewer) -> list[str]:
    """An arrival takes the default price; without one nobody could arrive."""
    priced = exists().where(Price.cohort_id == Cohort.id)
    return _found(
        select(Cohort.public_id).where(Cohort.state == CohortState.PUBLISHED, ~priced),
        viewer=viewer,
    )


def every_price_can_be_charged(*, viewer: Viewer) -> list[str]:
    """Stripe can take each payment of each price, and nothing is free in instalments."""
    with reading(viewer=viewer) as session:
        return [
            price.public_id for price in session.scalars(select(Price)) if not _chargeable(price)
        ]


def what_a_programme_says_is_a_version_of_its_terms(*, viewer: Viewer) -> list[str]:
    """Whoever takes a place now agrees to what stands on the page, and can read it later."""
    kept = exists().where(
        ProgramTerms.program_id == Program.id,
        ProgramTerms.version == Program.terms_version,
        *(getattr(ProgramTerms, name) == getattr(Program, name) for name in _TERMS),
    )
    return _found(select(Program.public_id).where(~kept), viewer=viewer)


def every_inquiry_begins_with_its_visitors_words(*, viewer: Viewer) -> list[str]:
    """An inquiry is stored with its first message, and no message is deleted without it."""
    other = aliased(InquiryMessage)
    earlier = exists().where(
        other.inquiry_id == InquiryMessage.inquiry_id, other.id < InquiryMessage.id
    )
    asked = exists().where(
        InquiryMessage.inquiry_id == Inquiry.id, InquiryMessage.author == Author.VISITOR, ~earlier
    )
    return _found(select(Inquiry.public_id).where(~asked), viewer=viewer)


def an_answered_inquiry_has_an_answer(*, viewer: Viewer) -> list[str]:
    """What is not new any more was answered by the practice, and is dated by that."""
    is_answer = (InquiryMessage.inquiry_id == Inquiry.id) & (
        InquiryMessage.author == Author.PRACTICE
    )
    answered = exists().where(is_answer, InquiryMessage.at == Inquiry.answered_at)
    return _found(
        select(Inquiry.public_id).where(Inquiry.state == InquiryState.ANSWERED, ~answered),
        viewer=viewer,
    )


def an_enrolled_inquiry_names_its_seat(*, viewer: Viewer) -> list[str]:
    """And that seat is one of its practice, as the foreign key says."""
    return _found(
        select(Inquiry.public_id).where(
            Inquiry.state == InquiryState.ENROLLED, Inquiry.enrolment_id.is_(None)
        ),
        viewer=viewer,
    )


def an_address_asks_once_of_an_opening(*, viewer: Viewer) -> list[str]:
    """However it is written: whoever is there twice would be mailed twice."""
    other = aliased(OpeningNotice)
    twice = exists().where(
        other.cohort_id == OpeningNotice.cohort_id,
        func.lower(other.email_key) == func.lower(OpeningNotice.email_key),
        other.id != OpeningNotice.id,
    )
    return _found(select(OpeningNotice.public_id).where(twice), viewer=viewer)


def whoever_was_mailed_of_an_opening_is_not_mailed_again(*, viewer: Viewer) -> list[str]:
    """Notices that count as waiting, though their email is in the outbox."""
    key = literal("opening ") + OpeningNotice.public_id + literal(" announced")
    mailed = exists().where(OutboxMail.fact_key == key)
    return _found(
        select(OpeningNotice.public_id).where(OpeningNotice.mailed_at.is_(None), mailed),
        viewer=viewer,
    )


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    windows_of_published_cohorts_never_overlap,
    every_program_is_known_by_its_slug,
    every_published_cohort_has_a_price,
    every_price_can_be_charged,
    what_a_programme_says_is_a_version_of_its_terms,
    every_inquiry_begins_with_its_visitors_words,
    an_answered_inquiry_has_an_answer,
    an_enrolled_inquiry_names_its_seat,
    an_address_asks_once_of_an_opening,
    whoever_was_mailed_of_an_opening_is_not_mailed_again,
    no_stored_name_holds_what_nobody_sees,
)


def _found(query: Select[str], *, viewer: Viewer) -> list[str]:
    with reading(viewer=viewer) as session:
        return list(session.scalars(query))


def _chargeable(price: Price) -> bool:
    try:
        refuse_unchargeable(
            price.amount_minor,
            price.currency,
            instalments_count=price.instalments_count,
            interval_days=price.interval_days,
        )
    except Refusal:
        return False
    return True
