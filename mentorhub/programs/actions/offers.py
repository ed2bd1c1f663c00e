"""Programmes: drafted, published, moved to another address, their questions."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.names import clean_name
from mentorhub.foundation.slugs import SlugTaken, refuse_misshapen_slug
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program, ProgramQuestion, ProgramSlug, Texts
from mentorhub.programs.queries.programs import own_program, refuse_strangers
from mentorhub.programs.rules.cohorts import CohortState, refuse_unable_to_charge


def create_program(
    practice_id: int,
    *,
    viewer: Viewer,
    slug: str,
    title: str,
    mentor_name: str = "",
    texts: Texts = Texts(),
) -> int:
    """A draft; its id. Raises `SlugMisshapen`, `SlugTaken`, `NotFound` to strangers."""
    refuse_misshapen_slug(slug)
    with transaction(viewer=viewer) as session:
        now = clock.now()
        refuse_strangers(practice_id, viewer=viewer)
        if session.get(Practice, practice_id) is None:
            raise NotFound
        program = Program(
            practice_id=practice_id,
            slug=slug,
            title=clean_name(title),
            mentor_name=clean_name(mentor_name),
            created_at=now,
            **vars(texts),
        )
        try:
            with session.begin_nested():
                session.add(program)
                session.flush()
                session.add(ProgramSlug(slug=slug, program_id=program.id, since=now))
        except IntegrityError as error:
            raise SlugTaken from error
        return program.id


def publish_program(program_id: int, *, viewer: Viewer) -> None:
    """Give it a public page. Raises `PracticeCannotCharge`, `IllegalMove`, `NotFound` to strangers."""
    with transaction(viewer=viewer) as session:
        program = own_program(program_id, viewer=viewer)
        amounts = session.scalars(
            select(Price.amount_minor)
            .join(Cohort, Cohort.id == Price.cohort_id)
            .where(Cohort.program_id == program.id, Cohort.state == CohortState.PUBLISHED)
        ).all()
        refuse_unable_to_charge(can_charge=program.practice.can_charge, amounts_minor=amounts)
        program.move("publish")


def rename_slug(program_id: int, *, viewer: Viewer, slug: str) -> None:
    """Move its page; the old address goes on leading there. It may take an earlier address of its own again.

    Raises `SlugMisshapen`, `SlugTaken`, `NotFound` to strangers.
    """
    refuse_misshapen_slug(slug)
    with transaction(viewer=viewer) as session:
        now = clock.now()
        program = own_program(program_id, viewer=viewer)
        known = session.get(ProgramSlug, slug)
        if known is not None and known.program_id != program.id:
            raise SlugTaken
        try:
            with session.begin_nested():
                program.slug = slug
                if known is None:
                    session.add(ProgramSlug(slug=slug, program_id=program.id, since=now))
        except IntegrityError as error:
            raise SlugTaken from error


def add_question(program_id: int, *, viewer: Viewer, question: str, answer_md: str) -> str:
    """Put a question after the others; its public id. Raises `NotFound` to strangers."""
    with transaction(viewer=viewer) as session:
        program = own_program(program_id, viewer=viewer)
        added = ProgramQuestion(
            practice_id=program.practice_id,
            program_id=program.id,
            position=len(program.questions) + 1,
            question=question,
            answer_md=answer_md,
        )
        session.add(added)
        session.flush()
        return added.public_id
