"""The package's tables, split by noun: people, details, history, imports, sharing …; all named here."""

from mentorhub.workspace.models import (
    details,
    doubles,
    follow_ups,
    forms,
    history,
    imports,
    index_upkeep,
    people,
    promises,
    search,
    sharing,
    tags,
    workspaces,
)
