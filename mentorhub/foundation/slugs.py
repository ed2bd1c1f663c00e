"""Readable parts of addresses (slugs): made of a name, refused where they cannot be one or are the app's own. Pure."""

import re
from collections.abc import Collection
from itertools import count

from anyascii import anyascii

from mentorhub.foundation.errors import Refusal

SLUG_MAX = 80  # characters
# What an address here means already, or would be taken for: pages of the app, its operator, its mail.
RESERVED = frozenset(
    """about account accounts address admin administrator api app archive assets auth billing blog cohorts contact cron
    demo docs download edit embed error export favicon feed files health help home imprint index inquiries internal
    invitations legal login logout mail mentorhub metrics new notices null official operator owner pages payments ping
    postmaster practice practices press preview privacy profile program programme programmes programs public register
    root robots search security settings setup sign-in sign-out sign-up signup sitemap start static status stripe
    support system team terms test undefined user users webhook webhooks welcome workspace www""".split()
)


class SlugMisshapen(Refusal):
    """An address part is lower-case ASCII letters, digits, hyphens and underscores, 80 at most."""


class SlugReserved(Refusal):
    """This address part is the app's own, or would be taken for it; carries one that is free."""

    def __init__(self, suggestion: str = "") -> None:
        super().__init__(suggestion)
        self.suggestion = suggestion


class SlugTaken(Refusal):
    """Somebody else has, or had, this address; carries one that is free, where the caller looked for it."""

    def __init__(self, suggestion: str = "") -> None:
        super().__init__(suggestion)
        self.suggestion = suggestion


def slug_from(name: str) -> str:
    """A readable address part: lower-case ASCII words joined by hyphens, 80 characters at most.

    Other scripts and accents are written in Latin letters; '' for a name of signs alone.
    """
    return re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-")[:SLUG_MAX].strip("-")


def refuse_misshapen_slug(slug: str) -> None:
    """Raises `SlugMisshapen` unless `slug` can be part of an address as it is."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,79}", slug):
        raise SlugMisshapen


def refuse_reserved_slug(slug: str) -> None:
    """Raises `SlugReserved`."""
    if slug in RESERVED:
        raise SlugReserved


def stem(slug: str) -> str:
    """What the numbered slugs that `free_slug` makes of this one begin with."""
    return slug[: SLUG_MAX - 8].rstrip("-_")


def free_slug(wanted: str, *, taken: Collection[str]) -> str:
    """`wanted` itself, or the first of wanted-2, wanted-3, … that is not taken; never a reserved one."""
    if wanted not in RESERVED and wanted not in taken:
        return wanted
    numbered = (f"{stem(wanted)}-{number}" for number in count(2))
    return next(slug for slug in numbered if slug not in taken)
