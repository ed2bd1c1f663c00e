"""A person's rows as `Details`, and back: the one place where what is written about somebody is read and replaced."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, TypeVar

from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from mentorhub.foundation.database.bulk import insert_rows
from mentorhub.workspace.matching import keys
from mentorhub.workspace.models.by_name import (
    occasion_named,
    organization_key,
    organizations_named,
    person_named,
)
from mentorhub.workspace.models.details import (
    PersonAddress,
    PersonAffiliation,
    PersonDay,
    PersonDetail,
)
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    DayKind,
    DetailKind,
    Details,
    Labelled,
    PartialDate,
)

BATCH = 500  # people in one question: SQLite takes only so many
Row = dict[str, Any]
Table = TypeVar("Table", PersonDetail, PersonAddress, PersonAffiliation, PersonDay)
_ADDRESS = tuple(part.name for part in fields(Address))
_PLAIN = (
    *("name", "given_name", "additional_name", "family_name", "nickname", "pronunciation"),
    *("headline", "met_on", "met_precision", "met_how", "met_through", "purpose", "remember"),
    *("source_note", "tier", "cadence_days"),
)  # columns of a person that have the same name in `Details`


def read_details(session: Session, people: Sequence[Person]) -> dict[int, Details]:
    """What is written about each of these people, by their ids; as many queries for any number up to `BATCH`."""
    found: dict[int, Details] = {}
    for start in range(0, len(people), BATCH):
        some = people[start : start + BATCH]
        ids = [person.id for person in some]
        _load_occasions(session, some)
        details = _by_person(session, PersonDetail, ids)
        addresses = _by_person(session, PersonAddress, ids)
        affiliations = _by_person(session, PersonAffiliation, ids)
        days = _by_person(session, PersonDay, ids)
        for person in some:
            of = person.id
            found[of] = _details(person, details[of], addresses[of], affiliations[of], days[of])
            set_committed_value(person, "contact_details", details[of])
            set_committed_value(person, "affiliations", affiliations[of])
    return found


def write_details(
    session: Session,
    person: Person,
    details: Details,
    *,
    before: Details | None,
    today: dt.date,
    region: str,
) -> None:
    """Write these details in place of those `before`; None for a new person, who has an id already.

    Only what differs is written. `region` is the notebook's, for phone numbers without a country code.
    """
    write_plain(person, details)
    person.rate(details.closeness, today=today)
    occasion = occasion_named(
        session, details.occasion, workspace_id=person.workspace_id, on=details.met_on
    )
    # By its id: to set the relationship to None would empty both columns of the key, the notebook's as well.
    person.occasion_id = occasion.id if occasion else None
    person.met_through_id = person_named(session, details.met_through, but=person)
    organizations = organizations_named(
        session,
        [affiliation.organization for affiliation in details.affiliations],
        workspace_id=person.workspace_id,
    )
    old, new = (
        rows_of(each, organizations, region=region) if each else {} for each in (before, details)
    )
    for table in _TABLES:
        if old.get(table, []) != new.get(table, []):
            session.execute(delete(table).where(table.person_id == person.id))
            insert_rows(session, table.__table__, [_of(person, row) for row in new[table]])
    session.flush()
    session.expire(person, ["occasion", "contact_details", "affiliations"])


def write_plain(person: Person, details: Details) -> None:
    """What stands in the person's own row and needs no other, with the key that orders them."""
    for name in _PLAIN:
        setattr(person, name, getattr(details, name))
    person.name_prefix, person.name_suffix = details.prefix, details.suffix
    person.call(details.name)


