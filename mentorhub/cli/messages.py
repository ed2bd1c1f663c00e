"""What a command says when it cannot go on: one line on stderr, and an exit status."""

import functools
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click
from alembic.util import CommandError
from sqlalchemy.exc import OperationalError

from mentorhub.foundation.config import SettingsError

Command = Callable[..., None]


def in_one_line(command: Command) -> Command:
    """Report settings and database errors in one line on stderr, with status 2; never a trace."""

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


def say(line: str) -> None:
    """Say a line on stderr, as `mentorhub`."""
    click.echo(f"mentorhub: {line}", err=True)


def _stop(line: str) -> NoReturn:
    say(line)
    sys.exit(2)
