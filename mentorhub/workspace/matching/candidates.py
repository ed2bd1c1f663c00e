"""One person as they are compared: every detail by its key, made once for each. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from mentorhub.workspace.matching import keys
from mentorhub.workspace.matching.sounds import sound
from mentorhub.workspace.rules.details import Details

DETAILS_MAX = 20  # of one kind that are compared
END_DIGITS_MIN = 7
WORDS_MAX = 6  # of a name


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one person, by the keys of `keys`; `key` is the caller's own (an id, a row)."""

    key: int
    words: tuple[str, ...]
    nicknames: tuple[str, ...]
    generation: str
    birthday: str  # "MM-DD" or ''
    emails: frozenset[str]
    phones: frozenset[str]
    unread: frozenset[
        str
    ]  # the digits of phones that are numbers nowhere, where there are enough to compare ends
    profiles: frozenset[str]
    contacts: frozenset[str]  # all of these
    organizations: frozenset[str]  # their keys without spaces, and other addresses on the web
    sounds: tuple[str, ...]
    characters: str  # of the name, sorted: the same for any order and any spaces


def candidate(
    key: int,
    *,
    name: str,
    nickname: str = "",
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    links: Iterable[str] = (),
    organizations: Iterable[str] = (),
    birthday: str = "",
    region: str = "",
) -> Candidate:
    """Somebody as they are written, made comparable.

    `birthday` is "YYYY-MM-DD" or "--MM-DD"; phones are read as dialled in `region` (ISO 3166, alpha-2).
    """
    words = () if "@" in name else keys.name_words(name)  # an address in place of a name is none
    words = words if len(words) <= WORDS_MAX else (*words[:3], *words[-3:])
    pages = _keys(keys.profile_key(link) for link in links)
    mailboxes = _keys(keys.email_key(email) for email in emails)
    numbers = _keys(keys.phone_key(phone, region) for phone in phones)
    profiles = frozenset(page for page in pages if ":" in page)
    places = (keys.organization_key(text).replace(" ", "") for text in organizations)
    return Candidate(
        key=key,
        words=words,
        nicknames=keys.name_words(nickname)[:WORDS_MAX],
        generation=keys.generation(name),
        birthday=birthday[-5:],
        emails=mailboxes,
        phones=numbers,
        unread=_unread(numbers),
        profiles=profiles,
        contacts=mailboxes | numbers | profiles,
        organizations=_keys(places) | (pages - profiles),
        sounds=tuple(sound(word) for word in words),
        characters="".join(sorted("".join(words))),
    )


def candidate_of(key: int, details: Details, *, region: str) -> Candidate:
    """Somebody as they are compared."""
    return candidate(
        key,
        name=details.name,
        nickname=details.nickname,
        emails=(one.value for one in details.emails),
        phones=(one.value for one in details.phones),
        links=(one.value for one in details.links),
        organizations=(one.organization for one in details.affiliations),
        birthday=details.birthday.iso if details.birthday else "",
        region=region,
    )


def _keys(found: Iterable[str]) -> frozenset[str]:
    return frozenset([key for key in found if key][:DETAILS_MAX])


def _unread(numbers: Iterable[str]) -> frozenset[str]:
    found = (number.removeprefix("digits:") for number in numbers if number.startswith("digits:"))
    return frozenset(digits for digits in found if len(digits) >= END_DIGITS_MIN)
