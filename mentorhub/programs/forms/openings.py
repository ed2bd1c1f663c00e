"""The form by which a visitor asks to be told when a cohort opens."""

from mentorhub.programs.forms.fields import email_field
from mentorhub.programs.forms.spam_guard import SpamGuarded, begun_field, subject_field


class OpeningForm(SpamGuarded):
    """An address, which its owner then confirms by the link that is mailed there."""

    email = email_field("opening")
    subject = subject_field("opening")
    begun = begun_field("opening")
