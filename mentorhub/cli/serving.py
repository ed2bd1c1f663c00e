"""`mentorhub serve` and `mentorhub work`: the two processes of an install."""

import os
import sys

import click

from mentorhub.app import opened
from mentorhub.cli.messages import in_one_line
from mentorhub.foundation import revisions
from mentorhub.foundation.config import extension
from mentorhub.foundation.stop_signal import StopSignal
from mentorhub.foundation.worker import Worker
from mentorhub.schedule import PERIODIC_TASKS
from mentorhub.web import server


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes, each with 32 threads.")
@in_one_line
def serve(host: str, port: int, workers: int) -> None:
    """Answer requests; periodic tasks and mail are the work of `mentorhub work`."""
    server.refuse_taken(port, host=host)
    with opened():
        revisions.refuse_unmigrated()
    server.raise_file_limit()
    # This process has loaded the whole install, which only the workers need: a supervisor of the workers replaces it.
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


@click.command()
@in_one_line
def work() -> None:
    """Run the periodic tasks and send the mail, until interrupted or terminated."""
    with opened():
        revisions.refuse_unmigrated()
        jobs = extension("jobs")
        jobs.take(PERIODIC_TASKS)
        worker = Worker(jobs)
    over = StopSignal()
    worker.start()
    click.echo("At work. Ctrl-C stops.")
    over.wait()
    worker.stop()
