"""Customers: create, retrieve, update, delete, list."""

from typing import Any

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ParameterError
from mentorhub.stripe_sandbox.listing import listed
from mentorhub.stripe_sandbox.objects import directory
from mentorhub.stripe_sandbox.objects.fields import ADDRESS, filled
from mentorhub.stripe_sandbox.store import Doc


def create(call: Call, params: dict[str, Any]) -> Doc:
    """POST /v1/customers"""
    given = {**params, "metadata": _set_only(params.get("metadata"))}
    customer = call.save(directory.customer(now=call.now, **given))
    call.emit("customer.created", customer)
    return customer


def retrieve(call: Call, customer_id: str) -> Doc:
    """GET /v1/customers/<id>: a deleted one is answered with `deleted: true`."""
    customer = call.find("customer", customer_id)
    return _stub(customer) if customer.get("deleted") else customer


def update(call: Call, params: dict[str, Any], customer_id: str) -> Doc:
    """POST /v1/customers/<id>"""
    customer = existing(call, customer_id)
    given = dict(params)
    if "metadata" in given:
        given["metadata"] = merged(customer["metadata"], given["metadata"])
    if given.get("address"):
        given["address"] = filled(ADDRESS, **given["address"])
    previous = {name: customer[name] for name, value in given.items() if customer[name] != value}
    customer.update(given)
    call.save(customer)
    if previous:
        call.emit("customer.updated", customer, previous=previous)
    return customer


def delete(call: Call, customer_id: str) -> Doc:
    """DELETE /v1/customers/<id>: lists leave it out from now on."""
    customer = existing(call, customer_id)
    call.emit("customer.deleted", customer)
    customer["deleted"] = True
    call.save(customer)
    return _stub(customer)


def list_all(call: Call, params: dict[str, Any]) -> Doc:
    """GET /v1/customers, by email if given (case matters, as at Stripe)."""
    return listed(
        call,
        "customer",
        params,
        url="/v1/customers",
        equal={"email": params.get("email")},
        where={"json_extract(doc, '$.deleted') IS ?": None},
    )


def existing(call: Call, customer_id: str, *, param: str = "id") -> Doc:
    """Return a customer that is there and not deleted, or refuse."""
    customer = call.store.get("customer", customer_id, account=call.account)
    if param == "id" and customer is None:
        return call.find("customer", customer_id)
    if customer is None or customer.get("deleted"):
        raise ParameterError(
            f"No such customer: '{customer_id}'", code="resource_missing", param=param
        )
    return customer


def merged(old: Doc | None, given: Doc | None) -> Doc:
    """Return metadata after an update: an empty value unsets its key, an empty whole unsets all."""
    return {} if given is None else _set_only({**(old or {}), **given})


def _set_only(metadata: Doc | None) -> Doc:
    return {key: value for key, value in (metadata or {}).items() if value != ""}


def _stub(customer: Doc) -> Doc:
    return {"id": customer["id"], "object": "customer", "deleted": True}
