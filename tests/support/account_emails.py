"""Reading the outbox as the addressee would: the newest mail of a kind, and the address of its link."""

import re

from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render


def mails(app: Flask, kind: str = "") -> list[OutboxMail]:
    """What was written, oldest first; `kind` such as "sign_in_link"."""
    with app.app_context(), reading(viewer=SYSTEM) as session:
        found = list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))
        session.expunge_all()
        for mail in found:
            mail.text_body, mail.html_body = render(mail)
        db.session.rollback()
    return [mail for mail in found if kind in mail.kind]


def link_of(app: Flask, kind: str) -> str:
    """The path of the newest such mail's link, the same in both its forms."""
    mail = mails(app, kind)[-1]
    found = re.search(r"^http://localhost(/\S+)$", mail.text_body, re.MULTILINE)
    assert found, mail.text_body
    assert f'href="http://localhost{found.group(1)}"' in mail.html_body.replace("&amp;", "&")
    return found.group(1)
