"""The package's tables, split by noun: people, details, history, imports, sharing …; all named here."""

from mentorhub.workspace.models import (
    details,
    doubles,
    follow_ups,
    forms,
    history,
    imports,
    people,
    promises,
    sharing,
    tags,
)
