"""Optional letters of one kind that would reach one reader at the same moment become one letter of several."""

from collections.abc import Hashable, Iterable
from dataclasses import replace

from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, transaction
from mentorhub.foundation.mail import written_for
from mentorhub.foundation.mail_kinds import KINDS, Several
from mentorhub.foundation.mail_leases import change, untouched
from mentorhub.foundation.mail_letters import Letter


def gathered(letters: Iterable[Letter]) -> list[Letter]:
    """These leased letters, those that belong together as one; what has been written before stays as it is."""
    bundles: dict[Hashable, list[Letter]] = {}
    for letter in letters:
        bundles.setdefault(_bundle(letter), []).append(letter)
    return [one for bundle in bundles.values() for one in _as_one(bundle)]


def _several(letter: Letter) -> Several | None:
    kind = KINDS.get(letter.kind)
    return kind.several if kind and not letter.text_body else None


def _bundle(letter: Letter) -> Hashable:
    if _several(letter) is None:
        return letter.id
    return letter.kind, letter.user_id, letter.to_address, letter.locale, letter.zone


def _as_one(bundle: list[Letter]) -> list[Letter]:
    """The first tells of all that are ours still, under its own Message-ID; in one commit, so a kill loses none."""
    first, *others = sorted(bundle, key=lambda one: one.id)
    several = _several(first)
    if several is None or not others:
        return bundle
    with transaction(viewer=SYSTEM) as session:
        if not change(session, first, lease=first.lease):
            return others  # another worker has it by now, and tells of it alone
        leaves = {"left_out_at": clock.now(), "told_in": first.message_id}
        told = [first] + [one for one in others if change(session, one, **leaves, **untouched(one))]
        if len(told) == 1:
            return told
        with written_for(first.locale, first.zone):
            subject = several.subject(len(told))
        facts = {"items": [one.facts for one in told]}
        change(session, first, kind=several.kind, subject=subject, facts=facts)
    return [replace(first, kind=several.kind, subject=subject, facts=facts)]
