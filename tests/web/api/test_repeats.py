"""The same request with the same key acts once; another one is refused; what was never answered is taken up again."""

import datetime as dt
from io import BytesIO

import pytest
from flask import Flask

from mentorhub.foundation import clock, repeats
from mentorhub.foundation.repeats import RepeatedRequest
from mentorhub.workspace.actions.bin import delete_thing, erase_thing
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules.bin import Thing
from tests.support import api, notebooks
from tests.support.api import Program, told

AYLIN, KEY = {"name": "Aylin Kaya"}, "b1f6d1c2"


@pytest.fixture
def amara(app: Flask) -> Program:
    """Her program."""
    return api.program(app)


def people(amara: Program) -> int:
    """How many there are, also in the bin."""
    with amara.app.app_context():
        return len(notebooks.stored(Person))


def test_the_same_request_is_answered_the_same_and_acts_once(amara: Program) -> None:
    first, second = (amara.post("/people", AYLIN, key=KEY) for _ in range(2))
    for name in ("Location", "ETag", "Content-Type"):
        assert first.headers[name] == second.headers[name]
    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert second.headers["Idempotency-Replayed"] == "true" and people(amara) == 1
    assert amara.post("/people", AYLIN, key="another").status_code == 201 and people(amara) == 2


def test_the_same_key_with_other_words_is_refused(amara: Program) -> None:
    amara.post("/people", AYLIN, key=KEY)
    said = told(amara.post("/people", {"name": "Bo"}, key=KEY), 422)
    assert said["errors"][0]["field"] == "Idempotency-Key"
    told(amara.post("/conversations", {"is_two_way": True, "people": []}, key=KEY), 422)
    assert people(amara) == 1


def test_after_a_day_the_key_is_free(amara: Program) -> None:
    amara.post("/people", AYLIN, key=KEY)
    with clock.moved(dt.timedelta(hours=24, seconds=1)):
        assert amara.post("/people", {"name": "Bo"}, key=KEY).status_code == 201
    with amara.app.app_context(), clock.moved(dt.timedelta(hours=49)):
        assert repeats.forget_requests() == 0
        assert notebooks.stored(RepeatedRequest) == []


def test_what_was_refused_frees_its_key(amara: Program) -> None:
    told(amara.post("/people", AYLIN | {"met_on": "2999-01-01"}, key=KEY), 422)
    assert amara.post("/people", AYLIN, key=KEY).status_code == 201


def test_while_the_first_runs_the_second_waits_and_a_crash_locks_nothing(
    amara: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("mentorhub.web.api.repeats.repeats.finish", killed)
        with pytest.raises(Killed):
            amara.post("/people", AYLIN, key=KEY)  # done, and not answered
    assert people(amara) == 1
    answer = amara.post("/people", AYLIN, key=KEY)
    told(answer, 409)
    assert answer.headers["Retry-After"] == "5"
    with clock.moved(dt.timedelta(minutes=5, seconds=1)):
        assert amara.post("/people", AYLIN, key=KEY).status_code == 201
    assert people(amara) == 1  # the action knew its form again


def test_a_file_sent_again_is_the_same_whatever_its_boundary(amara: Program) -> None:
    def send(name: str) -> int:
        file = (BytesIO(f"First Name,Last Name\n{name},Kaya\n".encode()), "a.csv")
        return amara.send("POST", "/imports", key=KEY, data={"file": file}).status_code

    assert [send("Aylin"), send("Aylin"), send("Bo")] == [201, 201, 422]


def test_another_users_key_is_another(amara: Program) -> None:
    bo = api.program(amara.app, "bo@example.org")
    assert amara.post("/people", AYLIN, key=KEY).status_code == 201
    assert bo.post("/people", {"name": "Bo"}, key=KEY).status_code == 201


@pytest.mark.parametrize("key", ["x" * 256, "a\x7f"])
def test_a_key_has_some_printable_characters(amara: Program, key: str) -> None:
    told(amara.post("/people", AYLIN, key=key), 422)


def test_what_was_answered_is_forgotten_with_who_is_erased(amara: Program) -> None:
    made = amara.post("/people", AYLIN, key=KEY).get_json()["id"]
    with amara.app.app_context():
        delete_thing(Thing.PERSON, made, viewer=amara.viewer)
        erase_thing(made, viewer=amara.viewer)
        (row,) = notebooks.stored(RepeatedRequest)
        assert row.answer is None
    told(amara.post("/people", AYLIN, key=KEY), 409)
    assert people(amara) == 0
