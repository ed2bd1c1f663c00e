"""What an action refuses is answered beside its field, or as what has moved on."""

import pytest
from flask import Flask

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.versions import ChangedElsewhere, FormUsed
from mentorhub.web.api.problems import Problem
from mentorhub.workspace.api.blueprint import refusals
from mentorhub.workspace.rules.conversations import TooManyParticipants
from mentorhub.workspace.rules.due_dates import AlreadyEnded, DayAhead, NewerInTheWay
from mentorhub.workspace.rules.imports import ImportStands
from mentorhub.workspace.rules.tags import NotebookFull, TagExists


@pytest.mark.parametrize(
    ("refusal", "status", "field"),
    [
        (DayAhead(), 422, "on_date"),
        (TooManyParticipants(), 422, "people"),
        (NotebookFull(0), 422, "tags"),
        (FormUsed("x"), 422, "Idempotency-Key"),
        (TagExists("Choir"), 409, ""),
        (ChangedElsewhere(), 409, ""),
        (AlreadyEnded(), 409, ""),
        (NewerInTheWay(), 409, ""),
        (ImportStands(), 409, ""),
    ],
)
def test_a_refusal_is_a_problem(app: Flask, refusal: Refusal, status: int, field: str) -> None:
    with app.test_request_context("/api/v1/people"), pytest.raises(Problem) as problem, refusals():
        raise refusal
    assert problem.value.status == status
    assert [one["field"] for one in problem.value.errors] == ([field] if field else [])
    assert field or problem.value.detail
