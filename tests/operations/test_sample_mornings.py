"""The sample of a morning email holds just what a real one holds."""

import datetime as dt
from typing import Any

from flask import Flask

from mentorhub.foundation import clock
from mentorhub.mail.outbox import OutboxMail
from mentorhub.operations.sample_mornings import morning
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.periodic import send_mornings
from mentorhub.workspace.rules.details import PartialDate
from mentorhub.workspace.rules.rhythm import Tier
from tests.support import notebooks


def _shape(value: Any) -> Any:
    """The names in it, without what they stand for; of a list, those of all its items."""
    if isinstance(value, dict):
        return {name: _shape(each) for name, each in value.items()}
    return [_shape(each) for each in value] if isinstance(value, list) else None


def test_the_sample_holds_just_what_a_real_one_holds(in_app: Flask) -> None:
    amara, day = notebooks.notebook(), notebooks.today()
    planned = notebooks.person(amara, "Tomáš", birthday=PartialDate(day.month, day.day, 1980))
    notebooks.talked(amara, planned, 3, note="He looks for a flat.")
    schedule_follow_up(planned, viewer=amara, due_on=day)
    add_promise(planned, viewer=amara, what="Write", due_on=day)
    notebooks.talked(amara, notebooks.person(amara, "Jana", tier=Tier.INNER), 30)
    noon = clock.now().replace(hour=12)
    clock.advance(noon - clock.now() + dt.timedelta(days=1))
    send_mornings()
    (mail,) = [one for one in notebooks.stored(OutboxMail) if "morning" in one.kind]
    sample = morning("https://mentors.example.org")
    sample.pop("subject")
    week = sample.pop("check_ins")
    real = dict(mail.context)
    assert real.pop("check_ins") == [] and week
    assert _shape(real) == _shape(sample)
