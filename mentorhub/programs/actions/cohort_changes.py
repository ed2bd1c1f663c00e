"""What a practice writes of a cohort: drafted, changed where nothing was promised, copied for the next intake."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.queries.closing import stays
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.names import clean_name
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.foundation.wall_times import moved_by_days
from mentorhub.programs.models.cohorts import Cohort, Price
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.intake import intake_of
from mentorhub.programs.queries.programs import (
    locked_cohort,
    other_windows,
    own_cohort,
    own_program,
)
from mentorhub.programs.rules.cohort_changes import (
    NAME_MAX,
    CohortWords,
    NoLongerFree,
    refuse_after_its_end,
    refuse_past,
    refuse_promised,
    refuse_too_much,
    weeks_on,
)
from mentorhub.programs.rules.cohorts import (
    CohortState,
    refuse_misshapen_cohort,
    refuse_overlap,
)
from mentorhub.programs.rules.offers import MAY_OFFER


def draft_cohort(program_id: int, *, viewer: Viewer, words: CohortWords) -> str:
    """A draft with these words; its public id. The same words again are one draft: the form was sent twice.

    Raises `Misshapen`, `InThePast`, `AfterItsEnd`, `WindowsOverlap` (with what is public), `AccountClosing`; `NotFound`
    to strangers and for a mentor who is none of the practice.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        own_program(program_id, viewer=viewer)
        program = session.get_one(Program, program_id, with_for_update={"key_share": True})
        zone = ZoneInfo(program.practice.timezone)
        _refuse_unfit(words, changed=words.by_field, zone=zone, now=now)
        refuse_overlap(words.window, others=other_windows(session, program.id))
        known = _same_draft(session, program.id, words)
        if known is not None:
            return known
        cohort = Cohort(practice_id=program.practice_id, program_id=program.id)
        cohort.state, cohort.entries = CohortState.DRAFT, 0
        cohort.write(words, mentor_id=_mentor(session, program.practice_id, words.mentor))
        session.add(cohort)
        session.flush()
        return cohort.public_id


def change_cohort(cohort_id: int, *, viewer: Viewer, words: CohortWords, seen: str) -> None:
    """Save all that its form holds; `seen` is the version of `Cohort.written` that was read before.

    The same words again change nothing. Raises as `draft_cohort`, `NoLongerFree` and `Shortened` for what people were
    promised, `ChangedElsewhere`.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        cohort = locked_cohort(session, cohort_id, viewer=viewer)
        stored = cohort.written
        refuse_overwriting(stored, words, seen=seen)
        changed = {
            field: value
            for field, value in words.by_field.items()
            if value != stored.by_field[field]
        }
        if not changed:
            return
        if cohort.state == CohortState.CANCELLED:
            raise NoLongerFree(next(iter(changed)))
        refuse_promised(stored, words, state=cohort.state, entries=cohort.entries)
        zone = ZoneInfo(cohort.program.practice.timezone)
        _refuse_unfit(words, changed=changed, zone=zone, now=now)
        if {"opens_at", "closes_at"} & set(changed):
            others = other_windows(session, cohort.program_id, but=cohort.id)
            refuse_overlap(words.window, others=others)
        mentor_id = cohort.mentor_id
        if "mentor" in changed:
            mentor_id = _mentor(session, cohort.practice_id, words.mentor)
        cohort.write(words, mentor_id=mentor_id)


def duplicate_cohort(cohort_id: int, *, viewer: Viewer, name: str) -> str:
    """A draft for the next intake: all times so many weeks later that it opens after what is public; its public id.

    It asks the same after enrolment. Prices that were ended by hand, and who enrolled, stay with the first. Raises
    `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        first = own_cohort(cohort_id, viewer=viewer)
        program = session.get_one(Program, first.program_id, with_for_update={"key_share": True})
        busy = [window.closes_at for window in other_windows(session, program.id)]
        weeks = weeks_on(first.opens_at, busy_until=[first.closes_at, *busy], now=now)
        zone, days = program.practice.timezone, weeks * 7
        copy = Cohort(
            practice_id=first.practice_id,
            program_id=first.program_id,
            mentor_id=first.mentor_id,
            name=clean_name(name)[:NAME_MAX],
            seats=first.seats,
            opens_at=moved_by_days(first.opens_at, days, zone=zone),
            closes_at=moved_by_days(first.closes_at, days, zone=zone),
            starts_on=first.starts_on + dt.timedelta(days=days),
            ends_on=first.ends_on + dt.timedelta(days=days),
            claim_minutes=first.claim_minutes,
            offer_hours=first.offer_hours,
            welcome_md=first.welcome_md,
        )
        session.add(copy)
        session.flush()
        _copy_prices(session, first, copy, days=days, zone=zone)
        session.add_all(one.copied_to(copy) for one in intake_of(session, first.id))
        return copy.public_id


def _same_draft(session: Session, program_id: int, words: CohortWords) -> str | None:
    """The public id of a draft that says exactly this."""
    drafts = select(Cohort).where(
        Cohort.program_id == program_id,
        Cohort.state == CohortState.DRAFT,
        Cohort.opens_at == words.opens_at,
    )
    return next((one.public_id for one in session.scalars(drafts) if one.written == words), None)


def _copy_prices(session: Session, first: Cohort, copy: Cohort, *, days: int, zone: str) -> None:
    """Those that were not ended by hand; one that took another's place begins when that one did."""
    begun = {one.ended_at: one.available_from for one in first.prices if one.ended_at is not None}
    lasting = [one for one in first.prices if one.ended_at is None]
    for position, one in enumerate(lasting, start=1):
        words = one.written
        since = words.available_from
        while since in begun:
            since = begun[since]
        until = words.available_until
        moved = replace(
            words,
            available_from=since and moved_by_days(since, days, zone=zone),
            available_until=until and moved_by_days(until, days, zone=zone),
        )
        price = Price(practice_id=copy.practice_id, cohort_id=copy.id, position=position)
        price.write(moved)
        session.add(price)


def _refuse_unfit(
    words: CohortWords, *, changed: Mapping[str, Any], zone: ZoneInfo, now: dt.datetime
) -> None:
    refuse_too_much(words)
    refuse_misshapen_cohort(
        words.window,
        seats=words.seats,
        claim_minutes=words.claim_minutes,
        offer_hours=words.offer_hours,
    )
    refuse_past(
        changed,
        now=now,
        today=now.astimezone(zone).date(),
        opening_day=words.opens_at.astimezone(zone).date(),
    )
    refuse_after_its_end(words.closes_at.astimezone(zone).date(), ends_on=words.ends_on)


def _mentor(session: Session, practice_id: int, public_id: str) -> int:
    """The id of a mentor of the practice."""
    found = session.scalar(
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.practice_id == practice_id,
            Membership.role.in_(MAY_OFFER),
            User.public_id == public_id,
        )
    )
    if found is None:
        raise NotFound
    if not stays(session, found):
        raise AccountClosing
    return found
