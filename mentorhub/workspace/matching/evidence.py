"""How much speaks for two people of a notebook being one, and what. Pure.

Each likeness counts in bits, the logarithm of how much likelier it is of one person than of two (Fellegi and Sunter,
"A theory for record linkage", 1969): a rare surname counts more than a common one, and a number of many hardly at all.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from mentorhub.workspace.matching.candidates import Candidate
from mentorhub.workspace.matching.commonness import PEOPLE_MIN, Commonness
from mentorhub.workspace.matching.names import are_others, compare_names
from mentorhub.workspace.matching.reasons import Reason, in_order

WRITTEN_TWICE = -1.5  # how many of a notebook's people are, in bits
EXCLUSIVE = {Reason.SAME_PROFILE: 24.0, Reason.SAME_EMAIL: 20.0, Reason.SAME_PHONE: 16.0}
FOR_EACH_OWNER = 3.0  # less, for each doubling of those who have it
FURTHER_SHARED = 0.25  # of what is shared besides: relatives and colleagues share several
ROLE_EMAIL_MOST = 5.0
BIRTHDAY, OTHER_BIRTHDAY = 8.5, -8.0
ORGANIZATION_MOST, LIKE_ORGANIZATION = 9.0, -1.0
LIKE_ORGANIZATION_MIN = 0.85  # of their characters
OTHER_PROFILE, OTHER_ORGANIZATION, OTHER_CONTACT, OTHER_MAILBOX_THERE = -5.0, -2.5, -1.0, -5.0
_ROLES = frozenset(
    """info office contact kontakt mail sales hello team support admin service reception recepce sekretariat post
    buero bureau empfang zentrale marketing hr jobs billing accounts accounting press webmaster kancelar""".split()
)
_PUBLIC_MAIL = frozenset(
    """gmail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com proton.me aol.com gmx.de gmx.net gmx.at
    web.de t-online.de freenet.de seznam.cz email.cz centrum.cz post.cz wp.pl o2.pl onet.pl interia.pl mail.ru
    yandex.ru bk.ru inbox.ru list.ru ukr.net orange.fr free.fr laposte.net wanadoo.fr libero.it virgilio.it
    telia.se online.no bluewin.ch azet.sk zoznam.sk freemail.hu citromail.hu abv.bg qq.com 163.com 126.com naver.com
    yahoo.co.uk btinternet.com hotmail.co.uk hotmail.fr hotmail.it yahoo.fr yahoo.de fastmail.com hey.com""".split()
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Bits in favour, all counted, and the reasons for them, the strongest first."""

    bits: float
    reasons: tuple[Reason, ...]


NOTHING = Evidence(-math.inf, ())


def evidence(one: Candidate, other: Candidate, common: Commonness) -> Evidence:
    """What speaks for and against these two being one; the same whichever is named first."""
    is_apart = one.contacts.isdisjoint(other.contacts) and not _ends_alike(one, other)
    if is_apart and are_others(one, other):
        return NOTHING
    names = compare_names(one, other, common)
    shared, bits = _contacts(one, other, common)
    bits += names.bits + WRITTEN_TWICE - math.log2(max(common.people, PEOPLE_MIN))
    reasons = [*shared, *([names.reason] if names.reason else [])]
    if one.birthday and other.birthday:
        is_same = one.birthday == other.birthday
        bits += BIRTHDAY if is_same else OTHER_BIRTHDAY
        reasons += [Reason.SAME_BIRTHDAY] if is_same else []
    if one.organizations and other.organizations and not names.is_other:  # else they are colleagues
        found = max(
            _organizations(mine, theirs, common)
            for mine in one.organizations
            for theirs in other.organizations
        )
        bits += found
        reasons += [Reason.SAME_ORGANIZATION] if found > 0 else []
    return Evidence(bits, in_order(reasons))


def _contacts(one: Candidate, other: Candidate, common: Commonness) -> tuple[list[Reason], float]:
    """Which mailboxes, numbers and profiles they share, and the bits for these and against others."""
    found: dict[Reason, float] = {}
    bits = 0.0
    for reason, mine, theirs in (
        (Reason.SAME_PROFILE, one.profiles, other.profiles),
        (Reason.SAME_EMAIL, one.emails, other.emails),
        (Reason.SAME_PHONE, one.phones, other.phones),
    ):
        if mine and theirs:
            both = mine & theirs
            if reason is Reason.SAME_PHONE:
                both = both or _ends_alike(one, other)
            if both:
                found[reason] = max(_shared(reason, key, common) for key in both)
            else:
                bits += _not_shared(reason, mine, theirs)
    if found:
        most = max(found.values())
        bits += most + FURTHER_SHARED * (sum(found.values()) - most)
    return list(found), bits


def _ends_alike(one: Candidate, other: Candidate) -> frozenset[str]:
    """Numbers that can be dialled nowhere as they were typed, by their last digits."""
    if not (one.unread or other.unread):
        return frozenset()
    return frozenset(
        digits
        for mine, theirs in ((one, other), (other, one))
        for digits in mine.unread
        if any(number.endswith(digits) for number in theirs.phones)
    )


def _shared(reason: Reason, key: str, common: Commonness) -> float:
    owners = max(common.contacts[key], 2)
    found = max(EXCLUSIVE[reason] - FOR_EACH_OWNER * math.log2(owners / 2), 0.0)
    is_role = reason is Reason.SAME_EMAIL and key.partition("@")[0] in _ROLES
    return min(found, ROLE_EMAIL_MOST) if is_role else found


def _not_shared(reason: Reason, mine: Iterable[str], theirs: Iterable[str]) -> float:
    if reason is Reason.SAME_PHONE:
        return OTHER_CONTACT
    if reason is Reason.SAME_PROFILE:
        both = {key.partition(":")[0] for key in mine} & {key.partition(":")[0] for key in theirs}
        return OTHER_PROFILE if both else 0.0
    domains = {key.rpartition("@")[2] for key in mine} & {key.rpartition("@")[2] for key in theirs}
    return OTHER_MAILBOX_THERE if domains - _PUBLIC_MAIL else OTHER_CONTACT


def _organizations(one: str, other: str, common: Commonness) -> float:
    count = max(common.organizations[one], common.organizations[other])
    found = min(common.rarity(count), ORGANIZATION_MOST)
    if one == other:
        return found
    short, long = (one, other) if len(one) < len(other) else (other, one)
    is_like = len(short) > 3 and long.startswith(short)
    is_like = is_like or OSA.normalized_similarity(one, other) > LIKE_ORGANIZATION_MIN
    return max(found + LIKE_ORGANIZATION, 0.5) if is_like else OTHER_ORGANIZATION
