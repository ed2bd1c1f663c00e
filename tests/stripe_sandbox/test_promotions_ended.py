"""Coupons and codes that end: each account's own, deleted, ended, and taken up again."""

from collections.abc import Callable
from typing import Any

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.stripe_sandbox.test_promotions import promotion, type_code
from tests.support.shop import connected, open_checkout, pay


def test_each_account_has_its_own_coupons_and_codes(running: RunningSandbox) -> None:
    one, other = connected(running, "acct_1"), connected(running, "acct_2")
    promotion(one, {"percent_off": 25, "id": "EARLY"}, code="EARLY")
    promotion(other, {"percent_off": 50, "id": "EARLY"}, code="EARLY")
    assert [client.coupons.retrieve("EARLY").percent_off for client in (one, other)] == [25, 50]
    for client, total in ((one, 9_000), (other, 6_000)):
        checkout = open_checkout(client, allow_promotion_codes=True)
        assert type_code(checkout, "early").status_code == 303
        assert client.checkout.sessions.retrieve(checkout.id).amount_total == total
    (code,) = one.promotion_codes.list(params={"code": "EARLY"}).data
    with pytest.raises(stripe.InvalidRequestError, match="No such"):
        open_checkout(other, discounts=[{"promotion_code": code.id}])


def test_a_code_that_was_ended_is_taken_no_more_until_it_is_taken_up_again(
    client: V1Services,
) -> None:
    coupon, code = promotion(client, {"percent_off": 25}, code="QUARTER", metadata={"a": "b"})
    ended = client.promotion_codes.update(code.id, params={"active": False})
    assert (ended.active, ended.code) == (False, "QUARTER")
    checkout = open_checkout(client, allow_promotion_codes=True)
    assert type_code(checkout, "QUARTER").status_code == 422
    with pytest.raises(stripe.InvalidRequestError, match="inactive"):
        open_checkout(client, discounts=[{"promotion_code": code.id}])
    assert client.promotion_codes.list(params={"active": True, "coupon": coupon.id}).data == []
    client.promotion_codes.update(code.id, params={"active": True, "metadata": {"a": ""}})
    assert type_code(checkout, "QUARTER").status_code == 303
    (found,) = client.promotion_codes.list(params={"active": True, "coupon": coupon.id}).data
    assert found.metadata is not None
    assert found.metadata.to_dict() == {}


def test_a_code_is_not_taken_up_again_beside_another(client: V1Services) -> None:
    coupon, code = promotion(client, code="FRIEND")
    client.promotion_codes.update(code.id, params={"active": False})
    again: Any = {"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "friend"}
    client.promotion_codes.create(params=again)
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        client.promotion_codes.update(code.id, params={"active": True})
    assert client.promotion_codes.retrieve(code.id).active is False


def test_a_deleted_coupon_ends_its_codes_and_leaves_open_checkouts_alone(
    running: RunningSandbox, client: V1Services
) -> None:
    coupon, code = promotion(client, {"percent_off": 25, "id": "EARLY"}, code="EARLY")
    _, other = promotion(client, {"percent_off": 10}, code="OTHER")
    checkout = open_checkout(client, discounts=[{"promotion_code": code.id}])
    deleted = client.coupons.delete(coupon.id)
    assert (deleted.id, deleted.deleted) == ("EARLY", True)
    assert [one.percent_off for one in client.coupons.list().data] == [10]
    assert client.promotion_codes.retrieve(code.id).active is False
    assert client.promotion_codes.retrieve(other.id).active is True
    acts: tuple[Callable[[], object], ...] = (
        lambda: client.coupons.retrieve("EARLY"),
        lambda: client.coupons.delete("EARLY"),
        lambda: open_checkout(client, discounts=[{"coupon": "EARLY"}]),
        lambda: promotion(client, None, promotion={"type": "coupon", "coupon": "EARLY"}),
        lambda: client.promotion_codes.update(code.id, params={"active": True}),
    )
    for act in acts:
        with pytest.raises(stripe.InvalidRequestError, match="No such coupon"):
            act()
    assert pay(running, checkout.id).status_code == 200
    assert client.checkout.sessions.retrieve(checkout.id).amount_total == 9_000
    assert client.coupons.create(params={"percent_off": 5, "id": "EARLY"}).percent_off == 5
    assert client.promotion_codes.retrieve(code.id).active is False
