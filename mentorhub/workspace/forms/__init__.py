"""The notebook's forms, split by noun, and the words for what can be chosen in them; all named here."""

from mentorhub.workspace.forms.duties import FollowUpForm, PromiseForm
from mentorhub.workspace.forms.moments import InteractionForm, StageForm
from mentorhub.workspace.forms.people import NamesForm, PersonForm, VisibilityForm
from mentorhub.workspace.forms.words import KINDS, STAGES, TIERS, VISIBILITIES

__all__ = [
    "KINDS",
    "STAGES",
    "TIERS",
    "VISIBILITIES",
    "FollowUpForm",
    "InteractionForm",
    "NamesForm",
    "PersonForm",
    "PromiseForm",
    "StageForm",
    "VisibilityForm",
]
