"""A conversation that stands in the notebook: corrected, deleted; what was given in it."""

from collections.abc import Sequence

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.workspace.models.conversations import (
    participants_of,
    read_conversation,
    write_conversation,
)
from mentorhub.workspace.models.new_people import new_people
from mentorhub.workspace.queries.conversations import own_conversation, own_participants
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.rules import due_dates
from mentorhub.workspace.rules.conversations import Conversation, Part, refuse_wrong_number
from mentorhub.workspace.rules.rhythm import local_day


def change_conversation(
    public_id: str,
    conversation: Conversation,
    parts: Sequence[Part],
    *,
    viewer: Viewer,
    seen: str,
    new_names: Sequence[str] = (),
) -> str:
    """Write this in place of what stands; returns the public id of the first who took part.

    `seen` is the version of what was read before: the conversation, and the notes by public id. Whoever is no longer
    in `parts` was not there: the note about them and what was given between them and the owner goes. Raises `NotFound`
    for anybody else's, `NobodyLeft` or `TooManyParticipants` for too few or too many people, `DayAhead` for a day after
    today, `ChangedElsewhere` where other words stand by now.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        today = local_day(now, zone=workspace.user.timezone)
        logged = own_conversation(session, public_id, workspace_id=workspace.id)
        due_dates.refuse_future(conversation.on_date, today=today)
        notes = own_participants(session, parts, workspace_id=workspace.id)
        refuse_wrong_number(len(notes) + len(new_names))
        before = participants_of(session, logged)
        stored = read_conversation(logged), {one.person.public_id: one.note for one in before}
        wanted = conversation, {part.public_id: part.note for part in parts}
        refuse_overwriting(stored, (*wanted, *new_names), seen=seen)
        added = new_people(session, workspace, new_names, now=now)
        notes |= {person.id: "" for person in added}
        write_conversation(session, logged, conversation, notes)
        return participants_of(session, logged)[0].person.public_id
