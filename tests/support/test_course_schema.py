"""The kept list sees a property that is missing, unknown or wrongly written."""

from flask import Flask
from flask.testing import FlaskClient

from tests.support import factories
from tests.support.course_schema import REQUIRED, WITH_COHORT, course_on, problems


def test_the_kept_list_sees_whatever_is_missing_or_wrong(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.scene()
    good = course_on(client.get("/programs/power-networking").text)
    assert problems(good) == []
    (offer,), (instance,) = good["offers"], good["hasCourseInstance"]
    schedule, instructor = instance["courseSchedule"], instance["instructor"]
    for thing in (good, good["provider"], offer, instance, schedule, instructor):
        for name in {*REQUIRED[thing["@type"]], "@type"}:
            value = thing.pop(name)
            assert problems(good), name
            thing[name] = value
    for name in WITH_COHORT:
        value = good.pop(name)
        assert problems(good) == [f"Course: no {name}"]
        good[name] = value
    wrong = {
        "price": "640,00",
        "category": "Cheap",
        "availability": "InStock",
        "validFrom": "2026-01-01",
    }
    for name, value in wrong.items():
        right, offer[name] = offer[name], value
        assert len(problems(good)) == 1, name
        offer[name] = right
    assert problems(good) == []
    offer["seller"] = "me"
    assert problems(good) == ["Offer: seller is not known"]
