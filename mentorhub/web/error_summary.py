"""What a refused form shows first: each error with a link to its field; the page's title says so, too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, g
from wtforms import Field, FieldList, Form, FormField, HiddenField
from wtforms.widgets import HiddenInput, ListWidget


@dataclass(frozen=True)
class Fault:
    """One thing to correct; `field_id` '' where no field of the form can."""

    message: str
    field_id: str = ""


def init_app(app: Flask) -> None:
    """Give templates `error_list()` for the one macro that draws it, and `shows_errors()` for the title."""
    app.add_template_global(error_list)
    app.add_template_global(shows_errors)


def error_list(
    form: Form | None, ids: Mapping[str, str] | None = None, *, is_linked: bool = True
) -> list[Fault]:
    """What is wrong with a form: of it as a whole, then field by field, in order. From here on the page shows errors.

    `ids` names the control of a field that the template draws by hand; without `is_linked` none is drawn at all.
    """
    if form is None:
        return []
    found = [Fault(str(message)) for message in form.form_errors]
    for field in form:
        found.extend(_of(field, (ids or {}).get(field.short_name)))
    if found:
        g.shows_errors = True
    return found if is_linked else [Fault(one.message) for one in found]


def shows_errors() -> bool:
    """Whether this page shows a form that was refused; the page's part that shows it must be rendered before."""
    return bool(g.get("shows_errors", False))


def _of(field: Field, field_id: str | None) -> Iterator[Fault]:
    if isinstance(field, FieldList):
        for entry in field:
            yield from _of(entry, None)
        yield from (Fault(str(message)) for message in field.errors if isinstance(message, str))
        return
    if isinstance(field, FormField):
        for inner in field.form:
            yield from _of(inner, None)
        return
    for message in field.errors:
        yield Fault(str(message), _control(field) if field_id is None else field_id)


def _control(field: Any) -> str:
    """The id of what takes the focus: of several choices the first."""
    if isinstance(field, HiddenField) or isinstance(field.widget, HiddenInput):
        return ""
    return f"{field.id}-0" if isinstance(field.widget, ListWidget) else str(field.id)
