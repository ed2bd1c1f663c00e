"""For whom a request asks, and which day it is for them."""

import datetime as dt

from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from mentorhub.web.api.callers import Caller, caller, enter


def test_it_is_another_day_elsewhere(app: Flask) -> None:
    with app.test_request_context("/"):
        enter(Caller(7, "Pacific/Kiritimati", "a"))
        here = clock.now().date()
        assert caller().viewer == USER(7)
        assert caller().today - here in {dt.timedelta(0), dt.timedelta(days=1)}
        west = Caller(7, "Pacific/Niue", "a").today
        assert caller().today - west == dt.timedelta(days=1)  # 25 hours apart
