"""`mentorhub open-program`: a programme open from now on; its owner and practice are created where needed."""

import datetime as dt
from typing import Any

import click

from mentorhub.accounts.actions.practices import ensure_practice
from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.app import opened
from mentorhub.cli.messages import in_one_line
from mentorhub.foundation import clock, revisions
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.links import absolute
from mentorhub.foundation.names import clean_name
from mentorhub.foundation.slugs import (
    SlugMisshapen,
    SlugReserved,
    SlugTaken,
    refuse_misshapen_slug,
    refuse_reserved_slug,
)
from mentorhub.programs.actions.cohorts import add_price, create_cohort, publish_cohort
from mentorhub.programs.actions.offers import create_program, publish_program
from mentorhub.programs.models.offers import ProgramSlug
from mentorhub.programs.rules.cohorts import PracticeCannotCharge, refuse_unable_to_charge
from mentorhub.programs.rules.offers import PriceNotChargeable, refuse_unchargeable

OPEN_DAYS, COURSE_WEEKS = 90, 12
REFUSED: dict[type[Refusal], str] = {
    SlugTaken: "this address is taken; choose another SLUG",
    SlugReserved: "this word stands for pages of the site itself; choose another SLUG",
    SlugMisshapen: "SLUG may hold lower-case letters, digits, hyphens and underscores only",
    PriceNotChargeable: "Stripe cannot take this amount in this currency",
    PracticeCannotCharge: "this owner's practice cannot take payments yet: Stripe has not said that it is ready",
}


def _visible(_context: click.Context, _option: click.Parameter, name: str) -> str:
    """The name as it is stored; one without visible characters is refused."""
    cleaned = clean_name(name)
    if not cleaned:
        raise click.BadParameter("nothing of this name can be seen")
    return cleaned


def _address(_context: click.Context, _option: click.Parameter, email: str) -> str:
    """The address unchanged; one that no mail can reach is refused."""
    try:
        email_key(email)
    except ValueError as refusal:
        raise click.BadParameter("this is no address") from refusal
    return email


@click.command("open-program")
@click.argument("slug")
@click.option("--seats", type=click.IntRange(min=1), required=True)
@click.option(
    "--price-minor", type=click.IntRange(min=0), required=True, help="0 is free of charge."
)
@click.option("--currency", default="eur", show_default=True)
@click.option("--owner-email", default="owner@example.org", show_default=True, callback=_address)
@click.option("--owner-name", default="The Owner", show_default=True, callback=_visible)
@in_one_line
def open_program_command(**options: Any) -> None:
    """Create a practice and a programme that is open from now on; prints its address."""
    with opened():
        revisions.refuse_unmigrated()
        try:
            click.echo(open_program(**options))
        except tuple(REFUSED) as refusal:
            raise click.ClickException(REFUSED[type(refusal)]) from refusal


def open_program(
    slug: str,
    *,
    seats: int,
    price_minor: int,
    currency: str,
    owner_email: str,
    owner_name: str,
) -> str:
    """Publish a programme that is open from now on, in its owner's practice; its URL.

    Owner and practice are created where there are none. Raises `SlugTaken`, `SlugReserved`, `SlugMisshapen`,
    `PriceNotChargeable`, `PracticeCannotCharge`, and then nothing is created.
    """
    refuse_misshapen_slug(slug)
    refuse_reserved_slug(slug)
    refuse_unchargeable(price_minor, currency.lower())
    with reading(viewer=SYSTEM) as session:
        if session.get(ProgramSlug, slug) is not None:
            raise SlugTaken
    practice_id, owner_id = ensure_practice(email=owner_email, name=owner_name)
    viewer = USER(owner_id)
    _refuse_unable_to_charge(practice_id, viewer=viewer, price_minor=price_minor)
    title = slug.replace("-", " ").replace("_", " ").capitalize()
    program_id = create_program(
        practice_id, viewer=viewer, slug=slug, title=title, mentor_name=owner_name
    )
    cohort_id = _draft(program_id, viewer=viewer, mentor_id=owner_id, seats=seats)
    add_price(cohort_id, viewer=viewer, amount_minor=price_minor, currency=currency)
    publish_program(program_id, viewer=viewer)
    publish_cohort(cohort_id, viewer=viewer)
    return absolute(f"/programs/{slug}")


def _refuse_unable_to_charge(practice_id: int, *, viewer: Viewer, price_minor: int) -> None:
    """What publishing would refuse, before there is a draft to be left behind."""
    with reading(viewer=viewer) as session:
        practice = session.get_one(Practice, practice_id)
        refuse_unable_to_charge(can_charge=practice.can_charge, amounts_minor=[price_minor])


def _draft(program_id: int, *, viewer: Viewer, mentor_id: int, seats: int) -> int:
    """A cohort whose window opens now, and which starts the day after it."""
    opens_at = clock.now()
    closes_at = opens_at + dt.timedelta(days=OPEN_DAYS)
    starts_on = closes_at.date() + dt.timedelta(days=1)
    return create_cohort(
        program_id,
        viewer=viewer,
        name="First circle",
        seats=seats,
        opens_at=opens_at,
        closes_at=closes_at,
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(weeks=COURSE_WEEKS) - dt.timedelta(days=1),
        mentor_id=mentor_id,
    )
