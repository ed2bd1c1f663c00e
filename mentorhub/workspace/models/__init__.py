"""The package's tables, split by noun: people, history, follow-ups, promises, sharing, tags; all named here."""

from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction, StageChange
from mentorhub.workspace.models.people import Details, Occasion, Person, Workspace
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.sharing import AccessRead, Grant, log_access
from mentorhub.workspace.models.tags import PersonTag, Tag, put_tags

__all__ = [
    "AccessRead",
    "Details",
    "FollowUp",
    "Give",
    "Grant",
    "Interaction",
    "Occasion",
    "Person",
    "PersonTag",
    "Promise",
    "StageChange",
    "Tag",
    "Workspace",
    "log_access",
    "put_tags",
]
