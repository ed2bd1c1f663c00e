"""Three weeks of the demo in a few seconds: both clocks together, all due work done, the same after a restart."""

import datetime as dt
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from mentorhub import audit
from mentorhub.cli.main import main
from mentorhub.demo import ahead, serve
from mentorhub.demo.stories import offers
from mentorhub.enrolment.actions import arrivals
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.jobs import TaskRun
from mentorhub.mail.outbox import OutboxMail, is_unsent
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.schedule import PERIODIC_TASKS
from tests.demo.test_serve import data, port  # noqa: F401 - fixtures

SECONDS = 5
THREE_WEEKS = dt.timedelta(days=21)
NEAR = dt.timedelta(minutes=5)
ADDRESS = "tuva@example.org"


def _arrive() -> None:
    """Somebody applies to the open circle, gets a held seat, and does nothing."""
    open_now = Program.slug == offers.POWER_NETWORKING.slug, Cohort.closes_at > clock.now()
    with reading(viewer=SYSTEM) as session:
        cohort_id = session.scalars(select(Cohort.id).join(Program).where(*open_now)).one()
    who = arrivals.Applicant(name="Tuva", email=ADDRESS, browser_key="one", is_return=False)
    arrivals.arrive(cohort_id, applicant=who)
    arrivals.allocate_cohort(cohort_id)


def _is_ahead(app: Flask, port: int, by: dt.timedelta) -> bool:  # noqa: F811
    """Whether app and stand-in are both that far ahead of the machine, to a few minutes."""
    answer = requests.get(f"http://127.0.0.1:{port + 1}/_sandbox/clock", timeout=SECONDS)
    stripe = dt.datetime.fromtimestamp(answer.json()["now"], dt.UTC)
    with app.app_context():
        now = clock.now()
    wanted = dt.datetime.now(dt.UTC) + by
    return abs(now - wanted) < NEAR and abs(stripe - now) < dt.timedelta(seconds=5)


def test_three_weeks_pass_for_app_and_stripe_and_stay_after_a_restart(
    data: Path,  # noqa: F811
    port: int,  # noqa: F811
) -> None:
    with serve.running(port=port, data=data) as app, app.app_context():
        _arrive()
    with serve.running(port=port, data=data, by=THREE_WEEKS) as app:
        assert _is_ahead(app, port, THREE_WEEKS)
        with app.app_context():
            _assert_all_due_work_is_done()
    with serve.running(port=port, data=data) as app:
        assert _is_ahead(app, port, THREE_WEEKS)


def _assert_all_due_work_is_done() -> None:
    """The hold has ended when it should and its holder was notified; nothing due is left; every task ran at the end."""
    now = clock.now()
    with reading(viewer=SYSTEM) as session:
        held = session.scalars(select(Enrolment).where(Enrolment.email == ADDRESS)).one()
        assert held.state == "lapsed"
        kinds = session.scalars(
            select(OutboxMail.kind)
            .where(OutboxMail.to_address == ADDRESS, OutboxMail.sent_at.is_not(None))
            .order_by(OutboxMail.id)
        ).all()
        assert kinds == ["enrolment.held", "enrolment.lapsed"]
        notified_at = session.scalars(
            select(OutboxMail.sent_at).where(OutboxMail.kind == "enrolment.lapsed")
        ).one()
        assert notified_at is not None
        assert (
            THREE_WEEKS - dt.timedelta(days=1) < now - notified_at < THREE_WEEKS
        )  # that day, not at the end
        waiting = select(func.count(OutboxMail.id)).where(
            *is_unsent(), OutboxMail.due_at < now - dt.timedelta(hours=6)
        )
        assert session.scalar(waiting) == 0
        runs = {run.name: run for run in session.scalars(select(TaskRun))}
    assert set(runs) == {task.name for task in PERIODIC_TASKS}
    assert not [name for name, run in runs.items() if run.failures or run.is_late(now)]
    assert not [sentence for sentence, found in audit.run().items() if found]


def test_a_fresh_demo_begins_at_the_machines_time(tmp_path: Path) -> None:
    (tmp_path / serve.DIARY).write_text(serve.COMPLETE)
    (tmp_path / ahead.NAME).write_text("1814400.0")
    assert ahead.time_ahead(tmp_path) == THREE_WEEKS
    serve.prepare(tmp_path, is_fresh=True)
    assert ahead.time_ahead(tmp_path) == dt.timedelta()


@pytest.mark.parametrize(
    ("words", "hours"), [("21d", 504), ("12h", 12), ("90m", 1.5), (" 1d ", 24), ("366d", 8784)]
)
def test_a_span_is_read(words: str, hours: float) -> None:
    assert ahead.span(words) == dt.timedelta(hours=hours)


@pytest.mark.parametrize("words", ["21", "d", "-1d", "0d", "3w", "367d", "1.5d", "٣d", "21d 3h"])
def test_what_is_no_span_is_refused_in_words(words: str) -> None:
    with pytest.raises(ValueError, match="such as 21d"):
        ahead.span(words)
    done = CliRunner().invoke(main, ["demo", f"--ahead={words}"])
    assert done.exit_code == 2
    assert "write such as 21d, 12h or 90m" in done.stderr
