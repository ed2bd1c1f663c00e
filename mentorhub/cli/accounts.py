"""`mentorhub sign-out` and `mentorhub erased`: what an operator does, and asks, about accounts."""

import click

from mentorhub.accounts.actions.devices import end_devices_of, end_every_device
from mentorhub.accounts.queries.closing import erasures_of
from mentorhub.app import opened
from mentorhub.cli.messages import in_one_line
from mentorhub.foundation import revisions
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import NotFound


@click.command("sign-out")
@click.argument("email", default="")
@click.option("--everybody", is_flag=True, help="In place of EMAIL: every account.")
@in_one_line
def sign_out(email: str, everybody: bool) -> None:
    """Sign the account of EMAIL out on every device, and end the links mailed to it; its password stays."""
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
