"""A practice's address inside the caller's transaction: found, moved; earlier ones go on leading to it."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Practice, PracticeSlug
from mentorhub.accounts.rules.practices import wanted_slug
from mentorhub.foundation.slugs import SlugReserved, SlugTaken, free_slug, stem


def own_slug(session: Session, practice: Practice, *, wanted: str) -> str:
    """The address that is wanted, or where none is a free one made of the practice's name.

    Raises `SlugMisshapen`, `SlugReserved` and `SlugTaken` with a free one, `NameUnaddressed`.
    """
    try:
        slug = wanted_slug(wanted, name=practice.name)
    except SlugReserved as reserved:
        raise SlugReserved(_free(session, wanted)) from reserved
    if not wanted:
        return _free(session, slug)
    known = session.get(PracticeSlug, slug)
    if known is not None and known.practice_id != practice.id:
        raise taken(session, slug)
    return slug


def move(session: Session, practice: Practice, *, slug: str, now: dt.datetime) -> None:
    """To another address, which may be an earlier one of its own. Raises as `own_slug`."""
    slug = own_slug(session, practice, wanted=slug)
    try:
        with session.begin_nested():
            practice.slug = slug
            if session.get(PracticeSlug, slug) is None:
                session.add(PracticeSlug(slug=slug, practice_id=practice.id, since=now))
    except IntegrityError as error:  # somebody else took it a moment ago
        raise taken(session, slug) from error


def taken(session: Session, slug: str) -> SlugTaken:
    """The refusal, with a free address beside this one."""
    return SlugTaken(_free(session, slug))


def _free(session: Session, slug: str) -> str:
    begins = PracticeSlug.slug.startswith(stem(slug), autoescape=True)
    return free_slug(slug, taken=set(session.scalars(select(PracticeSlug.slug).where(begins))))
