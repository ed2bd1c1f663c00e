"""What a practice has of its first programme, for who may offer it; and what of it is ready to be public."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models.people import UserPhoto
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.queries.factors import needs_factor
from mentorhub.accounts.rules.practices import Role, StripeState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.notices import PracticeNotices
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries import shown
from mentorhub.programs.queries.shown import ProgramPage
from mentorhub.programs.rules.cohorts import (
    OFFERED,
    CohortState,
    PracticeCannotCharge,
    refuse_unable_to_charge,
)
from mentorhub.programs.rules.offers import MAY_OFFER, ProgramState
from mentorhub.programs.rules.setup import Step, TakesArrivals, cohort_fields, refuse_taking_back

# What upper packages look up before something is published.
PUBLICATION_CHECKS = "publication_checks"
# Fields of the programme's editor that the model names otherwise.
_TEXTS = {
    "promise": "promise",
    "summary": "summary",
    "introduction": "introduction_md",
    "suits": "suits_md",
    "offer": "offer_md",
    "outline": "outline_md",
}
_POLICY = {"refund_policy": "refund_policy_md", "terms": "terms_md"}


@dataclass(frozen=True)
class SetUpPractice:
    """The practice that is being set up. `can_charge`: its Stripe account takes what its prices ask for."""

    id: int
    public_id: str
    name: str
    slug: str
    is_owner: bool
    stripe_state: StripeState


@dataclass(frozen=True)
class Setup:
    """How far a practice's first programme is. `there` names the fields that are as they must be, step by step.

    `program_id` and `cohort_id` are public ids, '' where there is none; `page` is what visitors will see.
    """

    practice: SetUpPractice
    others: tuple[SetUpPractice, ...]
    program_id: str
    cohort_id: str
    title: str
    page: ProgramPage | None
    there: Mapping[Step, frozenset[str]]
    can_charge: bool
    is_public: bool
    can_be_taken_back: bool


@dataclass(frozen=True)
class FirstSteps:
    """The oldest practice with nothing public yet, '' for none; `is_all`: the viewer has no other practice."""

    practice_id: str
    is_all: bool


def setup(practice_id: str, *, viewer: Viewer, now: dt.datetime) -> Setup:
    """Of the practice of this public id ('': the oldest) that the viewer owns or mentors in. Raises `NotFound`."""
    with reading(viewer=viewer) as session:
        mine = _practices(session, viewer)
        chosen = next((one for one in mine if practice_id in {"", one[0].public_id}), None)
        if chosen is None:
            raise NotFound
        others = [one for one in mine if one is not chosen]
        first = _first_program(session, chosen[0].id)
        return _setup(session, chosen, others, first, viewer=viewer, now=now, is_first=True)


def setup_of_program(program_id: str, *, viewer: Viewer, now: dt.datetime) -> Setup:
    """As `setup`, of the programme of this public id, and of its draft cohort where it has one. Raises `NotFound`."""
    with reading(viewer=viewer) as session:
        program = session.scalar(select(Program).where(Program.public_id == program_id))
        mine = _practices(session, viewer)
        chosen = next((one for one in mine if program and one[0].id == program.practice_id), None)
        if program is None or chosen is None:
            raise NotFound
        return _setup(session, chosen, [], program, viewer=viewer, now=now, is_first=False)


def first_steps(*, viewer: Viewer) -> FirstSteps:
    """Which of the practices that the viewer may offer for is still without anything public."""
    is_public = exists().where(
        Program.practice_id == Practice.id, Program.state != ProgramState.DRAFT
    )
    mine = (
        select(Practice.public_id, is_public)
        .join(Membership, Membership.practice_id == Practice.id)
        .where(Membership.user_id == viewer.id, Membership.role.in_(MAY_OFFER))
        .order_by(Practice.id)
    )
    with reading(viewer=viewer) as session:
        rows = session.execute(mine).all()
    waiting = [public_id for public_id, is_out in rows if not is_out]
    return FirstSteps(next(iter(waiting), ""), is_all=len(waiting) == len(rows) > 0)


def ready_fields(
    program: Program, cohort: Cohort | None, *, others: Sequence[Cohort], now: dt.datetime
) -> dict[Step, frozenset[str]]:
    """What of a programme and its cohort is as it must be; an action asks this under its lock."""
    texts = {field for field, column in _TEXTS.items() if getattr(program, column)}
    if program.mentor_name or program.mentor_md:
        texts.add("mentor")
    if program.questions:
        texts.add("questions")
    policy = {field for field, column in _POLICY.items() if getattr(program, column)}
    found = {Step.PROGRAM: frozenset(texts | {"title"}), Step.POLICY: frozenset(policy)}
    if cohort is not None:
        found[Step.COHORT] = cohort_fields(
            cohort.window,
            name=cohort.name,
            seats=cohort.seats,
            is_priced=bool(cohort.prices),
            others=[one.window for one in others],
            now=now,
        )
    return found


def _practices(session: Session, viewer: Viewer) -> list[tuple[Practice, Role]]:
    found = (
        select(Practice, Membership.role)
        .join(Membership, Membership.practice_id == Practice.id)
        .where(Membership.user_id == viewer.id, Membership.role.in_(MAY_OFFER))
        .order_by(Practice.id)
    )
    return [(practice, role) for practice, role in session.execute(found)]


def _first_program(session: Session, practice_id: int) -> Program | None:
    """The first that was published; where none was, the first that was drafted."""
    of_it = Program.practice_id == practice_id, Program.state != ProgramState.ARCHIVED
    programs = session.scalars(select(Program).where(*of_it).order_by(Program.id)).all()
    return next(iter(sorted(programs, key=lambda one: one.state != ProgramState.PUBLISHED)), None)


def _setup(
    session: Session,
    chosen: tuple[Practice, Role],
    others: Sequence[tuple[Practice, Role]],
    program: Program | None,
    *,
    viewer: Viewer,
    now: dt.datetime,
    is_first: bool,
) -> Setup:
    practice = chosen[0]
    cohorts = _cohorts(session, program)
    public = [one for one in cohorts if one.state == CohortState.PUBLISHED]
    drafts = [one for one in cohorts if one.state == CohortState.DRAFT]
    cohort = next(iter([*public, *drafts] if is_first else [*drafts, *public]), None)
    there = {Step.PROFILE: _profile(session, practice, viewer)}
    if program is not None:
        rivals = [one for one in public if one is not cohort]
        there |= ready_fields(program, cohort, others=rivals, now=now)
    there[Step.POLICY] = there.get(Step.POLICY, frozenset()) | _notices(session, practice.id)
    is_public = bool(program and program.state == ProgramState.PUBLISHED and cohort in public)
    return Setup(
        practice=_shown(*chosen),
        others=tuple(_shown(*one) for one in others),
        program_id=program.public_id if program else "",
        cohort_id=cohort.public_id if cohort else "",
        title=program.title if program else "",
        page=shown.page(program, cohort, slug=program.slug, now=now) if program else None,
        there=there,
        can_charge=_can_charge(practice, cohort),
        is_public=is_public,
        can_be_taken_back=is_public and _can_be_taken_back(public, now=now),
    )


def _shown(practice: Practice, role: Role) -> SetUpPractice:
    return SetUpPractice(
        id=practice.id,
        public_id=practice.public_id,
        name=practice.name,
        slug=practice.slug,
        is_owner=role == Role.OWNER,
        stripe_state=practice.stripe_state,
    )


def _cohorts(session: Session, program: Program | None) -> Sequence[Cohort]:
    """Those that opened or will, the earliest first."""
    if program is None:
        return []
    of_it = Cohort.program_id == program.id, Cohort.state.in_(OFFERED)
    with_it = select(Cohort).options(joinedload(Cohort.prices), joinedload(Cohort.mentor))
    return (
        session.scalars(with_it.where(*of_it).order_by(Cohort.opens_at, Cohort.id)).unique().all()
    )


def _profile(session: Session, practice: Practice, viewer: Viewer) -> frozenset[str]:
    found = {name for name in ("about_md", "place_name") if getattr(practice, name)}
    if session.scalar(select(exists().where(UserPhoto.user_id == viewer.id))):
        found.add("photo")
    if not needs_factor(viewer=viewer):
        found.add("factor")
    return frozenset(found)


def _notices(session: Session, practice_id: int) -> frozenset[str]:
    notices = session.get(PracticeNotices, practice_id)
    return frozenset(one for one in ("privacy_md", "imprint_md") if getattr(notices, one, ""))


def _can_charge(practice: Practice, cohort: Cohort | None) -> bool:
    amounts = [price.amount_minor for price in cohort.prices] if cohort else [1]
    try:
        refuse_unable_to_charge(can_charge=practice.can_charge, amounts_minor=amounts)
    except PracticeCannotCharge:
        return False
    return True


def _can_be_taken_back(public: Sequence[Cohort], *, now: dt.datetime) -> bool:
    try:
        for cohort in public:
            refuse_taking_back(cohort.opens_at, entries=cohort.entries, now=now)
    except TakesArrivals:
        return False
    return True
