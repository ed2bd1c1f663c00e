"""Settings of Stripe: a key is one, secrets are several, and the platform's fee is in bounds."""

import pytest

from mentorhub.foundation.stripe_settings import platform_fee_from, stripe_key, webhook_secrets

FEE = "MENTORHUB_PLATFORM_FEE_BPS"


@pytest.mark.parametrize(("value", "fee"), [("", 0), ("0", 0), (" 250 ", 250), ("5000", 5000)])
def test_the_platforms_fee_is_read_in_basis_points(value: str, fee: int) -> None:
    assert platform_fee_from({FEE: value}) == fee


def test_no_fee_is_taken_unless_it_is_set() -> None:
    assert platform_fee_from({}) == 0


@pytest.mark.parametrize("value", ["-1", "5001", "2.5", "2,5", "250%", "1e3", "٢٥٠"])
def test_a_fee_out_of_bounds_stops_the_start(value: str) -> None:
    with pytest.raises(ValueError, match=FEE):
        platform_fee_from({FEE: value})


def test_secrets_are_several_and_keys_begin_as_stripes_do() -> None:
    assert webhook_secrets("whsec_a, whsec_b,whsec_c") == ("whsec_a", "whsec_b", "whsec_c")
    assert stripe_key("rk_test_1") == "rk_test_1"
    for value in ("", "secret", "whsec_a,b"):
        with pytest.raises(ValueError, match="STRIPE_WEBHOOK_SECRET"):
            webhook_secrets(value)
    with pytest.raises(ValueError, match="STRIPE_SECRET_KEY"):
        stripe_key("pk_test_1")
