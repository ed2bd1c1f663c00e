"""What is exported of people: what is written about each, and the tags, as sections of the notebook."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from mentorhub.foundation.data_export import INSIDE, Exported, named
from mentorhub.workspace.models.details import (
    Organization,
    PersonAddress,
    PersonAffiliation,
    PersonDay,
    PersonDetail,
    PersonPhoto,
)
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.rules.details import DetailKind

FOLDED = "what is written elsewhere in the row, folded to be found by"
_NUMBER = "counted so that there are not too many"
_FORM = "which form was sent, so that none is taken twice"
FORMS = {"form_key": _FORM, "form_digest": _FORM}
ROW_KEYS = {"id": INSIDE, "workspace_id": INSIDE}
BIN = {"deleted_at": "what is in the bin stays there"}
_MATCHED = "made of the value, to know equal ones by"
OF_A_PERSON = {**ROW_KEYS, "person_id": INSIDE}


OCCASIONS = Exported(Occasion, {**ROW_KEYS, **BIN, "name_key": FOLDED})
PEOPLE = Exported(
    Person,
    {
        **ROW_KEYS,
        "occasion_id": INSIDE,
        "met_through_id": INSIDE,
        "import_id": INSIDE,
        "name_key": FOLDED,
        **BIN,
        **FORMS,
    },
)
_UNDONE = "from whom it was taken off at once lately, so that it can be undone"
TAGS = Exported(
    Tag,
    {
        **{**ROW_KEYS, "number": _NUMBER, "name_key": FOLDED, "search_key": FOLDED},
        **dict.fromkeys(("taken_off", "taken_off_at"), _UNDONE),
    },
)
PERSON_TAGS = Exported(PersonTag, {**OF_A_PERSON, "tag_id": INSIDE, "number": _NUMBER})
DETAILS = Exported(PersonDetail, {**OF_A_PERSON, "match_key": _MATCHED})
ADDRESSES = Exported(PersonAddress, OF_A_PERSON)
ORGANIZATIONS = Exported(Organization, {**ROW_KEYS, "name_key": FOLDED})
AFFILIATIONS = Exported(PersonAffiliation, {**OF_A_PERSON, "organization_id": INSIDE})
DAYS = Exported(PersonDay, OF_A_PERSON)
PHOTOS = Exported(
    PersonPhoto,
    {
        **OF_A_PERSON,
        **BIN,
        "import_id": INSIDE,
        "content": "the picture, which stands in their card",
    },
)
PEOPLE_EXPORTED = (
    *(OCCASIONS, PEOPLE, DETAILS, ADDRESSES, ORGANIZATIONS, AFFILIATIONS, DAYS, PHOTOS),
    *(TAGS, PERSON_TAGS),
)


def people_statements() -> dict[str, tuple[Exported, Select[Any]]]:
    """By section: its columns, and what is asked for them; whose rows is added by the caller."""
    return {
        "occasions": (OCCASIONS, select(*OCCASIONS.columns())),
        "people": (
            PEOPLE,
            select(*PEOPLE.columns(), *named(occasion=Occasion.name, tags=_tags()), *_firsts())
            .outerjoin(Occasion, Occasion.id == Person.occasion_id)
            .where(Person.deleted_at.is_(None)),
        ),
        "person_details": (DETAILS, of_people(DETAILS)),
        "person_addresses": (ADDRESSES, of_people(ADDRESSES)),
        "organizations": (ORGANIZATIONS, select(*ORGANIZATIONS.columns()).where(_has_somebody())),
        "person_affiliations": (
            AFFILIATIONS,
            of_people(AFFILIATIONS)
            .add_columns(*named(organization=Organization.name))
            .join(Organization, Organization.id == PersonAffiliation.organization_id),
        ),
        "person_days": (DAYS, of_people(DAYS)),
        "person_photos": (PHOTOS, of_people(PHOTOS).where(PersonPhoto.deleted_at.is_(None))),
        "tags": (TAGS, select(*TAGS.columns())),
        "person_tags": (
            PERSON_TAGS,
            of_people(PERSON_TAGS)
            .add_columns(*named(tag=Tag.name, tag_id=Tag.public_id))
            .join(Tag, Tag.id == PersonTag.tag_id),
        ),
    }


def _has_somebody() -> ColumnElement[bool]:
    """That an organisation is somebody's who is not in the bin."""
    return exists().where(
        PersonAffiliation.organization_id == Organization.id,
        Person.id == PersonAffiliation.person_id,
        Person.deleted_at.is_(None),
    )


def _tags() -> ColumnElement[str]:
    """A person's tags by name, with ", " between: no tag has a comma in it."""
    by_name = (
        select(Tag.name)
        .join(PersonTag, PersonTag.tag_id == Tag.id)
        .where(PersonTag.person_id == Person.id)
        .order_by(Tag.search_key, Tag.id)
        .correlate(Person)
        .subquery()
    )
    together = select(func.aggregate_strings(by_name.c.name, ", ")).scalar_subquery()
    return func.coalesce(together, "")


def _firsts() -> tuple[Any, ...]:
    """Where somebody is now, and how to reach them first."""
    company = (
        select(Organization.name)
        .join(PersonAffiliation, PersonAffiliation.organization_id == Organization.id)
        .where(PersonAffiliation.person_id == Person.id, PersonAffiliation.position == 0)
    )
    email, phone = (
        select(PersonDetail.value).where(
            PersonDetail.person_id == Person.id,
            PersonDetail.kind == kind,
            PersonDetail.position == 0,
        )
        for kind in (DetailKind.EMAIL, DetailKind.PHONE)
    )
    return named(
        company=func.coalesce(company.correlate(Person).scalar_subquery(), ""),
        email=func.coalesce(email.correlate(Person).scalar_subquery(), ""),
        phone=func.coalesce(phone.correlate(Person).scalar_subquery(), ""),
    )


def of_people(exported: Exported) -> Select[Any]:
    """Rows that are each about one person, who is named beside them."""
    of_one = and_(Person.id == exported.table.__table__.c.person_id, Person.deleted_at.is_(None))
    named_one = named(person=Person.name, person_id=Person.public_id)
    return select(*named_one, *exported.columns()).join(Person, of_one)
