"""What was made by a form remembers which one, and a digest of the words that came with it."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.versions import FormUse


class MadeByForm:
    """A row that a form may make once; `form_digest` is '' for forms that were sent before digests were stored."""

    form_key: Mapped[str | None] = mapped_column(String(22))
    form_digest: Mapped[str | None] = mapped_column(String(22))

    def made_by(self, form: FormUse | None) -> None:
        """Remember the form; nothing where it has no key."""
        if form is not None:
            self.form_key, self.form_digest = form.key, form.digest


def digest_iff_key() -> CheckConstraint:
    """A form's key and the digest of its words are stored together."""
    return CheckConstraint(
        "(form_key IS NULL) = (form_digest IS NULL)", name="form_key_iff_its_digest"
    )
