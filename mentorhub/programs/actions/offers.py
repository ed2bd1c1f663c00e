"""Programmes: drafted, written, published, archived, copied, moved to another address."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.names import clean_name
from mentorhub.foundation.slugs import (
    SlugTaken,
    free_slug,
    refuse_misshapen_slug,
    refuse_reserved_slug,
    stem,
)
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import (
    Program,
    ProgramQuestion,
    ProgramSlug,
    Texts,
    Written,
)
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.queries.programs import own_program, refuse_strangers
from mentorhub.programs.rules.cohorts import IN_PUBLIC, CohortState, refuse_unable_to_charge
from mentorhub.programs.rules.offers import ProgramState, refuse_in_use
from mentorhub.programs.rules.terms import Policy, refuse_misshapen_policy
from mentorhub.programs.rules.texts import refuse_long_texts, refuse_missing


def create_program(
    practice_id: int,
    *,
    viewer: Viewer,
    slug: str,
    title: str,
    mentor_name: str = "",
    texts: Texts = Texts(),
    policy: Policy = Policy(),
    questions: tuple[tuple[str, str], ...] = (),
) -> int:
    """A draft; its id. `questions` are (question, answer in Markdown).

    The same words again at the same address are one draft: the form was sent twice.
    Raises `SlugMisshapen`, `SlugReserved`, `SlugTaken`, `TextTooLong`, `TextMissing`, `Misshapen` (of the policy),
    `NotFound` to strangers.
    """
    words = Written(clean_name(title), slug, clean_name(mentor_name), texts, policy)
    refuse_reserved_slug(slug)
    _refuse_unfit(words)
    with transaction(viewer=viewer) as session:
        now = clock.now()
        refuse_strangers(practice_id, viewer=viewer)
        if session.get(Practice, practice_id, with_for_update={"key_share": True}) is None:
            raise NotFound
        known = session.scalar(
            select(Program).where(Program.practice_id == practice_id, Program.slug == slug)
        )
        if known and known.state == ProgramState.DRAFT and known.written == words:
            return known.id
        program = _drafted(session, practice_id, words, now=now)
        _ask(session, program, questions)
        return program.id


def duplicate_program(program_id: int, *, viewer: Viewer, title: str) -> str:
    """A draft with the same words, questions and policy, at an address of its own; its public id.

    Cohorts, prices, its picture and who enrolled stay with the first. Raises `TextTooLong`, `NotFound` to strangers.
    """
    title = clean_name(title)
    refuse_long_texts({"title": title})
    with transaction(viewer=viewer) as session:
        now = clock.now()
        first = own_program(program_id, viewer=viewer)
        like = ProgramSlug.slug.startswith(stem(first.slug), autoescape=True)
        slug = free_slug(
            first.slug, taken=session.scalars(select(ProgramSlug.slug).where(like)).all()
        )
        words = Written(title, slug, first.mentor_name, first.texts, first.policy)
        program = _drafted(session, first.practice_id, words, now=now)
        _ask(session, program, [(one.question, one.answer_md) for one in first.questions])
        return program.public_id


def change_program(program_id: int, *, viewer: Viewer, words: Written, seen: str) -> None:
    """Save all that its form holds; `seen` is the version of `Program.written` that was read before.

    Once the programme has been public, other terms are another version, and whoever took a place before keeps theirs.
    An address that is left goes on leading here. The same words again change nothing. Raises as `create_program`, and
    `ChangedElsewhere`.
    """
    _refuse_unfit(words)
    with transaction(viewer=viewer) as session:
        now = clock.now()
        program = _locked(session, program_id, viewer=viewer)
        stored = program.written
        refuse_overwriting(stored, words, seen=seen)
        if words == stored:
            return
        if words.slug != program.slug:
            refuse_reserved_slug(words.slug)
            _move(session, program, words.slug, now=now)
        _write(session, program, words, now=now)


def publish_program(program_id: int, *, viewer: Viewer) -> None:
    """Give it a public page. Raises `PracticeCannotCharge`, `IllegalMove`, `NotFound` to strangers."""
    with transaction(viewer=viewer) as session:
        program = _locked(session, program_id, viewer=viewer)
        _refuse_unable_to_charge(session, program)
        program.publish(clock.now())


def archive_program(program_id: int, *, viewer: Viewer) -> None:
    """Offer it no more: its page says so, and what was agreed to stays readable.

    Raises `ProgramInUse` while somebody can enrol or has a place in a cohort that goes on, `IllegalMove`, `NotFound`
    to strangers.
    """
    with transaction(viewer=viewer) as session:
        program = _locked(session, program_id, viewer=viewer)
        now = clock.now()
        cohorts = session.scalars(
            select(Cohort).where(Cohort.program_id == program.id, Cohort.state.in_(IN_PUBLIC))
        )
        today = now.astimezone(ZoneInfo(program.practice.timezone)).date()
        refuse_in_use(cohorts, now=now, today=today)
        program.archive()


def unarchive_program(program_id: int, *, viewer: Viewer) -> None:
    """A draft again, to be looked at before it is published. Raises `IllegalMove`, `NotFound` to strangers."""
    with transaction(viewer=viewer) as session:
        _locked(session, program_id, viewer=viewer).restore()


def rename_slug(program_id: int, *, viewer: Viewer, slug: str) -> None:
    """Move its page; the old address goes on leading there. It may take an earlier address of its own again.

    Raises `SlugMisshapen`, `SlugReserved`, `SlugTaken`, `NotFound` to strangers.
    """
    refuse_misshapen_slug(slug)
    refuse_reserved_slug(slug)
    with transaction(viewer=viewer) as session:
        program = _locked(session, program_id, viewer=viewer)
        _move(session, program, slug, now=clock.now())


def _refuse_unfit(words: Written) -> None:
    refuse_misshapen_slug(words.slug)
    refuse_missing("title", words.title)
    refuse_long_texts({"title": words.title, "mentor_name": words.mentor_name, **vars(words.texts)})
    refuse_misshapen_policy(words.policy)


def _locked(session: Session, program_id: int, *, viewer: Viewer) -> Program:
    """The programme of its practice, read again under its lock."""
    own_program(program_id, viewer=viewer)
    return session.get_one(
        Program, program_id, with_for_update={"key_share": True}, populate_existing=True
    )


def _drafted(session: Session, practice_id: int, words: Written, *, now: dt.datetime) -> Program:
    program = Program(practice_id=practice_id, slug=words.slug, created_at=now)
    program.write(words)
    try:
        with session.begin_nested():
            session.add(program)
            session.flush()
            session.add(ProgramSlug(slug=words.slug, program_id=program.id, since=now))
    except IntegrityError as error:
        raise SlugTaken from error
    session.add(_version(program, program.terms_version, words, now=now))
    return program


def _ask(session: Session, program: Program, questions: Iterable[tuple[str, str]]) -> None:
    for position, (question, answer_md) in enumerate(questions, start=1):
        session.add(
            ProgramQuestion(
                practice_id=program.practice_id,
                program_id=program.id,
                position=position,
                question=question,
                answer_md=answer_md,
            )
        )


def _write(session: Session, program: Program, words: Written, *, now: dt.datetime) -> None:
    if words.terms != program.written.terms:
        version = program.terms_version
        if program.published_at is None:
            session.get_one(ProgramTerms, (program.id, version)).write(words.terms)
        else:
            # First in the database: a trigger lets a public programme say nothing that is no version of its terms.
            session.add(_version(program, version + 1, words, now=now))
            session.flush()
            program.terms_version = version + 1
    program.write(words)


def _version(program: Program, version: int, words: Written, *, now: dt.datetime) -> ProgramTerms:
    made = ProgramTerms(
        practice_id=program.practice_id, program_id=program.id, version=version, since=now
    )
    made.write(words.terms)
    return made


def _move(session: Session, program: Program, slug: str, *, now: dt.datetime) -> None:
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


def _refuse_unable_to_charge(session: Session, program: Program) -> None:
    amounts = session.scalars(
        select(Price.amount_minor)
        .join(Cohort, Cohort.id == Price.cohort_id)
        .where(Cohort.program_id == program.id, Cohort.state == CohortState.PUBLISHED)
    ).all()
    refuse_unable_to_charge(can_charge=program.practice.can_charge, amounts_minor=amounts)
