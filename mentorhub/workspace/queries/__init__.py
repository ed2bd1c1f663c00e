"""The package's reads, split by noun; all named here. Each takes the viewer."""

from mentorhub.workspace.queries.account_closing import was_shared
from mentorhub.workspace.queries.consent import (
    AccessLog,
    Sharing,
    access_log,
    last_access,
    what_is_shared,
)
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
from mentorhub.workspace.queries.today import Today, today

__all__ = [
    "AccessLog",
    "Counts",
    "Group",
    "Order",
    "People",
    "PersonPage",
    "SharedPerson",
    "Sharing",
    "TagCount",
    "Today",
    "Which",
    "access_log",
    "groups",
    "has_workspace",
    "last_access",
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
