"""Name and address, asked with the press itself."""

from flask_wtf import FlaskForm

from mentorhub.programs.forms import email_field, name_field


class ArrivalForm(FlaskForm):
    """Two fields and the button; their messages are those of the whole house."""

    name = name_field("enrol")
    email = email_field("enrol")
