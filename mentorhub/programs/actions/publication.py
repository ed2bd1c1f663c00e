"""A programme and its draft cohort made public together, and taken back while nobody can have a place."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.queries.closing import stays
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.programs import refuse_strangers
from mentorhub.programs.queries.setup import ready_fields
from mentorhub.programs.rules.cohorts import OFFERED, CohortState, refuse_unable_to_charge
from mentorhub.programs.rules.offers import ProgramState
from mentorhub.programs.rules.setup import NotReady, missing_fields, refuse_taking_back


def publish_offer(program_id: str, *, cohort_id: str, viewer: Viewer) -> None:
    """Publish the programme and this cohort of it (public ids), in one act; what is public already stays so.

    Raises `NotReady` with the fields that are missing, `PracticeCannotCharge`, `AccountClosing` where the cohort's
    mentor is leaving, `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        # 1. One publisher of a programme's cohorts at a time; the others are read after the lock.
        program = _locked(session, program_id, viewer=viewer)
        cohorts = _cohorts(session, program)
        cohort = next((one for one in cohorts if one.public_id == cohort_id), None)
        is_public = program.state == ProgramState.PUBLISHED
        if is_public and cohort is not None and cohort.state == CohortState.PUBLISHED:
            return
        # 2. Nothing is public by half: whatever is missing is said at once.
        others = [
            one for one in cohorts if one.state == CohortState.PUBLISHED and one is not cohort
        ]
        missing = missing_fields(ready_fields(program, cohort, others=others, now=now))
        if missing or cohort is None:
            raise NotReady(missing)
        amounts = [price.amount_minor for price in cohort.prices]
        refuse_unable_to_charge(can_charge=program.practice.can_charge, amounts_minor=amounts)
        if not stays(session, cohort.mentor_id):
            raise AccountClosing
        # 3. Both, in the same commit.
        if not is_public:
            program.publish(now)
        if cohort.state != CohortState.PUBLISHED:
            cohort.publish()


def take_back_offer(program_id: str, *, viewer: Viewer) -> None:
    """Make the programme of this public id and its published cohorts drafts again; a draft stays one.

    Raises `TakesArrivals` once somebody has a place in one of them or one is about to open, `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        program = _locked(session, program_id, viewer=viewer)
        if program.state != ProgramState.PUBLISHED:
            return
        public = [
            one
            for one in _cohorts(session, program, is_locked=True)
            if one.state == CohortState.PUBLISHED
        ]
        now = clock.now()  # after the locks: who got a place meanwhile has an entry
        for cohort in public:
            refuse_taking_back(cohort.opens_at, entries=cohort.entries, now=now)
            cohort.take_back()
        program.take_back()


def _locked(session: Session, program_id: str, *, viewer: Viewer) -> Program:
    program = session.scalar(select(Program).where(Program.public_id == program_id))
    if program is None:
        raise NotFound
    refuse_strangers(program.practice_id, viewer=viewer)
    return session.get_one(
        Program, program.id, with_for_update={"key_share": True}, populate_existing=True
    )


def _cohorts(session: Session, program: Program, *, is_locked: bool = False) -> Sequence[Cohort]:
    """Those of a programme that are not cancelled; with their locks, the lowest id first, if asked."""
    found = select(Cohort).where(Cohort.program_id == program.id, Cohort.state.in_(OFFERED))
    found = found.order_by(Cohort.id).execution_options(populate_existing=True)
    if is_locked:
        session.execute(found.with_only_columns(Cohort.id).with_for_update(key_share=True))
    return session.scalars(found).all()
