"""`mentorhub demo`, `sandbox` and `seed`: for trying out. The only module that may import the demo and the sandbox."""

import signal
from pathlib import Path

import click

from mentorhub.app import opened
from mentorhub.cli.messages import in_one_line
from mentorhub.demo import ahead as demo_ahead
from mentorhub.demo import seed as demo_seed
from mentorhub.demo import serve as demo_serve
from mentorhub.foundation import revisions
from mentorhub.stripe_sandbox import serve as stripe_sandbox
from mentorhub.web import server


@click.command()
@click.option("--port", default=8000, show_default=True, help="The stand-in Stripe takes the next.")
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path("var/demo"), show_default=True
)
@click.option("--fresh", is_flag=True, help="Delete what was done in it and start again.")
@click.option(
    "--ahead",
    "by",
    default="",
    help="Let time pass first, such as 21d or 12h, from where it stood.",
)
@in_one_line
def demo(port: int, data: Path, fresh: bool, by: str) -> None:
    """An example with a year of history, sandboxed payments and a mailbox."""
    try:
        time_to_pass = demo_ahead.span(by) if by else demo_serve.NO_TIME
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--ahead") from error
    demo_serve.run(port=port, data=data, is_fresh=fresh, by=time_to_pass)


@click.command()
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


@click.command()
@in_one_line
def seed() -> None:
    """Write the demo's history into an empty database; Stripe's address must be a sandbox."""
    with opened():
        revisions.refuse_unmigrated()
        demo_seed.seed()
        click.echo(f"Done. The password of every demo user is: {demo_seed.PASSWORD}")
