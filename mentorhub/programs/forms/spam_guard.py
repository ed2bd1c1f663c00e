"""What keeps programs from filling in a form that anybody may send: a field for them alone, and a signed beginning."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from mentorhub.foundation import clock, links
from mentorhub.foundation.names import clean_name

FASTEST = dt.timedelta(seconds=2)  # nobody reads a form and fills it in within this
LONGEST = dt.timedelta(days=1)
_PURPOSE = "form-begun"


def begun() -> str:
    """That a form was shown now, signed."""
    return links.sign_dated("", 0, purpose=_PURPOSE, until=clock.now())


def subject_field(of: str) -> StringField:
    """Hidden: whoever fills it in reads HTML and not pages. `of` begins its id: a page may hold two such forms."""
    return StringField(id=f"{of}-subject", filters=[clean_name])


def begun_field(of: str) -> HiddenField:
    """That its form was shown now, signed; `of` as above."""
    return HiddenField(id=f"{of}-begun", default=begun)


class SpamGuarded(FlaskForm):
    """A form that says when it was shown, and has a field that no person sees.

    What is refused can be sent once more as it is: the words stay, and a field that was filled in is empty again.
    """

    subject = subject_field("inquiry")
    begun = begun_field("inquiry")

    def validate(self, *arguments: Any, **named: Any) -> bool:
        """As ever; then that it was not sent by a program. One message for the form, once its fields are in order."""
        if not super().validate(*arguments, **named):
            return False
        refusal = self._refusal()
        if refusal:
            self.form_errors.append(refusal)
        return not refusal

    def _refusal(self) -> str:
        now = clock.now()
        shown = links.opened_until(self.begun.data or "", purpose=_PURPOSE)
        if shown is None or now - shown.until > LONGEST or shown.until - now > LONGEST:
            self._begin_anew()
            return _("This page was open for a long time. Nothing is lost: please send it again.")
        if self.subject.data:
            self._begin_anew()
            return _(
                "A field that has to stay empty was filled in, perhaps by your browser. Nothing is lost: "
                "please send it again."
            )
        if now - shown.until < FASTEST:
            return _("That was very quick. Please wait a moment, then send it again.")
        return ""

    def _begin_anew(self) -> None:
        self.subject.raw_data, self.subject.data = None, ""
        self.begun.raw_data, self.begun.data = None, begun()
