"""The demo in one process: stand-in Stripe, app, periodic tasks and mailbox, with its data in one folder."""

import datetime as dt
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from mentorhub.accounts.actions.tokens import make_token_of
from mentorhub.accounts.rules.tokens import LIFETIME, Scope
from mentorhub.app import create_app
from mentorhub.demo import ahead, mailbox, seed
from mentorhub.demo.opening import open_in_five_minutes
from mentorhub.demo.stories import mentees, offers
from mentorhub.demo.stories.nadia import NADIA
from mentorhub.foundation import clock, schema
from mentorhub.foundation.config import Settings, SettingsError, extension
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.stop_signal import StopSignal
from mentorhub.foundation.worker import Worker
from mentorhub.schedule import PERIODIC_TASKS
from mentorhub.stripe_sandbox import serve as sandbox
from mentorhub.stripe_sandbox.settings import SECOND_KEY, SECOND_SECRET, WEBHOOK_SECRETS
from mentorhub.web.server import refuse_taken

HOST = "127.0.0.1"
POLL_SECONDS = 0.02  # how long a stop may wait for the server
NO_TIME = dt.timedelta()
STRIPE_KEY = "sk_test_demo"
DIARY = "diary.txt"  # marks the demo's own folder; says whether its history is complete
BEGUN, COMPLETE = "begun", "told"
DATABASE, QUEUE, STRIPE, KEY = "mentorhub.db", "mentorhub.jobs.db", "stripe", "secret.key"
TOKEN_NAME = "The demo's own"
CARDS = (
    ("4242 4242 4242 4242", "pays"),
    ("4000 0025 0000 3155", "asks for a confirmation first"),
    ("4000 0000 0000 0002", "is refused"),
)


def run(*, port: int, data: Path, is_fresh: bool = False, by: dt.timedelta = NO_TIME) -> None:
    """Serve on `port`, with Stripe's stand-in on the next one, until interrupted or terminated.

    First moves the demo's clock forward by `by`.
    Raises `SettingsError` where a port is taken or the folder holds somebody else's data.
    """
    for each in (port, port + 1):
        refuse_taken(each)
    prepare(data, is_fresh=is_fresh)
    with running(port=port, data=data, by=by) as app:
        over = StopSignal()
        with app.app_context():
            now = clock.now()
            token = _new_token(now)
        click.echo(_welcome(port=port, data=data, now=now, token=token))
        over.wait()
        click.echo("Closing.")


@contextmanager
def running(*, port: int, data: Path, by: dt.timedelta = NO_TIME) -> Iterator[Flask]:
    """The demo, answering from its start to the end of the block; makes its history first where it has none.

    Its time is as far ahead of the machine's as it was when it closed, and `by` more.
    """
    with clock.moved(ahead.time_ahead(data)):
        app = _seeded(port=port, data=data)
        events = f"http://{HOST}:{port}/stripe/events"
        with sandbox.start(port=port + 1, data=data / STRIPE, deliver_to=events):
            server = make_server(HOST, port, app, threaded=True, request_handler=_QuietHandler)
            thread = threading.Thread(
                target=server.serve_forever, args=(POLL_SECONDS,), name="demo", daemon=True
            )
            thread.start()
            worker = _worker(app, data=data, by=by)
            worker.start()
            try:
                yield app
            finally:
                server.shutdown()
                thread.join()
                server.server_close()
                worker.stop()
        with app.app_context():
            db.engine.dispose()


def _seeded(*, port: int, data: Path) -> Flask:
    """The app, with its history complete."""
    settings = settings_of(port=port, data=data)
    app = create_app(settings)
    mailbox.init_app(app)
    with app.app_context():
        schema.upgrade(settings)
        if not _is_complete(data):
            click.echo("Making the demo's history, once; this takes some seconds.")
            with sandbox.start(port=port + 1, data=data / STRIPE):
                seed.seed()
            (data / DIARY).write_text(f"{COMPLETE}\n")
        else:
            open_in_five_minutes(mentor_id=seed.mentor_id())
        db.session.remove()
    return app


def _worker(app: Flask, *, data: Path, by: dt.timedelta) -> Worker:
    """The worker that does due work from now on; what falls due within `by` is done here."""
    with app.app_context():
        jobs = extension("jobs")
        jobs.take(PERIODIC_TASKS)
        if by:
            click.echo(f"Moving {by} ahead; this takes a second or so for each day.")
            ahead.advance(by, data=data, jobs=jobs)
            open_in_five_minutes(mentor_id=seed.mentor_id())
        db.session.remove()
        return Worker(jobs)


