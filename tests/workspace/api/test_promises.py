"""What only promises have: words that must be there, and a day that may go. The rest: `test_plans.py`."""

from tests.support.api import told
from tests.workspace.api.conftest import Tomas
from tests.workspace.api.test_plans import planned


def test_a_promise_has_words_and_may_lose_its_day(amara: Tomas) -> None:
    path = f"/promises/{planned(amara, 'promises')['id']}"
    for what in ("", None):
        assert told(amara.send("PATCH", path, json={"what": what}), 422)["errors"][0]["field"] == (
            "what"
        )
    assert amara.send("PATCH", path, json={"due_on": None}).get_json()["due_on"] is None
