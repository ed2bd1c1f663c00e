"""A form that replaces what is stored says what that is, in the words of its fields."""

from collections.abc import Iterator

import pytest
from flask import Flask
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField

from mentorhub.foundation.versions import version_of
from mentorhub.web.versioned_forms import VersionedForm

STORED = {"name": "Ada", "notes": "", "kind": "b", "several": ["y", "x"], "is_on": True}


class Form(VersionedForm):
    name = StringField("Name")
    notes = StringField("Notes")
    kind = SelectField("Kind", choices={"One": [("a", "First")], "Two": [("b", "Second")]})
    several = SelectMultipleField("Several", choices=[("x", "Ex"), ("y", "Why")])
    is_on = BooleanField("On")


@pytest.fixture(autouse=True)
def in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_a_form_carries_the_version_of_what_it_was_filled_from() -> None:
    form = Form(formdata=None, data=STORED)
    form.read(STORED)
    assert form.version.data == version_of(STORED)
    assert list(form.stored) == []


def test_what_is_stored_otherwise_stands_in_the_words_of_its_field() -> None:
    form = Form(
        formdata=None,
        data={"name": "Grace", "notes": "New", "kind": "a", "several": [], "is_on": False},
    )
    form.compare(STORED, STORED)
    assert form.stored == [
        ("Name", "Ada"),
        ("Notes", ""),
        ("Kind", "Second"),
        ("Several", "Ex, Why"),
        ("On", "yes"),
    ]
    assert form.version.data == version_of(STORED)


def test_what_is_stored_as_it_was_typed_is_not_named() -> None:
    form = Form(formdata=None, data=STORED | {"name": "Grace", "notes": None})
    form.compare(STORED, STORED)
    assert form.stored == [("Name", "Ada")]
