"""Names and titles in one line are read by one function, in every form; no one-line field is read unfiltered."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.fields.core import UnboundField

import mentorhub
from mentorhub.accounts.forms.fields import plain
from mentorhub.accounts.invariants import people
from mentorhub.enrolment.invariants import seats
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.names import clean_name
from mentorhub.programs import invariants as programs
from mentorhub.programs.forms.fields import one_line
from mentorhub.workspace.invariants import notebook as workspace

NAMES = {"name", "title", "label", "tags", "occasion", "headline", "company"}
TECHNICAL = {
    "slug",
    "code",
    "recovery_code",
    "statement_suffix",
    "price",
    "number",
    "hash",
    "seats",
    "waiting_max",
    "amount",
    "amount_off",
}

AUDITED = [
    column
    for package in (people, programs, seats, workspace)
    for column in package.no_stored_name_holds_what_nobody_sees.columns
]
NOT_TYPED = {
    "contact_import.occasion": "put on the people of a file, where it is audited",
    "import_row.name": "of a file, cleaned when it is read; not in the notebook yet",
    "check_in.title": "a curriculum's, copied",
    "curriculum.title": "set by a command, in no form",
    "curriculum_week.title": "set by a command, in no form",
    "outbox_mail.to_name": "cleaned when it is written, deleted after some weeks",
    "passkey.name": "only its owner sees it; those from before the rule stay as they are",
    "security_role.name": "Flask-Security wants the table; it stays empty",
    "task_run.name": "of the code",
}


def one_line_fields() -> dict[str, UnboundField]:
    """Every form's fields of exactly one line of text, as "Form.field"."""
    for module in pkgutil.walk_packages(mentorhub.__path__, "mentorhub."):
        if "forms" in module.name.split(".")[2:] or module.name.endswith(".forms"):
            importlib.import_module(module.name)
    return {
        f"{form.__name__}.{name}": field
        for form in _forms(FlaskForm)
        for name, field in vars(form).items()
        if isinstance(field, UnboundField) and field.field_class is StringField
    }


def _forms(form: type[FlaskForm]) -> list[type[FlaskForm]]:
    mine = [one for one in form.__subclasses__() if one.__module__.startswith("mentorhub.")]
    return [*mine, *(deeper for one in form.__subclasses__() for deeper in _forms(one))]


FIELDS = one_line_fields()


def test_there_are_forms_that_ask_for_names() -> None:
    assert {"ProfileForm.name", "ArrivalForm.name", "GrantForm.name", "PersonForm.name"} <= set(
        FIELDS
    )
    assert {"TagForm.name", "PersonForm.occasion", "PasskeyForm.name", "InquiryForm.name"} <= set(
        FIELDS
    )


@pytest.mark.parametrize("where", sorted(FIELDS))
def test_a_name_is_read_by_the_one_function_and_nothing_unfiltered(where: str) -> None:
    filters = FIELDS[where].kwargs.get("filters", [])
    if where.partition(".")[2] in TECHNICAL:
        assert filters in ([one_line], [plain])
    else:
        assert filters == [clean_name]


def test_every_column_of_names_is_audited_or_says_why_not() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if column.name in NAMES | {"mentor_name", "place_name", "to_name"}
    }
    audited = {f"{one.class_.__tablename__}.{one.key}" for one in AUDITED}
    assert columns - audited == set(NOT_TYPED)


def test_a_name_in_a_mails_sentence_is_isolated() -> None:
    root = Path(mentorhub.__path__[0])
    calls = [
        (path.name, ast.unparse(call))
        for path in [*root.glob("*/emails.py"), *root.glob("*/emails/*.py")]
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"_", "ngettext"}
    ]
    assert any("isolated(" in call for _path, call in calls)
    bare = re.compile(r"=[a-z_.]+\.(name|title|label)\b")
    assert [found for found in calls if bare.search(found[1])] == []
