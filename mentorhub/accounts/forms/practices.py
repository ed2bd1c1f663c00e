"""A practice's payments, roles and invitations."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    Form,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired

from mentorhub.accounts.forms.fields import could_exist, own_name, plain
from mentorhub.accounts.rules.practices import (
    SUFFIX_MAX,
    Role,
    SuffixMisshapen,
    refuse_misshapen_suffix,
)
from mentorhub.web.versioned_forms import VersionedForm


def is_suffix(_form: Form, field: Field) -> None:
    """Refuse what a card statement cannot end in."""
    try:
        refuse_misshapen_suffix(field.data)
    except SuffixMisshapen as error:
        raise ValidationError(
            _(
                "Please use up to %(max)d Latin letters, digits and spaces, with at least one letter; "
                "banks do not take < > \\ ' \" and *.",
                max=SUFFIX_MAX,
            )
        ) from error


class PaymentSettingsForm(VersionedForm):
    """How a practice's payment pages take money."""

    takes_promotion_codes = BooleanField(_l("Take promotion codes"))
    takes_delayed_methods = BooleanField(_l("Take payments that arrive later"))
    collects_tax = BooleanField(_l("Let Stripe work out the tax"))
    statement_suffix = StringField(
        _l("Words on the card statement"), filters=[plain], validators=[is_suffix]
    )


ROLES = [
    (Role.OWNER.value, _l("Owner")),
    (Role.MENTOR.value, _l("Mentor")),
    (Role.ASSISTANT.value, _l("Assistant")),
]


class RoleForm(FlaskForm):
    """Another role for a member."""

    role = SelectField(_l("Role"), choices=ROLES)


class InvitationForm(FlaskForm):
    """Who is invited to a practice, and as what."""

    email = EmailField(
        _l("Email"),
        filters=[plain],
        validators=[
            DataRequired(_l("Please give the address of the person you invite.")),
            could_exist,
        ],
    )
    role = SelectField(_l("Role"), choices=ROLES, default=Role.MENTOR.value)


class JoinForm(FlaskForm):
    """Who accepts an invitation and has no account yet."""

    name = own_name()
