"""Whether words are the same as before: of a form that is sent again, and of what a form would replace."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from mentorhub.foundation.errors import Refusal


class FormUsed(Refusal):
    """A form comes again with other words; `public_id` is what it made before. Nothing was changed."""

    def __init__(self, public_id: str = "") -> None:
        super().__init__(public_id)
        self.public_id = public_id


class ChangedElsewhere(Refusal):
    """What a form would replace is not what its reader saw; nothing was changed."""


@dataclass(frozen=True)
class FormUse:
    """One use of a form: its key, made with the page, and the version of the words that came with it."""

    key: str
    digest: str


def version_of(*values: Any) -> str:
    """22 characters that differ as soon as one of the values does; dataclasses, mappings, dates and text are welcome.

    What a page shows carries it (an entity tag, RFC 9110 8.8.3), so that nothing newer is overwritten unseen.
    """
    written = json.dumps([_plain(value) for value in values], default=str, sort_keys=True)
    digest = hashlib.sha256(written.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def use_of(form_key: str | None, *words: Any) -> FormUse | None:
    """The use of a form with these words; None where it has no key. Salted by the key: digests of forms differ."""
    return FormUse(form_key, version_of(form_key, *words)) if form_key else None


def refuse_overwriting(stored: Any, wanted: Any, *, seen: str) -> None:
    """Raises `ChangedElsewhere` unless `seen` is the version of `stored`; the same words again are no change."""
    if stored != wanted and version_of(stored) != seen:
        raise ChangedElsewhere


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return dict(value) if isinstance(value, Mapping) else value
