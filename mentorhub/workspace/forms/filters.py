"""Which people a list shows: read from its address, and written into one."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.queries.filters import Reminders, Which
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.searches import TYPED_MAX
from mentorhub.workspace.rules.stages import FORMER_NAMES, Stage


def which_of(asked: MultiDict[str, str], *, tags: Sequence[str]) -> Which:
    """Which people a list is asked for. An unknown stage, tier or kind of reminder counts as none."""
    stage, tier, reminders = (asked.get(name, "") for name in ("stage", "tier", "reminders"))
    return Which(
        search=asked.get("q", "").strip()[:TYPED_MAX],
        stage=Stage(stage) if stage in {*Stage, *FORMER_NAMES} else None,
        tags=tuple(filter(None, tags)),
        reminders=Reminders(reminders) if reminders in set(Reminders) else None,
        tier=Tier(tier) if tier in set(Tier) else None,
        occasion=asked.get("occasion", "").strip()[:TYPED_MAX],
        organization=asked.get("organization", "").strip()[:TYPED_MAX],
    )


def asked_for(query: str) -> Which:
    """Which people the query of a list's address asks for; raises `NotFound` where a part of it is unknown.

    What is unknown would count as none, and mean too many people.
    """
    asked = MultiDict(pairs_of(query))
    which = which_of(asked, tags=asked.getlist("tag"))
    if any(asked.get(name) and not known for name, known in which.known().items()):
        raise NotFound
    return which


def pairs_of(query: str) -> list[tuple[str, str]]:
    """Name and value of each part of a query."""
    return parse_qsl(query)


def asked_of(which: Which) -> dict[str, Any]:
    """What `which_of` reads, by its names in the address."""
    asked = {
        "q": which.search,
        **which.known(),
        "tag": list(which.tags),
        "occasion": which.occasion,
        "organization": which.organization,
    }
    return {name: value for name, value in asked.items() if value}


def query_of(which: Which) -> str:
    """The query of the list's address, by which it is asked for again."""
    return urlencode(asked_of(which), doseq=True)
