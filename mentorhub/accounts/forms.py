"""Forms of accounts: an address, a password, a new password, how a practice is paid, which messages one gets."""

import unicodedata

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from mentorhub.accounts import rules
from mentorhub.foundation.mail_hours import DAY_MINUTES, QUIET, is_between
from mentorhub.foundation.mail_wishes import Wishes

_TIMES = [f"{at // 60:02}:{at % 60:02}" for at in range(0, DAY_MINUTES, 30)]
HALF_HOURS = [(time, time) for time in _TIMES]


def plain(text: str | None) -> str:
    """Trimmed, without control characters, which no address has and PostgreSQL may refuse."""
    return "".join(char for char in text or "" if unicodedata.category(char) != "Cc").strip()


def is_address(_form: Form, field: Field) -> None:
    """Refuse what cannot be an address at all; whether it is known here, no message tells."""
    try:
        fits = len(rules.email_key(field.data)) <= rules.ADDRESS_MAX
    except ValueError:
        fits = False
    if not fits:
        raise ValidationError(
            _("This does not look like an e-mail address. Please look at it once more.")
        )


def could_exist(_form: Form, field: Field) -> None:
    """Refuse an address that no mail could reach, and keep its normal form; whether it exists a mail will show."""
    try:
        # `test_environment` lets reserved names such as .test pass: such a mail bounces like any other.
        found = validate_email(field.data, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValidationError(
            _("This does not look like an e-mail address. Please look at it once more.")
        ) from error
    field.data = found.normalized


class AddressForm(FlaskForm):
    """Whom to mail a link, and where that link leads on to."""

    email = EmailField(
        _l("E-mail"),
        filters=[plain],
        validators=[DataRequired(_l("Please give your e-mail address.")), is_address],
    )
    next = HiddenField(filters=[plain])


class SignInForm(AddressForm):
    """An address and its password."""

    password = PasswordField(
        _l("Password"),
        validators=[
            DataRequired(_l("Please type your password, or have a link mailed to you instead."))
        ],
    )


class NewPasswordForm(FlaskForm):
    """A new password, for whoever came by a mailed link or has none yet."""

    password = PasswordField(
        _l("New password"), validators=[DataRequired(_l("Please choose a password."))]
    )


class SignUpForm(FlaskForm):
    """Who somebody is, their address, and the password they choose."""

    email = EmailField(
        _l("E-mail"),
        filters=[plain],
        validators=[DataRequired(_l("Please give your e-mail address.")), is_address, could_exist],
    )
    name = StringField(
        _l("Your name"),
        filters=[plain],
        validators=[
            DataRequired(_l("Please give the name you go by.")),
            Length(max=rules.NAME_MAX, message=_l("Please shorten this; 200 letters at most.")),
        ],
    )
    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Please choose a password."))]
    )


class ConfirmSignUpForm(FlaskForm):
    """The password that was chosen when signing up, so that nobody else's is kept."""

    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Please type the password you chose."))]
    )


class NewAddressForm(FlaskForm):
    """Another address, for whoever has no password."""

    email = EmailField(
        _l("New e-mail"),
        filters=[plain],
        validators=[DataRequired(_l("Please give your e-mail address.")), is_address, could_exist],
    )


class ChangeAddressForm(NewAddressForm):
    """Another address, and the present password."""

    present = PasswordField(
        _l("Present password"), validators=[DataRequired(_l("Please type your present password."))]
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password in place of the present one."""

    present = PasswordField(
        _l("Present password"), validators=[DataRequired(_l("Please type your present password."))]
    )


def is_suffix(_form: Form, field: Field) -> None:
    """Refuse what a card statement cannot end in."""
    try:
        rules.refuse_misshapen_suffix(field.data)
    except rules.SuffixMisshapen as error:
        raise ValidationError(
            _(
                "Please use up to %(max)d Latin letters, digits and spaces, with at least one letter; "
                "banks do not take < > \\ ' \" and *.",
                max=rules.SUFFIX_MAX,
            )
        ) from error


class PaymentSettingsForm(FlaskForm):
    """How a practice's payment pages take money."""

    takes_promotion_codes = BooleanField(_l("Take promotion codes"))
    takes_delayed_methods = BooleanField(_l("Take payments that arrive later"))
    collects_tax = BooleanField(_l("Let Stripe work out the tax"))
    statement_suffix = StringField(
        _l("Words on the card statement"), filters=[plain], validators=[is_suffix]
    )


class MessagesForm(FlaskForm):
    """Which optional mails one wants, and at which hours of one's own day."""

    wanted = SelectMultipleField(
        _l("Write to me when"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    keeps_quiet = BooleanField(_l("Keep quiet hours"))
    quiet_from = SelectField(_l("From"), choices=HALF_HOURS)
    quiet_until = SelectField(_l("Until"), choices=HALF_HOURS)
    digest = SelectField(_l("When they go out"))

    @classmethod
    def of(cls, wishes: Wishes, *, topics: dict[str, str]) -> "MessagesForm":
        """The form as it stands for these wishes; `topics` are the values and labels to choose from."""
        begins, ends = wishes.hours.quiet or QUIET
        digest = wishes.hours.digest
        form = cls(
            wanted=[topic for topic in topics if topic not in wishes.unwanted],
            keeps_quiet=wishes.hours.quiet is not None,
            quiet_from=_clock(begins),
            quiet_until=_clock(ends),
            digest="" if digest is None else _clock(digest),
        )
        form.wanted.choices = list(topics.items())
        once = [(value, _("Once a day, at %(time)s", time=label)) for value, label in HALF_HOURS]
        form.digest.choices = [("", _("As they come")), *once]
        return form

    @property
    def quiet(self) -> tuple[int, int] | None:
        """The chosen hours, in minutes after midnight."""
        if not self.keeps_quiet.data:
            return None
        return _minutes(self.quiet_from.data), _minutes(self.quiet_until.data)

    @property
    def digest_minutes(self) -> int | None:
        """The chosen hour, in minutes after midnight."""
        return _minutes(self.digest.data) if self.digest.data else None

    def validate_quiet_until(self, field: Field) -> None:
        """Hours that begin and end at once are none."""
        if self.keeps_quiet.data and field.data == self.quiet_from.data:
            raise ValidationError(
                _("Quiet hours need an end that differs from their beginning. Or switch them off.")
            )

    def validate_digest(self, field: Field) -> None:
        """An hour at which nothing may be sent would only move the mails to another."""
        if field.data and self.quiet and is_between(_minutes(field.data), self.quiet):
            raise ValidationError(
                _("This hour lies in your quiet hours. Please choose one outside them.")
            )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(clock: str) -> int:
    """Of one of the times on offer; another has its own message already."""
    return _TIMES.index(clock) * 30 if clock in _TIMES else 0


class RoleForm(FlaskForm):
    """Another role for a member."""

    role = SelectField(
        _l("Role"),
        choices=[
            (rules.Role.OWNER.value, _l("Owner")),
            (rules.Role.MENTOR.value, _l("Mentor")),
            (rules.Role.ASSISTANT.value, _l("Assistant")),
        ],
    )
