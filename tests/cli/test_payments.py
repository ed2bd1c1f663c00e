"""`mentorhub reconcile` where Stripe does not answer; enrolment's test_periodic_catching_up.py has the rest."""

from flask import Flask

from tests.cli.conftest import Command


def test_a_stripe_that_does_not_answer_is_said(app: Flask, command: Command) -> None:
    done = command("reconcile")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: Stripe does not answer; nothing was changed\n"
