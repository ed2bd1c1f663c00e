"""Customers as the API offers them."""

import pytest
import stripe
from stripe._v1_services import V1Services

from tests.support.shop import open_checkout, types


def test_a_customer_is_created_found_by_email_and_updated(client: V1Services) -> None:
    ada = client.customers.create(
        params={"email": "ada@example.com", "metadata": {"user": "7", "old": "x"}}
    )
    client.customers.create(params={"email": "bob@example.com"})
    found = client.customers.list(params={"email": "ada@example.com"}).data
    assert [one.id for one in found] == [ada.id]
    metadata = {"old": "", "new": "y"}
    changed = client.customers.update(ada.id, params={"name": "Ada", "metadata": metadata})
    assert changed.metadata is not None
    assert (changed.name, changed.metadata.to_dict()) == ("Ada", {"user": "7", "new": "y"})
    assert types(client) == ["customer.created", "customer.created", "customer.updated"]
    event = client.events.list(params={"type": "customer.updated"}).data[0]
    assert event.data.previous_attributes is not None
    assert event.data.previous_attributes["name"] is None


def test_an_empty_value_unsets_a_field_and_all_metadata(client: V1Services) -> None:
    ada = client.customers.create(params={"name": "Ada", "metadata": {"user": "7"}})
    bare = client.customers.update(ada.id, params={"name": "", "metadata": ""})
    assert bare.metadata is not None
    assert (bare.name, bare.metadata.to_dict()) == (None, {})


def test_an_update_that_changes_nothing_emits_nothing(client: V1Services) -> None:
    ada = client.customers.create(params={"name": "Ada"})
    client.customers.update(ada.id, params={"name": "Ada"})
    assert types(client) == ["customer.created"]


def test_a_deleted_customer_can_only_be_retrieved(client: V1Services) -> None:
    ada = client.customers.create()
    assert client.customers.delete(ada.id).deleted is True
    assert client.customers.retrieve(ada.id).deleted is True
    assert client.customers.list().data == []
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        client.customers.update(ada.id, params={"name": "Ada"})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_checkout(client, customer=ada.id)
    assert refused.value.param == "customer"
    assert types(client)[-1] == "customer.deleted"


def test_an_address_has_every_field(client: V1Services) -> None:
    ada = client.customers.create(params={"address": {"city": "Bern"}})
    assert ada.address is not None
    assert (ada.address.city, ada.address.line1) == ("Bern", None)
    moved = client.customers.update(ada.id, params={"address": {"country": "CH"}})
    assert moved.address is not None
    assert (moved.address.city, moved.address.country) == (None, "CH")
    assert client.customers.update(ada.id, params={"address": ""}).address is None
