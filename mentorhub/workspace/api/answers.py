"""What is stored, as the API gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from mentorhub.workspace.models import follow_ups, history, promises
from mentorhub.workspace.models import people as people_models
from mentorhub.workspace.rules.details import Details
from mentorhub.workspace.schemas import details as schemas
from mentorhub.workspace.schemas.conversations import Conversation, Give, TookPart
from mentorhub.workspace.schemas.people import Person, PersonSummary
from mentorhub.workspace.schemas.plans import FollowUp, Promise
from mentorhub.workspace.schemas.texts import Reference

SAME = (
    *("given_name", "additional_name", "family_name", "prefix", "suffix", "nickname"),
    *("pronunciation", "headline", "occasion", "met_on", "met_precision", "met_how", "met_through"),
    *("purpose", "source_note", "closeness"),
)  # of `Details`, under the same name here
LABELLED = {"emails": schemas.Email, "phones": schemas.Phone, "links": schemas.Url}


def reach(details: Details) -> dict[str, Any]:
    """How to reach somebody, where they are and what is worth remembering: the same of a person and of a record."""
    first = details.affiliations[0] if details.affiliations else None
    return {
        "name": details.name,
        "emails": [one.value for one in details.emails],
        "phones": [one.value for one in details.phones],
        "organization": first.organization if first else "",
        "title": first.title if first else "",
        "urls": [one.value for one in details.links],
        "birthday": details.birthday.iso if details.birthday else None,
        "note": details.remember,
    }


def summary(person: people_models.Person, details: Details, tags: Sequence[Any]) -> PersonSummary:
    """A person in a list."""
    return PersonSummary(**_summary(person, details, tags))


def whole(person: people_models.Person, details: Details, tags: Sequence[Any]) -> Person:
    """A person with all that is written about them; what is stored is not checked again."""
    many: dict[str, Any] = {
        name: [schema.model_construct(value=one.value, label=one.label) for one in of]
        for name, schema in LABELLED.items()
        for of in [getattr(details, name)]
    }
    return Person(
        **_summary(person, details, tags),
        details=schemas.Details.model_construct(
            **{name: getattr(details, name) for name in SAME},
            emails=many["emails"],
            phones=many["phones"],
            urls=many["links"],
            affiliations=[
                schemas.Affiliation.model_construct(**asdict(one)) for one in details.affiliations
            ],
            addresses=[schemas.Address.model_construct(**asdict(one)) for one in details.addresses],
            customs=[schemas.Custom.model_construct(**asdict(one)) for one in details.customs],
            events=[
                schemas.Event.model_construct(label=one.label, on=one.on.iso)
                for one in details.events
            ],
        ),
    )


def reference(person: people_models.Person) -> Reference:
    """A person by id and name."""
    return Reference(id=person.public_id, name=person.name)


def conversation(
    logged: history.Interaction,
    participants: Sequence[history.Participant],
    gives: Sequence[history.Give],
) -> Conversation:
    """A conversation with everybody who took part, and what was given in it."""
    people = {one.person_id: one.person for one in participants}
    return Conversation(
        id=logged.public_id,
        kind=logged.kind,
        on_date=logged.on_date,
        at_time=logged.at_time,
        minutes=logged.minutes,
        began=logged.began,
        is_two_way=logged.is_two_way,
        note=logged.note,
        people=[
            TookPart(id=one.person.public_id, name=one.person.name, note=one.note)
            for one in participants
        ],
        gives=[
            give(one, people[one.person_id], conversation=logged.public_id)
            for one in gives
            if one.person_id in people
        ],
    )


def give(one: history.Give, person: people_models.Person, *, conversation: str | None) -> Give:
    """Something given or received."""
    return Give(
        id=one.public_id,
        conversation=conversation,
        person=reference(person),
        direction=one.direction,
        what=one.what,
        effort=one.effort,
        on_date=one.on_date,
    )


def follow_up(one: follow_ups.FollowUp) -> FollowUp:
    """A follow-up with its person."""
    return FollowUp(
        id=one.public_id,
        person=reference(one.person),
        kind=one.kind,
        state=one.state,
        due_on=one.due_on,
        reason=one.reason,
        created_at=one.created_at,
        ended_at=one.ended_at,
    )


def promise(one: promises.Promise) -> Promise:
    """A promise with its person."""
    return Promise(
        id=one.public_id,
        person=reference(one.person),
        state=one.state,
        what=one.what,
        due_on=one.due_on,
        made_at=one.made_at,
        ended_at=one.ended_at,
    )


def _summary(
    person: people_models.Person, details: Details, tags: Sequence[Any]
) -> Mapping[str, Any]:
    return {
        "id": person.public_id,
        **reach(details),
        "tags": [tag.name for tag in tags],
        "stage": person.stage,
        "tier": person.tier,
        "last_contact_on": person.last_contact_on,
        "added_on": person.added_on,
    }
