"""A download of one's data is notified by mail: on which device and when, once an hour for each device."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.accounts.actions.data import notify_of_download
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.kinds import Weight, all_kinds
from tests.support import factories
from tests.support.account_emails import mails

KIND = "accounts.data_taken"


@pytest.fixture
def amara(in_app: Flask) -> int:
    """A user in Oslo."""
    return factories.user("amara@example.org", timezone="Europe/Oslo")


def test_the_owner_is_notified_on_which_device_and_how_to_be_safe(
    in_app: Flask, amara: int
) -> None:
    notify_of_download(viewer=USER(amara), device=factories.device(amara))
    (notice,) = mails(in_app, KIND)
    assert (notice.to_address, notice.subject) == ("amara@example.org", "Your data was downloaded")
    assert "Firefox on Linux, from the network 203.0.113.0/24" in " ".join(notice.text_body.split())
    for path in ("/account/devices", "/password-resets"):
        assert f"http://localhost{path}" in notice.text_body
    assert all_kinds()[KIND].weight == Weight.SECURITY


def test_more_within_the_hour_sends_no_second_mail(in_app: Flask, amara: int) -> None:
    here, there = factories.device(amara), factories.device(amara)
    for minutes, device, count in ((0, here, 1), (30, here, 1), (31, there, 2), (61, here, 3)):
        with clock.moved(dt.timedelta(minutes=minutes)):
            notify_of_download(viewer=USER(amara), device=device)
        assert len(mails(in_app, KIND)) == count


def test_anothers_device_is_no_place_to_take_it_from(in_app: Flask, amara: int) -> None:
    device = factories.device(factories.user("bo@example.org"))
    with pytest.raises(NotFound):
        notify_of_download(viewer=USER(amara), device=device)
    assert mails(in_app, KIND) == []
