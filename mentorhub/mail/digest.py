"""Optional emails of one kind that would reach one reader at the same moment become one email, their digest."""

from collections.abc import Hashable, Iterable
from dataclasses import replace

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.claims import change, untouched
from mentorhub.mail.kinds import Digest, kind_of
from mentorhub.mail.message import OutgoingMail
from mentorhub.mail.outbox import written_for


def digested(mails: Iterable[OutgoingMail]) -> list[OutgoingMail]:
    """These claimed emails, those that belong together as one; what was rendered before stays as it is."""
    bundles: dict[Hashable, list[OutgoingMail]] = {}
    for mail in mails:
        bundles.setdefault(_bundle(mail), []).append(mail)
    return [one for bundle in bundles.values() for one in _as_one(bundle)]


def _digest(mail: OutgoingMail) -> Digest | None:
    kind = kind_of(mail.kind)
    return kind.digest if kind and not mail.text_body else None


def _bundle(mail: OutgoingMail) -> Hashable:
    if _digest(mail) is None:
        return mail.id
    return mail.kind, mail.user_id, mail.to_address, mail.locale, mail.zone


def _as_one(bundle: list[OutgoingMail]) -> list[OutgoingMail]:
    """The first stands for all that are still ours, under its own Message-ID; in one commit, so a kill loses none."""
    first, *others = sorted(bundle, key=lambda one: one.id)
    digest = _digest(first)
    if digest is None or not others:
        return bundle
    with transaction(viewer=SYSTEM) as session:
        if not change(session, first, claim=first.claim):
            return others  # another worker has claimed it by now, and sends it alone
        skipped = {"skipped_at": clock.now(), "digested_in": first.message_id}
        bundled = [first] + [
            one for one in others if change(session, one, **skipped, **untouched(one))
        ]
        if len(bundled) == 1:
            return bundled
        with written_for(first.locale, first.zone):
            subject = digest.subject(len(bundled))
        context = {"items": [one.context for one in bundled]}
        change(session, first, kind=digest.kind, subject=subject, context=context)
    return [replace(first, kind=digest.kind, subject=subject, context=context)]
