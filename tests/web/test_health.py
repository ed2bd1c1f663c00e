"""Alive: the process answers. Ready: the database is reached and migrated, or the reason why not."""

import datetime as dt
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from mentorhub.app import create_app
from mentorhub.foundation import clock, revisions
from tests.conftest import dispose, settings_for


def test_a_process_that_answers_is_alive(client: FlaskClient) -> None:
    assert client.get("/health/live").get_json() == {"status": "ok"}


def test_a_migrated_database_is_ready(client: FlaskClient) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.get_json() == {"status": "ok", "revision": revisions.newest_revision()}


def test_an_unmigrated_database_says_which_command_to_run(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'empty.db'}"))
    response = app.test_client().get("/health/ready")
    assert response.status_code == 503
    assert response.get_json()["reason"] == "run: mentorhub upgrade"
    assert app.test_client().get("/health/live").status_code == 200
    dispose(app)


def test_a_database_that_does_not_answer_is_said_so(tmp_path: Path) -> None:
    app = create_app(settings_for(f"postgresql://nobody@/nowhere?host={tmp_path}"))
    response = app.test_client().get("/health/ready")
    assert response.status_code == 503
    assert response.get_json()["reason"] == "the database does not answer"
    dispose(app)


def test_a_late_periodic_task_is_named_until_it_has_run(app: Flask, client: FlaskClient) -> None:
    jobs = app.extensions["mentorhub.jobs"]
    jobs.write_intervals()
    assert client.get("/health/ready").status_code == 200
    clock.advance(dt.timedelta(minutes=2))
    response = client.get("/health/ready")
    assert response.status_code == 503
    said = response.get_json()
    assert said["status"] == "degraded"
    late = set(said["reason"].removeprefix("late sweeps: ").split(", "))
    assert late >= {"cancellations", "deadlines", "mail", "refunds"}
    assert "mail-pruning" not in late  # every hour: three are not over
    for name in jobs.tasks:
        jobs.run(name)
    assert client.get("/health/ready").status_code == 200
