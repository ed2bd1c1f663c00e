"""The room's tables, split by noun: people, history, duties, sharing; all named here."""

from mentorhub.workspace.models.duties import FollowUp, Promise
from mentorhub.workspace.models.history import Give, Interaction, StageChange
from mentorhub.workspace.models.people import Occasion, Person, Workspace
from mentorhub.workspace.models.sharing import AccessRead, Grant, note_looks

__all__ = [
    "AccessRead",
    "FollowUp",
    "Give",
    "Grant",
    "Interaction",
    "Occasion",
    "Person",
    "Promise",
    "StageChange",
    "Workspace",
    "note_looks",
]
