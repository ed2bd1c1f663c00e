"""`mentorhub upgrade` and `mentorhub audit`: the schema brought up to date, and every invariant asked."""

import json
import sys

import click

from mentorhub import audit as invariants
from mentorhub.app import opened
from mentorhub.cli.messages import in_one_line, say
from mentorhub.foundation import revisions, schema
from mentorhub.foundation.config import settings

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the same command may succeed later


@click.command()
@click.option(
    "--wait",
    default=schema.PATIENCE_SECONDS,
    show_default=True,
    help="Seconds to keep trying while another process holds a lock.",
)
@in_one_line
def upgrade(wait: float) -> None:
    """Apply every migration; needs the role that owns the schema. Status 75 where a lock was held all the time."""
    with opened():
        try:
            schema.upgrade(settings(), patience_seconds=wait, say=say)
        except schema.DatabaseInUse as held:
            say(f"the database is in use, and nothing was changed. The lock is held by {held}.")
            say("End that first, or run this again later.")
            sys.exit(TRY_AGAIN)
        click.echo(f"The database is at {revisions.current_revision()}.")


@click.command()
@in_one_line
def audit() -> None:
    """Ask every invariant: JSON of sentence and offenders; status 1 where there is any."""
    with opened():
        revisions.refuse_unmigrated()
        found = invariants.run()
    click.echo(json.dumps(found, indent=2))
    if any(found.values()):
        sys.exit(1)