def prepare(data: Path, *, is_fresh: bool = False) -> None:
    """Check that the folder is the demo's own; to start again, delete what an earlier run made.

    An incomplete history starts again as well. Raises `SettingsError` for somebody else's database.
    """
    data.mkdir(parents=True, exist_ok=True)
    diary = data / DIARY
    if diary.exists() and (is_fresh or not _is_complete(data)):
        for file in _own_files(data):
            file.unlink()
    if not diary.exists():
        if (data / DATABASE).exists():
            raise SettingsError(
                f"{data} holds a database that is not the demo's; choose other --data"
            )
        diary.write_text(f"{BEGUN}\n")


def settings_of(*, port: int, data: Path) -> Settings:
    """The demo's settings; makes its secret key where there is none."""
    return Settings(
        database_url=f"sqlite:///{(data / DATABASE).resolve()}",
        secret_key=_secret_key(data / KEY),
        base_url=f"http://localhost:{port}",
        mail_url="mailbox:",
        stripe_secret_key=STRIPE_KEY,
        stripe_webhook_secrets=tuple(WEBHOOK_SECRETS.split(",")),
        rehearsal_key=SECOND_KEY,
        rehearsal_secret=SECOND_SECRET,
        stripe_api_base=f"http://{HOST}:{port + 1}",
        cache_folder=str(data.resolve() / "cache"),
        demo=True,
    )


def _is_complete(data: Path) -> bool:
    return (data / DIARY).read_text().strip() == COMPLETE


def _own_files(data: Path) -> list[Path]:
    """What a run of the demo leaves in its folder, and nothing else."""
    stores = (DATABASE, QUEUE, f"{STRIPE}/stripe_sandbox.sqlite3")
    names = [f"{store}{ending}" for store in stores for ending in ("", "-wal", "-shm")]
    return [data / name for name in (*names, KEY, DIARY, ahead.NAME) if (data / name).exists()]


def _secret_key(file: Path) -> str:
    """The key that signs links and sessions: made once, readable by its owner only."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32))
    return file.read_text().strip()


def _new_token(now: dt.datetime) -> str:
    """For the API, as the first mentee; that of an earlier start ends."""
    return make_token_of(
        mentees.MENTEES[0].applicant.email,
        TOKEN_NAME,
        scopes=tuple(Scope),
        expires_at=now + dt.timedelta(days=LIFETIME),
        replaces=True,
    )


def _welcome(*, port: int, data: Path, now: dt.datetime, token: str) -> str:
    """What a visitor needs to know, line by line."""
    url = f"http://localhost:{port}"
    names = [f"{each.applicant.name} ({each.applicant.email})" for each in mentees.MENTEES]
    cards = "; ".join(f"{number} {what}" for number, what in CARDS)
    return "\n".join(
        (
            f"MentorHub is open at {url}",
            f"  mailbox   {url}/demo/mailbox (every email it writes; nothing leaves this machine)",
            f"  faults    http://{HOST}:{port + 1}/_sandbox (what Stripe, the bank and the network do)",
            f"  to pay    {cards}",
            "            (any date ahead, any three digits; no real money)",
            f"  opens in five minutes   {url}/programs/{offers.SOON.slug}",
            f"  mentor    {offers.MENTOR} ({offers.MENTOR_EMAIL}); her sign-in also needs a code,",
            "            which the mailbox page shows",
            f"  mentees   {names[0]}",
            *(f"            {name}" for name in names[1:]),
            f"  opening   {NADIA.mentor} ({NADIA.email}), a mentor half-way to her first programme",
            f"  password of all six     {seed.PASSWORD}",
            f"  time      {now:%d %B %Y, %H:%M} UTC there; --ahead 21d moves it three weeks ahead",
            f"  data      {data} (stays; --fresh starts again). Ctrl-C closes.",
            f"  api       {url}/api (the notebook of {mentees.MENTEES[0].applicant.name}, for programs)",
            f"  token     {token}",
        )
    )


class _QuietHandler(WSGIRequestHandler):
    """Logs no line per request, and closes a connection that sends nothing."""

    timeout = 30  # seconds

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""
