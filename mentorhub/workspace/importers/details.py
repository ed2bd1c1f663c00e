"""A record of a file as the notebook's own details."""

from mentorhub.workspace.importers.records import Record
from mentorhub.workspace.rules.details import Details
from mentorhub.workspace.rules.rhythm import Tier


def details_of(record: Record) -> Details:
    """What a record says of somebody; its note is what is worth remembering. Without a rhythm until one is chosen.

    A role at no organisation is what they do; names, lengths and days were settled when the file was read.
    """
    roles = [one.title for one in record.affiliations if not one.organization and one.title]
    return Details(
        name=record.name,
        given_name=record.given_name,
        additional_name=record.additional_name,
        family_name=record.family_name,
        prefix=record.prefix[:100],
        suffix=record.suffix[:100],
        nickname=record.nickname,
        pronunciation=record.pronunciation,
        headline=record.headline or (roles[0] if roles else "")[:200],
        affiliations=tuple(one for one in record.affiliations if one.organization),
        emails=record.emails,
        phones=record.phones,
        links=record.links,
        addresses=record.addresses,
        birthday=record.birthday,
        events=record.events,
        customs=record.customs,
        occasion=record.occasion[:200],
        met_on=record.met_on,
        met_precision=record.met_precision,
        met_how=record.met_how,
        met_through=record.met_through,
        purpose=record.purpose,
        source_note=record.source_note,
        remember=record.note,
        tier=Tier.OFF,
    )
