"""The `mentorhub` command: the demo, migrations, serving, sweeps, the stand-in Stripe, and opening a programme."""

import functools
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
from alembic.util import CommandError
from sqlalchemy.exc import OperationalError

from mentorhub import audit as invariants
from mentorhub.accounts import actions as accounts
from mentorhub.accounts.queries.closing import erasures_of
from mentorhub.app import opened
from mentorhub.demo import ahead as demo_ahead
from mentorhub.demo import opening
from mentorhub.demo import seed as demo_seed
from mentorhub.demo import serve as demo_serve
from mentorhub.enrolment import sweeps as enrolment
from mentorhub.foundation import revisions, schema
from mentorhub.foundation.config import SettingsError, fitting, settings
from mentorhub.foundation.database import SYSTEM
from mentorhub.foundation.errors import NotFound, Refusal
from mentorhub.foundation.names import clean_name
from mentorhub.foundation.worker import Worker
from mentorhub.payments import sweeps as payments
from mentorhub.payments.actions import StripeUnavailable
from mentorhub.programs import rules
from mentorhub.schedule import SWEEPS
from mentorhub.stripe_sandbox import serve as stripe_sandbox
from mentorhub.web import server

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the same command may succeed later
REFUSED: dict[type[Refusal], str] = {
    rules.SlugTaken: "this address is taken; choose another SLUG",
    rules.SlugMisshapen: "SLUG may hold lower-case letters, digits, hyphens and underscores only",
    rules.PriceNotChargeable: "Stripe cannot take this amount in this currency",
}
Command = Callable[..., None]


@click.group()
def main() -> None:
    """Enrol few people, first come first served, and help them turn contacts into relationships."""


def in_one_line(command: Command) -> Command:
    """What stops a start is said in one line on stderr, with status 2; never a trace."""

    @functools.wraps(command)
    def wrapped(**options: Any) -> None:
        try:
            command(**options)
        except SettingsError as error:
            _stop(str(error))
        except CommandError as error:
            _stop(str(error))
        except OperationalError as error:
            _stop(f"the database does not answer: {str(error.orig).strip().splitlines()[0]}")

    return wrapped


@main.command()
@click.option("--port", default=8000, show_default=True, help="The stand-in Stripe takes the next.")
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path("var/demo"), show_default=True
)
@click.option("--fresh", is_flag=True, help="Forget what was done in it and begin anew.")
@click.option(
    "--ahead",
    "by",
    default="",
    help="Let time pass first, such as 21d or 12h, from where it stood.",
)
@in_one_line
def demo(port: int, data: Path, fresh: bool, by: str) -> None:
    """The house as if lived in, with sandboxed payments and a mailbox."""
    try:
        time_to_pass = demo_ahead.span(by) if by else demo_serve.NO_TIME
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--ahead") from error
    demo_serve.run(port=port, data=data, is_fresh=fresh, by=time_to_pass)


@main.command()
@click.option(
    "--wait",
    default=schema.PATIENCE_SECONDS,
    show_default=True,
    help="Seconds to go on trying while somebody holds a lock.",
)
@in_one_line
def upgrade(wait: float) -> None:
    """Apply every migration; needs the role that owns the schema. Status 75 where somebody held a lock all the time."""
    with opened():
        try:
            schema.upgrade(settings(), patience_seconds=wait, tell=_tell)
        except schema.DatabaseInUse as held:
            _tell(f"the database is in use, and nothing was changed. The lock is held by {held}.")
            _tell("End that first, or run this again later.")
            sys.exit(TRY_AGAIN)
        click.echo(f"The database is at {revisions.current_revision()}.")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes, each with 32 threads.")
@in_one_line
def serve(host: str, port: int, workers: int) -> None:
    """Answer requests; sweeps and mail are the work of `mentorhub work`."""
    server.refuse_taken(port, host=host)
    with opened():
        revisions.refuse_unmigrated()
    server.raise_file_limit()
    # This process has loaded the whole house, which only the workers need: one that minds them takes its place.
    command = [
        sys.executable,
        "-m",
        "granian",
        *server.arguments(host=host, port=port, workers=workers),
    ]
    os.environ.setdefault(
        "MALLOC_ARENA_MAX", "2"
    )  # else glibc keeps a heap for nearly every thread
    os.execv(sys.executable, command)  # noqa: S606 - no shell