def rows_of(
    details: Details, organizations: Mapping[str, int], *, region: str
) -> dict[type[Any], list[Row]]:
    """The rows beside the person's own that hold these details; `organizations` are ids by `name_key`."""
    many: dict[DetailKind, Sequence[Labelled | Custom]] = {
        DetailKind.EMAIL: details.emails,
        DetailKind.PHONE: details.phones,
        DetailKind.LINK: details.links,
        DetailKind.CUSTOM: details.customs,
    }
    return {
        PersonDetail: [
            {
                "kind": kind,
                "position": position,
                "label": found.label,
                "value": found.value,
                "match_key": match_key(kind, found.value, region=region),
            }
            for kind, values in many.items()
            for position, found in enumerate(values)
        ],
        PersonAddress: [
            {"position": position} | asdict(address)
            for position, address in enumerate(details.addresses)
        ],
        PersonAffiliation: [
            {
                "position": position,
                "organization_id": organizations.get(organization_key(found.organization)),
                "title": found.title,
                "department": found.department,
                "since": found.since,
                "until": found.until,
            }
            for position, found in enumerate(details.affiliations)
        ],
        PersonDay: _days(details),
    }


def match_key(kind: DetailKind, value: str, *, region: str) -> str:
    """What equal ways to reach somebody have in common; '' where nothing can be compared."""
    if kind is DetailKind.EMAIL:
        return keys.email_key(value)
    if kind is DetailKind.PHONE:
        return keys.phone_key(value, region)
    return keys.profile_key(value)[:500] if kind is DetailKind.LINK else ""


_TABLES: tuple[type[Any], ...] = (PersonDetail, PersonAddress, PersonAffiliation, PersonDay)


def _of(person: Person, row: Row) -> Row:
    return {"workspace_id": person.workspace_id, "person_id": person.id} | row


def _load_occasions(session: Session, people: Sequence[Person]) -> None:
    """Where these people were met, for those who came without it: one query, and none where all have it."""
    lacking = [person for person in people if "occasion" in inspect(person).unloaded]
    ids = {person.occasion_id for person in lacking if person.occasion_id is not None}
    asked = select(Occasion).where(Occasion.id.in_(ids))
    found = {one.id: one for one in session.scalars(asked)} if ids else {}
    for person in lacking:
        set_committed_value(person, "occasion", found.get(person.occasion_id or 0))


def _by_person(session: Session, table: type[Table], ids: Sequence[int]) -> dict[int, list[Table]]:
    found: dict[int, list[Table]] = defaultdict(list)
    for row in session.scalars(
        select(table).where(table.person_id.in_(ids)).order_by(table.person_id, table.position)
    ):
        found[row.person_id].append(row)
    return found


def _details(
    person: Person,
    details: Sequence[PersonDetail],
    addresses: Sequence[PersonAddress],
    affiliations: Sequence[PersonAffiliation],
    days: Sequence[PersonDay],
) -> Details:
    def many(kind: DetailKind) -> tuple[Labelled, ...]:
        return tuple(Labelled(row.value, row.label) for row in details if row.kind is kind)

    return Details(
        **{name: getattr(person, name) for name in _PLAIN},
        prefix=person.name_prefix,
        suffix=person.name_suffix,
        closeness=person.closeness,
        occasion=person.occasion.name if person.occasion else "",
        emails=many(DetailKind.EMAIL),
        phones=many(DetailKind.PHONE),
        links=many(DetailKind.LINK),
        customs=tuple(Custom(row.label, row.value) for row in many(DetailKind.CUSTOM)),
        addresses=tuple(
            Address(**{part: getattr(row, part) for part in _ADDRESS}) for row in addresses
        ),
        affiliations=tuple(
            Affiliation(row.organization.name, row.title, row.department, row.since, row.until)
            for row in affiliations
        ),
        birthday=next((_partial(row) for row in days if row.kind is DayKind.BIRTHDAY), None),
        events=tuple(
            DatedEvent(row.label, _partial(row)) for row in days if row.kind is DayKind.OTHER
        ),
    )


def _partial(row: PersonDay) -> PartialDate:
    return PartialDate(row.month, row.day, row.year)


def _days(details: Details) -> list[Row]:
    """The birthday at position 0, which is kept for it."""
    born = [(0, DayKind.BIRTHDAY, "", details.birthday)] if details.birthday else []
    named = [
        (position, DayKind.OTHER, event.label, event.on)
        for position, event in enumerate(details.events, 1)
    ]
    return [
        {"kind": kind, "position": position, "label": label}
        | {"month": on.month, "day": on.day, "year": on.year}
        for position, kind, label, on in (*born, *named)
    ]
