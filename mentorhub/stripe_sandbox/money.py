"""Stripe's currencies: decimals, steps, minimum and maximum amounts (https://docs.stripe.com/currencies)."""

from decimal import Decimal, InvalidOperation

from mentorhub.stripe_sandbox.errors import ApiError, ParameterError

ZERO_DECIMAL_CODES = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf"
ZERO_DECIMAL = frozenset(ZERO_DECIMAL_CODES.split())
THREE_DECIMAL = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})
IN_HUNDREDS = frozenset({"ugx", "isk"})  # passed times 100, and divisible by 100
CURRENCY_CODES = """
    usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd
    bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp
    gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw
    kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad
    ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek
    sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx usdc uyu uzs vnd vuv
    wst xaf xcd xcg xof xpf yer zar zmw
"""
CURRENCIES = frozenset(CURRENCY_CODES.split())
LEAST = {
    "usd": 50, "eur": 50, "gbp": 30, "aed": 200, "aud": 50, "cad": 50, "nzd": 50, "sgd": 50,
    "brl": 50, "chf": 50, "czk": 1500, "dkk": 250, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50,
    "mxn": 1000, "myr": 200, "nok": 300, "pln": 200, "ron": 200, "sek": 300, "thb": 1000,
}  # fmt: skip


def checked_currency(text: str, *, param: str) -> str:
    """Return the code in lower case, or refuse one Stripe does not know."""
    code = text.lower()
    if code not in CURRENCIES:
        raise ParameterError(
            f"Invalid currency: {code}. Stripe currently supports these currencies: "
            f"{', '.join(sorted(CURRENCIES))}",
            param=param,
        )
    return code


def check_step(amount: int, *, currency: str, param: str) -> None:
    """Refuse an amount the currency cannot carry: 3-decimal ones end in 0, ugx and isk in 00."""
    step = 10 if currency in THREE_DECIMAL else 100 if currency in IN_HUNDREDS else 1
    if amount % step:
        raise ParameterError(
            f"Invalid integer: {amount}. Amounts in {currency} must be divisible by {step}.",
            param=param,
        )
    digits = 12 if currency == "idr" else 8
    if amount >= 10**digits:
        most = display(10**digits - 1, currency=currency)
        raise ParameterError(
            f"Amount must be no more than {most}", code="amount_too_large", param=param
        )


def is_chargeable(amount: int, *, currency: str) -> bool:
    """Whether a card can be charged that amount (zero is not charged at all)."""
    return amount >= LEAST.get(currency, 1)


def display(amount: int, *, currency: str) -> str:
    """Return the amount for people: `12.50 USD`."""
    decimals = _decimals(currency)
    return f"{Decimal(amount).scaleb(-decimals):,.{decimals}f} {currency.upper()}"


def parsed(text: str, *, currency: str) -> int:
    """Return what a person typed, such as `12.50`, in minor units; refuses anything else."""
    try:
        amount = Decimal(text.strip()).scaleb(_decimals(currency))
    except InvalidOperation as error:
        raise ApiError("Enter an amount, such as 12.50.", param="amount") from error
    if not amount.is_finite() or amount <= 0 or amount != amount.to_integral_value():
        raise ApiError("Enter an amount, such as 12.50.", param="amount")
    return int(amount)


def _decimals(currency: str) -> int:
    return 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