@main.command()
@in_one_line
def work() -> None:
    """Run the sweeps and send the mail, until interrupted or terminated."""
    with opened():
        revisions.refuse_unmigrated()
        jobs = fitting("jobs")
        jobs.take(SWEEPS)
        worker = Worker(jobs)
    over = demo_serve.StopSignal()
    worker.start()
    click.echo("At work. Ctrl-C stops.")
    over.wait()
    worker.stop()


@main.command()
@click.option("--port", default=8001, show_default=True)
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path("var/stripe"), show_default=True
)
@click.option("--deliver-to", help="Where events go, such as http://127.0.0.1:8000/stripe/events.")
@in_one_line
def sandbox(port: int, data: Path, deliver_to: str | None) -> None:
    """A stand-in Stripe on this machine; no real money."""
    server.refuse_taken(port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    stripe_sandbox.run(port=port, data=data, deliver_to=deliver_to)


@main.command()
@in_one_line
def seed() -> None:
    """Tell the demo's history into an empty database; Stripe's address must be a sandbox."""
    with opened():
        revisions.refuse_unmigrated()
        demo_seed.seed()
        click.echo(f"Told. Everybody's password is: {demo_seed.PASSWORD}")


@main.command()
@in_one_line
def audit() -> None:
    """Ask every invariant: JSON of sentence and offenders; status 1 where there is any."""
    with opened():
        revisions.refuse_unmigrated()
        found = invariants.run()
    click.echo(json.dumps(found, indent=2))
    if any(found.values()):
        sys.exit(1)


@main.command()
@click.option(
    "--payments", "is_whole", is_flag=True, help="Ask about each payment, too: two calls for each."
)
@in_one_line
def reconcile(is_whole: bool) -> None:
    """Hold what is written here against Stripe: 30 days of events, open checkouts, pending refunds; prints JSON.

    What it repairs is a finding on the operator's page.
    """
    with opened():
        revisions.refuse_unmigrated()
        try:
            found = payments.catch_up_whole()
        except StripeUnavailable as error:
            raise click.ClickException("Stripe does not answer; nothing was changed") from error
        found |= enrolment.reconcile(is_whole=is_whole)
    click.echo(json.dumps(found, indent=2))


@main.command("sign-out")
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
            count = accounts.end_every_device() if everybody else accounts.end_devices_of(email)
        except (NotFound, ValueError) as refusal:
            raise click.ClickException("there is no account of this address") from refusal
        click.echo(f"Signed out on {count} device{'' if count == 1 else 's'}.")


def _visible(_context: click.Context, _option: click.Parameter, name: str) -> str:
    """The name as it is kept; one that nobody can see is refused."""
    cleaned = clean_name(name)
    if not cleaned:
        raise click.BadParameter("nothing of this name can be seen")
    return cleaned


@main.command()
@click.argument("email")
@in_one_line
def erased(email: str) -> None:
    """Say when accounts of EMAIL were erased: what is left of them is a hash that tells the address again."""
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


@main.command("open-program")
@click.argument("slug")
@click.option("--seats", type=click.IntRange(min=1), required=True)
@click.option(
    "--price-minor", type=click.IntRange(min=0), required=True, help="0 is free of charge."
)
@click.option("--currency", default="eur", show_default=True)
@click.option("--owner-email", default="owner@example.org", show_default=True)
@click.option("--owner-name", default="The Owner", show_default=True, callback=_visible)
@in_one_line
def open_program(**options: Any) -> None:
    """A practice and a programme that takes people from now on; prints its address."""
    with opened():
        revisions.refuse_unmigrated()
        try:
            click.echo(opening.open_program(**options))
        except tuple(REFUSED) as refusal:
            raise click.ClickException(REFUSED[type(refusal)]) from refusal


def _stop(line: str) -> NoReturn:
    _tell(line)
    sys.exit(2)


def _tell(line: str) -> None:
    click.echo(f"mentorhub: {line}", err=True)
