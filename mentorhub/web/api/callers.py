"""For whom a request to the API asks. A package's guard says so, once it knows the token."""

import datetime as dt
from dataclasses import dataclass

from flask import g

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.foundation.wall_times import on_the_wall


@dataclass(frozen=True)
class Caller:
    """The owner of the token that was sent, and their IANA zone. `token_id` names the token and opens nothing."""

    user_id: int
    timezone: str
    token_id: str

    @property
    def viewer(self) -> Viewer:
        """On whose behalf the database is asked."""
        return USER(self.user_id)

    @property
    def today(self) -> dt.date:
        """Today on their calendar."""
        return on_the_wall(clock.now(), zone=self.timezone).date()


def enter(caller: Caller) -> None:
    """From here on the request asks for this one."""
    g.api_caller = caller


def caller() -> Caller:
    """For whom this request asks; behind a guard only."""
    found: Caller = g.api_caller
    return found
