"""10,000 records of an address book with 600 planted doubles of six kinds, seeded: what finding doubles is held to."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.support.address_book import (
    ENGLISH,
    GERMAN,
    SCHOLARLY,
    Record,
    Writer,
    spelled,
)
from tests.support.lookalikes import lookalikes
from tests.support.other_sources import (
    elsewhere,
    rewritten_email,
    rewritten_phone,
    slipped,
    zipf_name,
)
from tests.support.people_names import COUNTRIES

SIZE = 10_000
PER_KIND = 100
UMLAUTS = str.maketrans(
    dict(zip("äöüÄÖÜßøåÅØ", "ae oe ue Ae Oe Ue ss oe aa Aa Oe".split(), strict=True))
)
STROKES = str.maketrans({"ł": "l", "Ł": "L", "ı": "i", "ø": "o", "Ø": "O", "ß": "ss"})
TITLES = ("Dr. {}", "Ing. {}", "{}, MBA", "Prof. {}", "{} PhD", "Mgr. {}")


@dataclass(frozen=True)
class Corpus:
    """Records, and by kind the pairs of places in them that are one person."""

    records: list[Record]
    doubles: dict[str, set[tuple[int, int]]]


def corpus(seed: int) -> Corpus:
    """The same for the same seed: 9,400 people, 600 of them twice, in any order."""
    writer = Writer(random.Random(seed))
    tempting = lookalikes(writer)
    plain = [writer.person() for _ in range(SIZE - PER_KIND * len(KINDS) - len(tempting))]
    records, planted = [*tempting, *plain], dict[int, tuple[int, str]]()
    twice: set[int] = set()
    for kind, plant in KINDS.items():
        while sum(what == kind for _, what in planted.values()) < PER_KIND:
            place = writer.rng.randrange(len(tempting), len(tempting) + len(plain))
            double = None if place in twice else plant(writer, records[place])
            if double is not None:
                twice.add(place)
                planted[len(records)] = (place, kind)
                records.append(double)
    return _shuffled(writer, records, planted)


def _shuffled(writer: Writer, records: list[Record], planted: dict[int, tuple[int, str]]) -> Corpus:
    order = list(range(len(records)))
    writer.rng.shuffle(order)
    now_at = {was: at for at, was in enumerate(order)}
    doubles: dict[str, set[tuple[int, int]]] = {kind: set() for kind in KINDS}
    for double, (original, kind) in planted.items():
        one, other = sorted((now_at[double], now_at[original]))
        doubles[kind].add((one, other))
    return Corpus([records[was] for was in order], doubles)


def typo(writer: Writer, one: Record) -> Record | None:
    """One slip of the finger in the name, two in one of six."""
    name = slipped(writer.rng, one.name)
    if writer.rng.random() < 1 / 6:
        name = slipped(writer.rng, name)
    return elsewhere(writer, replace(one, name=name)) if name != one.name else None


def short_form(writer: Writer, one: Record) -> Record | None:
    """Honza instead of Jan, Bob instead of Robert."""
    country = COUNTRIES[one.country]
    forms = dict(text.split("/") for text in (*country.men, *country.women) if "/" in text)
    if one.given not in forms:
        return None
    return elsewhere(writer, replace(one, name=f"{forms[one.given]} {one.surname}"))


def other_spelling(writer: Writer, one: Record) -> Record | None:
    """Without accents, with ae for ä, or in another alphabet."""
    if one.country == "ru":
        table = writer.rng.choice((ENGLISH, GERMAN, SCHOLARLY))
        name = one.name.translate(spelled(table))
    else:
        kept = one.name.translate(UMLAUTS if writer.rng.random() < 0.5 else STROKES)
        name = "".join(
            char for char in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(char)
        )
    if name == one.name:
        return None
    return elsewhere(writer, replace(one, name=name))


def other_parts(writer: Writer, one: Record) -> Record:
    """Surname first, an initial, a middle name or title more, or less of the name."""
    given, surname, rng = one.given, one.surname, writer.rng
    country = COUNTRIES[one.country]
    middle = zipf_name(rng, country.women if one.is_woman else country.men)
    name = rng.choice(
        [
            f"{surname}, {given}",
            f"{surname} {given}",
            f"{surname.upper()} {given}",
            f"{given[0]}. {surname}",
            f"{given} {middle} {surname}",
            f"{given} {middle[0]}. {surname}",
            f"{given} {surname}-{zipf_name(rng, country.surnames)}",
            rng.choice(TITLES).format(f"{given} {surname}"),
            f"{given.partition('-')[0]} {surname}",
            f"{surname}",
        ]
    )
    if name in (surname, f"{given[0]}. {surname}"):
        return elsewhere(writer, replace(one, name=name), is_known=True)
    return elsewhere(writer, replace(one, name=name))


def other_company(writer: Writer, one: Record) -> Record | None:
    """A new job, the mobile number or the private address kept; written as another source writes it."""
    if not (one.emails or one.phones):
        return None
    new = writer.company() or "Self-employed"
    details = writer.with_details(one, new)
    keeps_phone = bool(one.phones) and (not one.emails or writer.rng.random() < 0.5)
    phones = (rewritten_phone(writer.rng, one.phones[0]),) if keeps_phone else details.phones
    emails = (
        details.emails
        if keeps_phone
        else (rewritten_email(writer.rng, one.emails[0]), *details.emails)
    )
    return replace(details, phones=phones, emails=emails, links=(), organizations=(new,))


def other_form(writer: Writer, one: Record) -> Record | None:
    """The name as other programs write it, or after a wedding, with the same profile."""
    if not one.links or "linkedin" not in one.links[0]:
        return None
    rng, surname = writer.rng, one.surname
    if one.is_woman and rng.random() < 0.6:
        surname = writer.in_gender(
            writer.surname(COUNTRIES[one.country]), one.country, is_woman=True
        )
    name = rng.choice(
        [
            f"{one.given.upper()} {surname.upper()}",
            f"{one.given} {surname}",
            f"{one.given.lower()} {surname.lower()}",
            f"{one.given}  {surname} 🚀",
            f"{one.given} {surname} (she/her)",
        ]
    )
    slug = one.links[0].rpartition("/")[2]
    link = rng.choice(
        [
            "http://linkedin.com/in/{}/",
            "https://de.linkedin.com/in/{}",
            "www.linkedin.com/in/{}?trk=profile",
            "https://www.linkedin.com/in/{}/en",
        ]
    ).format(slug)
    details = writer.with_details(one, writer.company())
    return replace(details, name=name, links=(link,))


KINDS: dict[str, Callable[[Writer, Record], Record | None]] = {
    "typo": typo,
    "short form": short_form,
    "other spelling": other_spelling,
    "other parts": other_parts,
    "other company": other_company,
    "other form": other_form,
}
