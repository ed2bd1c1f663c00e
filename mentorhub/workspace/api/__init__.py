"""The notebook as JSON, by noun: the same actions and queries as its pages. Begin at `people.py`."""

from mentorhub.workspace.api import (
    blueprint,
    cards,
    conversations,
    follow_ups,
    gives,
    imports,
    people,
    promises,
    searches,
    tags,
)
