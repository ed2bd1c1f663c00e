"""A program with a token of a mentee's, which opens the API of the app under test."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from mentorhub.accounts.actions.tokens import make_token
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from tests.support import notebooks

V1 = "/api/v1"


@dataclass(frozen=True)
class Program:
    """What sends requests, and for whom."""

    app: Flask
    viewer: Viewer
    token: str

    def send(
        self, method: str, path: str, *, key: str = "", headers: Any = (), **more: Any
    ) -> TestResponse:
        """One request below `/api/v1`, without cookies; `key` is its Idempotency-Key."""
        said = {"Authorization": f"Bearer {self.token}", **dict(headers)}
        if key:
            said["Idempotency-Key"] = key
        client = self.app.test_client(use_cookies=False)
        return client.open(V1 + path, method=method, headers=said, buffered=True, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        """Read."""
        return self.send("GET", path, **more)

    def post(self, path: str, sent: Any = None, **more: Any) -> TestResponse:
        """Send JSON."""
        return self.send("POST", path, json=sent, **more)


def token_of(viewer: Viewer, *scopes: Scope, days: int = 90, name: str = "My program") -> str:
    """A token of this user's; of all scopes unless told otherwise."""
    ends = clock.now() + dt.timedelta(days=days)
    return make_token(name, viewer=viewer, scopes=scopes or tuple(Scope), expires_at=ends)


def program(app: Flask, email: str = notebooks.EMAIL, **fields: Any) -> Program:
    """A program of a new mentee's, with an open notebook."""
    with app.app_context():
        viewer = notebooks.notebook(email, **fields)
        return Program(app, viewer, token_of(viewer))


def told(answer: TestResponse, status: int) -> Any:
    """The problem that was answered, with this status."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), (
        answer.text
    )
    said = answer.get_json()
    assert said["status"] == status and said["title"] and said["detail"]
    return said
