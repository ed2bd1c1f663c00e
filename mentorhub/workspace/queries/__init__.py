"""The room's reads, split by noun; all named here. Each takes the viewer."""

from mentorhub.workspace.queries.closings import was_shared
from mentorhub.workspace.queries.consent import Looks, Sharing, last_look, looks, what_is_shared
from mentorhub.workspace.queries.days import Today, today
from mentorhub.workspace.queries.lists import Order, People, Which, people
from mentorhub.workspace.queries.notebook import (
    has_workspace,
    occasion_names,
    refuse_anothers_follow_up,
    refuse_stranger,
)
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.queries.sharing import (
    Counts,
    SharedPerson,
    shared_counts,
    shared_people,
)
from mentorhub.workspace.queries.tags import Group, TagCount, groups, tag, tags

__all__ = [
    "Counts",
    "Group",
    "Looks",
    "Order",
    "People",
    "PersonPage",
    "SharedPerson",
    "Sharing",
    "TagCount",
    "Today",
    "Which",
    "groups",
    "has_workspace",
    "last_look",
    "looks",
    "occasion_names",
    "people",
    "person",
    "refuse_anothers_follow_up",
    "refuse_stranger",
    "shared_counts",
    "shared_people",
    "tag",
    "tags",
    "today",
    "was_shared",
    "what_is_shared",
]
