"""What of a refused form is listed, in which order, and which control each line leads to."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from mentorhub.web.error_summary import Fault, error_list, init_app, shows_errors


class _Form(Form):  # type: ignore[misc]  # the library has no types
    key = HiddenField(validators=[InputRequired("No key.")])
    name = StringField(id="person-name", validators=[InputRequired("No name.")])
    kind = RadioField(id="kind", choices=[("a", "A"), ("b", "B")])
    answers = FieldList(StringField(validators=[InputRequired("No answer.")]), min_entries=2)


@pytest.fixture(autouse=True)
def page() -> Iterator[Flask]:
    """A request for a page."""
    app = Flask(__name__)
    init_app(app)
    with app.test_request_context():
        yield app


def _refused() -> _Form:
    form = _Form(MultiDict({"kind": "c", "answers-0": "kept"}))
    assert not form.validate()
    form.form_errors = ["Nothing was sent."]
    return form


def test_a_form_as_a_whole_comes_first_then_each_field_with_its_control() -> None:
    assert error_list(_refused()) == [
        Fault("Nothing was sent."),
        Fault("No key."),
        Fault("No name.", "person-name"),
        Fault("Not a valid choice.", "kind-0"),
        Fault("No answer.", "answers-1"),
    ]


def test_a_control_drawn_by_hand_is_named() -> None:
    faults = error_list(_refused(), {"name": "by-hand", "kind": ""})
    assert {fault.field_id for fault in faults} == {"", "by-hand", "answers-1"}


def test_a_form_that_is_not_drawn_has_nothing_to_lead_to() -> None:
    assert {fault.field_id for fault in error_list(_refused(), is_linked=False)} == {""}


def test_the_page_shows_errors_from_then_on() -> None:
    assert error_list(None) == error_list(_Form()) == []
    assert not shows_errors()
    error_list(_refused())
    assert shows_errors()


def test_templates_find_both(page: Flask) -> None:
    assert {"error_list", "shows_errors"} <= set(page.jinja_env.globals)
