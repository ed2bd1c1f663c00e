"""People: listed and found, written down, changed, put into the bin; their tags."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Response
from flask_babel import gettext as _

from mentorhub.accounts.forms.fields import could_exist
from mentorhub.accounts.guards import with_token
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation import clock
from mentorhub.foundation.versions import version_of
from mentorhub.web.api.callers import caller
from mentorhub.web.api.cursors import following, position
from mentorhub.web.api.problems import invalid
from mentorhub.web.api.repeats import form_key
from mentorhub.web.api.routes import answer, described, nothing, seen
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.people import add_person, change_person
from mentorhub.workspace.actions.tags import tag_person, untag_person
from mentorhub.workspace.api import answers
from mentorhub.workspace.api.blueprint import blueprint, refusals
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.queries.listed import listed_people
from mentorhub.workspace.queries.lists import Order
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.rules import details as values
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.tags import tags_in
from mentorhub.workspace.schemas.details import as_field
from mentorhub.workspace.schemas.people import (
    NewPerson,
    People,
    PeopleFilter,
    PeopleQuery,
    Person,
    PersonChange,
    PersonFields,
)
from mentorhub.workspace.schemas.tags import TagNames

TAG = "People"
LABELLED = {"emails": "emails", "phones": "phones", "urls": "links"}
FIRST = {"organization", "title"}


@blueprint.get("/people")
@with_token(Scope.READ)
@described(TAG, query=PeopleQuery, answers={200: People})
def list_people(query: PeopleQuery) -> Response:
    """People: with `q` whom it finds, also with a typo. Without a stage all but the closed."""
    which, page = which_of(query), max(1, position())
    order = query.order or (Order.BEST if which.has_words else Order.NAME)
    found, details = listed_people(
        which, viewer=caller().viewer, now=clock.now(), order=order, page=page
    )
    rows = [answers.summary(row.person, details[row.person.id], row.tags) for row in found.rows]
    more = found.page + 1 if found.last < found.total else None
    return answer(People(people=rows, total=found.total, next=following(more)))


@blueprint.post("/people")
@with_token(Scope.WRITE)
@described(TAG, body=NewPerson, answers={201: Person})
def create_person(body: NewPerson) -> Response:
    """Write somebody down.

    With a day in `met_on` the meeting stands in their history; within a week of it a thank-you is due.
    """
    details = _merged(body, values.Details(body.name))
    _check_emails(details, known=values.Details(""))
    with refusals(day="met_on"):
        added = add_person(
            details,
            viewer=caller().viewer,
            tags=tags_in(",".join(body.tags)),
            thank_you=_("Say thank you for the conversation"),
            form_key=form_key(),
        )
    return _person(added.public_id, 201)


@blueprint.get("/people/<person_id>")
@with_token(Scope.READ)
@described(TAG, answers={200: Person})
def show_person(person_id: str) -> Response:
    """One person, with all that is written about them."""
    return _person(person_id)


@blueprint.patch("/people/<person_id>")
@with_token(Scope.WRITE)
@described(TAG, body=PersonChange, answers={200: Person})
def update_person(person_id: str, body: PersonChange) -> Response:
    """Change what is written about somebody: only the fields that are sent."""
    before = _read(person_id).details
    version = seen(version_of(before))
    if "name" in body.model_fields_set and body.name is None:
        raise invalid(name=_("Please write a name."))
    details = replace(_merged(body, before), name=body.name or before.name)
    _check_emails(details, known=before)
    with refusals(day="met_on"):
        change_person(person_id, details, viewer=caller().viewer, seen=version)
    return _person(person_id)


@blueprint.delete("/people/<person_id>")
@with_token(Scope.WRITE)
@described(TAG, answers={204: None})
def delete_person(person_id: str) -> Response:
    """Put somebody, and what is theirs alone, into the bin for 30 days."""
    delete_thing(Thing.PERSON, person_id, viewer=caller().viewer)
    return nothing()


@blueprint.post("/people/<person_id>/tags")
@with_token(Scope.WRITE)
@described(TAG, body=TagNames, answers={200: Person})
def create_person_tags(person_id: str, body: TagNames) -> Response:
    """Put tags on somebody, by name; those that are new are made."""
    with refusals():
        names = tags_in(",".join(body.tags))
        tag_person(person_id, names, viewer=caller().viewer)
    return _person(person_id)


@blueprint.delete("/people/<person_id>/tags/<tag_id>")
@with_token(Scope.WRITE)
@described(TAG, answers={204: None})
def delete_person_tag(person_id: str, tag_id: str) -> Response:
    """Take a tag off somebody; it stays in the notebook."""
    untag_person(person_id, tag_id, viewer=caller().viewer)
    return nothing()


def which_of(query: PeopleFilter) -> Which:
    """Whom a list is asked for."""
    return Which(
        (query.q or "").strip(),
        query.stage,
        tuple(query.tag),
        query.reminders,
        query.tier,
        query.occasion.strip(),
        query.organization.strip(),
    )


def _read(person_id: str) -> PersonPage:
    return person(person_id, viewer=caller().viewer, now=clock.now())


def _person(person_id: str, status: int = 200) -> Response:
    page = _read(person_id)
    return answer(
        answers.whole(page.person, page.details, page.tags),
        status,
        version=version_of(page.details),
        at="workspace_api.show_person",
        person_id=person_id,
    )


def _merged(body: PersonFields, before: values.Details) -> values.Details:
    """What stood before, with the fields that were sent in their place."""
    sent = body.model_fields_set
    changed: dict[str, Any] = {
        name: getattr(body, name) for name in (*answers.SAME, "tier") if name in sent
    }
    for name, of in LABELLED.items():
        if name in sent:
            changed[of] = _labelled(getattr(body, name), getattr(before, of))
    for name, read in _READ.items():
        if name in sent:
            changed[name] = read(getattr(body, name))
    if "note" in sent:
        changed["remember"] = body.note
    details = _met_as_known(replace(before, **changed))
    return replace(details, affiliations=_first(body, details)) if sent & FIRST else details


def _met_as_known(details: values.Details) -> values.Details:
    """A month or a year is stored as its first day."""
    on, known = details.met_on, details.met_precision
    if on is None or known is values.Precision.DAY:
        return details
    first = on.replace(day=1, month=on.month if known is values.Precision.MONTH else 1)
    return replace(details, met_on=first)


def _first(body: PersonFields, details: values.Details) -> tuple[values.Affiliation, ...]:
    """The affiliations, where the first has the organisation and the title that were sent."""
    first, rest = (*details.affiliations[:1], values.Affiliation(""))[0], details.affiliations[1:]
    named = {name: getattr(body, name) for name in FIRST & body.model_fields_set}
    first = replace(first, **named)
    if not first.organization:
        if first.title:
            raise invalid(organization=_("Please write where this is."))
        return rest
    return (first, *rest)


def _labelled(sent: Any, before: tuple[values.Labelled, ...]) -> tuple[values.Labelled, ...]:
    """Each once, in the order sent; one that was sent without a label keeps the label that it had."""
    labels = {one.value: one.label for one in before}
    found = [
        values.Labelled(
            one.value, one.label if "label" in one.model_fields_set else labels.get(one.value, "")
        )
        for one in sent
    ]
    return tuple({one.value.casefold(): one for one in reversed(found)}.values())[::-1]


def _check_emails(details: values.Details, *, known: values.Details) -> None:
    """Refuse a new address that no mail could reach; one that an address book brought in stays."""
    stored = {one.value for one in known.emails}
    for one in details.emails:
        if one.value not in stored:
            try:
                as_field(could_exist)(one.value)
            except ValueError as error:
                raise invalid(emails=str(error)) from error


def _events(sent: Any) -> tuple[values.DatedEvent, ...]:
    found = ((one.label, values.PartialDate.from_iso(one.on)) for one in sent)
    return tuple(values.DatedEvent(label, on) for label, on in found if on)


_READ: dict[str, Callable[[Any], Any]] = {
    "birthday": lambda text: values.PartialDate.from_iso(text) if text else None,
    "affiliations": lambda sent: tuple(values.Affiliation(**one.model_dump()) for one in sent),
    "addresses": lambda sent: tuple(values.Address(**one.model_dump()) for one in sent),
    "customs": lambda sent: tuple(values.Custom(one.label, one.value) for one in sent),
    "events": _events,
}
