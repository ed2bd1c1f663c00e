"""A practice's privacy notice and imprint, by its owner."""

from sqlalchemy import select

from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.rules import practices as rules
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.programs.models.notices import PracticeNotices


def change_notices(
    practice_id: int, *, viewer: Viewer, privacy_md: str, imprint_md: str, seen: str
) -> None:
    """Save both texts; `seen` is the version of `queries.notices.Notices.written` that was read before.

    The same texts again change nothing. Raises `NoticeTooLong`, `NotFound` to who is no owner, `ChangedElsewhere` where
    others were written meanwhile.
    """
    rules.refuse_long_notices(privacy_md, imprint_md)
    wanted = {"privacy_md": privacy_md, "imprint_md": imprint_md}
    with transaction(viewer=viewer) as session:
        practice = session.get(Practice, practice_id, with_for_update={"key_share": True})
        owner = session.scalar(
            select(Membership.id).where(
                Membership.practice_id == practice_id,
                Membership.user_id == viewer.id,
                Membership.role == rules.Role.OWNER,
            )
        )
        if practice is None or viewer.kind != "user" or owner is None:
            raise NotFound
        found = session.get(PracticeNotices, practice_id, populate_existing=True)
        if found is None:
            found = PracticeNotices(practice_id=practice_id, privacy_md="", imprint_md="")
        stored = {name: getattr(found, name) for name in wanted}
        refuse_overwriting(stored, wanted, seen=seen)
        if stored == wanted:
            return
        found.privacy_md, found.imprint_md = privacy_md, imprint_md
        found.changed_at = clock.now()
        session.add(found)
