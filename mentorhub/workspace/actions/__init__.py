"""The package's actions, one transaction each, split by noun; all named here."""

from mentorhub.workspace.actions.follow_ups import (
    complete_follow_up,
    drop_follow_up,
    move_follow_up,
    schedule_follow_up,
)
from mentorhub.workspace.actions.history import Favour, log_interaction, move_to_stage
from mentorhub.workspace.actions.notebook import open_workspace, read_shared_people
from mentorhub.workspace.actions.people import (
    add_people,
    add_person,
    change_person,
    set_visibility,
)
from mentorhub.workspace.actions.promises import add_promise, keep_promise, release_promise
from mentorhub.workspace.actions.sharing import set_visibilities, share_note, share_people
from mentorhub.workspace.actions.tags import (
    delete_tag,
    rename_tag,
    tag_people,
    tag_person,
    untag_people,
    untag_person,
)
from mentorhub.workspace.models import Details

__all__ = [
    "Details",
    "Favour",
    "add_people",
    "add_person",
    "add_promise",
    "change_person",
    "complete_follow_up",
    "delete_tag",
    "drop_follow_up",
    "keep_promise",
    "log_interaction",
    "move_follow_up",
    "move_to_stage",
    "open_workspace",
    "read_shared_people",
    "release_promise",
    "rename_tag",
    "schedule_follow_up",
    "set_visibilities",
    "set_visibility",
    "share_note",
    "share_people",
    "tag_people",
    "tag_person",
    "untag_people",
    "untag_person",
]
