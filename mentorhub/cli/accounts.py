"""`mentorhub sign-out`, `erased` and `token`: what an operator does, and asks, about accounts."""

import datetime as dt

import click

from mentorhub.accounts.actions.devices import end_devices_of, end_every_device
from mentorhub.accounts.actions.tokens import make_token_of
from mentorhub.accounts.queries.closing import erasures_of
from mentorhub.accounts.rules.tokens import (
    LIFETIME,
    LIVE_MAX,
    NAME_MAX,
    ScopeUnknown,
    TooManyTokens,
    scopes_in,
)
from mentorhub.app import opened
from mentorhub.cli.messages import in_one_line
from mentorhub.foundation import clock, revisions
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.names import clean_name


@click.command("sign-out")
@click.argument("email", default="")
@click.option("--everybody", is_flag=True, help="In place of EMAIL: every account.")
@in_one_line
def sign_out(email: str, everybody: bool) -> None:
    """Sign the account of EMAIL out on every device, and end its tokens and mailed links; its password stays."""
    if bool(email) == everybody:
        raise click.UsageError("name one EMAIL, or --everybody")
    with opened():
        revisions.refuse_unmigrated()
        try:
            count = end_every_device() if everybody else end_devices_of(email)
        except (NotFound, ValueError) as refusal:
            raise click.ClickException("there is no account of this address") from refusal
        click.echo(f"Signed out on {count} device{'' if count == 1 else 's'}.")


@click.command()
@click.argument("email")
@in_one_line
def erased(email: str) -> None:
    """Say when accounts of EMAIL were erased: only a hash is left of them, which recognises the address."""
    with opened():
        revisions.refuse_unmigrated()
        try:
            found = erasures_of(email, viewer=SYSTEM)
        except ValueError as refusal:
            raise click.ClickException("this is no address") from refusal
    for at in found:
        click.echo(f"Erased on {at:%Y-%m-%d at %H:%M} UTC.")
    if not found:
        click.echo("No account of this address was erased here.")


@click.command()
@click.argument("email")
@click.option(
    "--scopes", "asked", default="people:read", show_default=True, help="With commas between."
)
@click.option("--days", type=click.IntRange(1, 365), default=LIFETIME, show_default=True)
@click.option("--name", default="Command line", show_default=True)
@in_one_line
def token(email: str, asked: str, days: int, name: str) -> None:
    """Make a token for the API that opens the notebook of EMAIL, and print it once; its owner is notified by email."""
    try:
        scopes = scopes_in(asked)
    except ScopeUnknown as refusal:
        raise click.BadParameter(
            f"{refusal.asked!r} is none; people:read and people:write are", param_hint="--scopes"
        ) from refusal
    name = clean_name(name)
    if not 0 < len(name) <= NAME_MAX:
        raise click.BadParameter(f"1 to {NAME_MAX} characters", param_hint="--name")
    with opened():
        revisions.refuse_unmigrated()
        expires_at = clock.now() + dt.timedelta(days=days)
        try:
            made = make_token_of(email, name, scopes=scopes, expires_at=expires_at)
        except (NotFound, ValueError) as refusal:
            raise click.ClickException("there is no account of this address") from refusal
        except TooManyTokens as refusal:
            raise click.ClickException(f"this account has {LIVE_MAX} tokens already") from refusal
    click.echo(made)
