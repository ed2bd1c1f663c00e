"""The store: one writer at a time, all or nothing, stored in a file."""

import sqlite3
import threading
from pathlib import Path

import pytest

from mentorhub.stripe_sandbox.store import Store

DOC = {"object": "customer", "id": "cus_1", "created": 1}


def test_a_transaction_does_not_nest() -> None:
    store = Store()
    with store.changing(), pytest.raises(RuntimeError, match="do not nest"), store.changing():
        pass
    with store.changing():
        pass
    store.close()


def test_nothing_is_read_outside_a_transaction() -> None:
    store = Store()
    with pytest.raises(RuntimeError, match="inside changing"):
        store.get("customer", "cus_1", account="")
    store.close()


def test_an_exception_undoes_the_whole_transaction() -> None:
    store = Store()
    with pytest.raises(KeyError), store.changing():
        store.put(DOC, account="")
        raise KeyError
    with store.changing():
        assert store.get("customer", "cus_1", account="") is None
    store.close()


def test_a_document_is_replaced_in_its_place() -> None:
    store = Store()
    with store.changing():
        for number in (1, 2):
            store.put({**DOC, "id": f"cus_{number}"}, account="")
        place = store.sequence("cus_1", account="", kind="customer")
        store.put({**DOC, "name": "Ada"}, account="")
        assert store.get("customer", "cus_1", account="") == {**DOC, "name": "Ada"}
        assert store.sequence("cus_1", account="", kind="customer") == place
    store.close()


def test_what_is_due_comes_earliest_first_and_only_once_its_time_has_come() -> None:
    store = Store()
    with store.changing():
        for number, due_at in ((1, 30), (2, 10), (3, 40), (4, None)):
            store.put({**DOC, "id": f"cus_{number}"}, account="", due_at=due_at)
        assert [doc["id"] for _, doc in store.due(30)] == ["cus_2", "cus_1"]
    store.close()


def test_documents_are_found_by_their_parent() -> None:
    store = Store()
    with store.changing():
        store.put({**DOC, "object": "refund", "id": "re_1"}, account="", parent="ch_1")
        store.put({**DOC, "object": "refund", "id": "re_1", "name": "again"}, account="")
        assert [doc["name"] for doc in store.children("refund", "ch_1")] == ["again"]
    store.close()


def test_writers_wait_for_each_other() -> None:
    store = Store()

    def count() -> None:
        for _ in range(50):
            with store.changing():
                number = int(store.setting("number", default="0"))
                store.set_setting("number", value=str(number + 1))

    writers = [threading.Thread(target=count) for _ in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(10)
    with store.changing():
        assert store.setting("number", default="0") == "200"
    store.close()


def test_only_a_change_wakes_who_waits_for_one() -> None:
    store = Store()
    store.changed.clear()
    with store.changing():
        store.setting("number", default="0")
    assert not store.changed.is_set()
    with store.changing():
        store.set_setting("number", value="1")
    assert store.changed.is_set()
    store.close()


def test_a_file_keeps_what_was_committed(tmp_path: Path) -> None:
    for expected in (None, DOC):
        store = Store(tmp_path / "deep" / "folder")
        with store.changing():
            assert store.get("customer", "cus_1", account="") == expected
            store.put(DOC, account="")
        store.close()


def test_each_account_has_its_own_object_of_an_id() -> None:
    store = Store()
    coupon = {"object": "coupon", "id": "EARLY"}
    with store.changing():
        store.put({**coupon, "name": "mine"}, account="acct_1")
        store.put({**coupon, "name": "theirs"}, account="acct_2")
        found = [store.get("coupon", "EARLY", account=f"acct_{n}") for n in (1, 2, 3)]
    assert found == [{**coupon, "name": "mine"}, {**coupon, "name": "theirs"}, None]
    store.close()


def test_a_store_of_before_keeps_its_objects_and_their_order(tmp_path: Path) -> None:
    file = sqlite3.connect(tmp_path / "stripe_sandbox.sqlite3")
    file.executescript(
        "CREATE TABLE objects (seq INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL,"
        " kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE, parent TEXT, due_at INTEGER,"
        " doc TEXT NOT NULL);"
        "CREATE INDEX objects_by_kind ON objects (account, kind, seq);"
        "INSERT INTO objects VALUES (7, '', 'customer', 'cus_1', 'p', 5, '{\"id\": \"cus_1\"}')"
    )
    file.close()
    for _ in range(2):
        store = Store(tmp_path)
        with store.changing():
            assert store.sequence("cus_1", account="", kind="customer") == 7
            assert store.due(5) == [("", {"id": "cus_1"})]
            assert store.children("customer", "p") == [{"id": "cus_1"}]
            store.put(DOC, account="acct_1")
            place = store.sequence("cus_1", account="acct_1", kind="customer")
            assert place is not None
            assert place > 7
        store.close()
