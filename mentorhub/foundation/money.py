"""Money in integer minor units with its currency. Decimal only; Stripe's tables of odd currencies and minimums.

Source of the tables: docs.stripe.com/currencies (zero-decimal, three-decimal, minimum charge amounts).
"""

import re
from decimal import Decimal

from babel import Locale
from babel.core import get_global
from babel.numbers import (
    format_currency,
    get_currency_name,
    get_currency_symbol,
    get_territory_currencies,
    is_currency,
)

ZERO_DECIMAL = frozenset("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split())
THREE_DECIMAL = frozenset("bhd jod kwd omr tnd".split())
WHOLE_HUNDREDS = frozenset({"ugx", "isk"})  # sent ×100, but only whole units are charged
MINIMUM_MINOR = {
    "usd": 50, "eur": 50, "gbp": 30, "aed": 200, "aud": 50, "cad": 50, "nzd": 50, "sgd": 50,
    "brl": 50, "chf": 50, "czk": 1500, "dkk": 250, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50,
    "mxn": 1000, "myr": 200, "nok": 300, "pln": 200, "ron": 200, "sek": 300, "thb": 1000,
}  # fmt: skip
_TYPED = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,3}))?")
_GROUPED = re.compile(r"[0-9]+,[0-9]{3}")  # a thousand to one reader, one to another
# What people can pay in; those that no bank keeps any more are left out. Same page, "presentment currencies".
OFFERED = frozenset(
    """aed afn all amd aoa ars aud awg azn bam bbd bdt bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp
    cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils
    inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr
    mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek
    sgd shp sle sos srd szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer
    zar zmw""".split()
)
LARGEST_MINOR = 99_999_999  # Stripe takes eight digits


def exponent(currency: str) -> int:
    """How many decimal digits the currency's minor unit has: 0, 2 or 3."""
    code = currency.lower()
    if code in ZERO_DECIMAL:
        return 0
    return 3 if code in THREE_DECIMAL else 2


def to_minor(amount: Decimal, currency: str) -> int:
    """Exact minor units; raises `ValueError` where the amount has more digits than the currency."""
    scaled = amount.scaleb(exponent(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} has more digits than {currency.upper()} allows")
    return int(scaled)


def typed_minor(text: str, currency: str) -> int:
    """Minor units of an amount above nothing as people type it.

    Raises `ValueError` for what is none, can be read in two ways ("1,000"), or cannot be sent by Stripe.
    """
    found = _TYPED.fullmatch(text.strip("€$£¥ "))
    if found is None or _GROUPED.fullmatch(found.group()):
        raise ValueError(text)
    whole, rest = found.group(1), found.group(2) or "0"
    if rest != "0" and len(rest) > exponent(currency):
        raise ValueError(text)
    minor = to_minor(Decimal(f"{whole}.{rest}"), currency)
    if minor <= 0 or minor % step_minor(currency):
        raise ValueError(text)
    return minor


def from_minor(amount_minor: int, currency: str) -> Decimal:
    """The amount in whole units, exactly."""
    return Decimal(amount_minor).scaleb(-exponent(currency))


def minimum_minor(currency: str) -> int:
    """The smallest charge Stripe takes; 1 where its table names none."""
    return MINIMUM_MINOR.get(currency.lower(), 1)


def is_chargeable(amount_minor: int, currency: str) -> bool:
    """Whether Stripe can charge exactly this amount (free is not a charge) in a currency there is."""
    code = currency.lower()
    if not is_currency(code.upper()) or not minimum_minor(code) <= amount_minor <= LARGEST_MINOR:
        return False
    return amount_minor % step_minor(code) == 0


def step_minor(currency: str) -> int:
    """What every amount Stripe takes or gives back is a multiple of: 1 for most currencies."""
    code = currency.lower()
    if code in THREE_DECIMAL:
        return 10
    return 100 if code in WHOLE_HUNDREDS else 1


def currency_names(*, locale: str) -> dict[str, str]:
    """{code: name} of every currency on offer, by name: "nok" is "Norwegian Krone"."""
    names = {code: get_currency_name(code.upper(), locale=locale) for code in OFFERED}
    return dict(sorted(names.items(), key=lambda named: named[1].casefold()))


def usual_currency(*, zone: str, locale: str) -> str:
    """What is paid with where this IANA zone is, else where this locale is; euro where neither says."""
    place = get_global("zone_territories").get(zone) or Locale.parse(locale).territory
    codes = [code.lower() for code in get_territory_currencies(place)] if place else []
    return next((code for code in codes if code in OFFERED), "eur")


def in_parts(amount_minor: int, *, count: int, step_minor: int = 1) -> tuple[int, ...]:
    """The amount in `count` parts that add up to it exactly; each is a multiple of the step where the whole is.

    All are alike but the first, which takes what is left over.
    """
    share = amount_minor // (count * step_minor) * step_minor
    return (amount_minor - share * (count - 1), *[share] * (count - 1))


def spoken(amount_minor: int, currency: str, *, locale: str) -> str:
    """For people, by their locale: "€640", "€640.50", "¥500"; never a trailing ".00"."""
    amount, code = from_minor(amount_minor, currency), currency.upper()
    if amount != amount.to_integral_value():
        return _spaced(format_currency(amount, code, locale=locale), code, locale=locale)
    pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace(".00", "")
    words = format_currency(amount, code, locale=locale, format=pattern, currency_digits=False)
    return _spaced(words, code, locale=locale)


def _spaced(words: str, code: str, *, locale: str) -> str:
    """A symbol of emails stands off its number, as CLDR's currencySpacing asks; Babel leaves it out."""
    symbol = get_currency_symbol(code, locale=locale)
    before, found, after = words.partition(symbol)
    is_close = symbol[-1].isalpha() and after[:1].isdigit()
    return f"{before}{found}\u00a0{after}" if is_close else words
