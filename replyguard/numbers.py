"""Numbers that are personal by their form: they have a check digit, a register or a numbering plan behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replyguard.languages.matching import compiled
from replyguard.languages.text import Span

# RE2: `re` would start anew at each character of a long word, and cost its square.
_EMAIL = compiled(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", exact=True)
_DIGIT = re.compile(r"\d")
# The fewest digits of a telephone number without a country code, and of what `_LONG` finds.
_PHONE_DIGITS, _LONG_DIGITS = 7, 13
_LONG = re.compile(r"(?<![\w/.-])\d(?:[ -]?\d){12,18}(?![\w/-]|\.\d)")
_TAX = re.compile(r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)")
_MONEY_BEFORE = re.compile(r"(?:rp|idr|usd|\$|£|€|inv|resi|order|pesanan|invoice|awb)[ .:#/]*\S{0,3}$", re.IGNORECASE)


def found(text: str) -> Iterator[tuple[str, Span]]:
    """Kind and place of each, in characters of `text`; kinds may claim the same characters."""
    if "@" in text:
        yield from (("email", Span(*match.span())) for match in _EMAIL.finditer(text))
    yield from (("npwp", Span(*match.span())) for match in _TAX.finditer(text))
    digits = len(_DIGIT.findall(text))
    if digits >= _LONG_DIGITS:
        yield from _long(text)
    if digits >= _PHONE_DIGITS or (digits and "+" in text):
        yield from _phones(text)


def _long(text: str) -> Iterator[tuple[str, Span]]:
    from stdnum import luhn
    from stdnum.id import nik

    for match in _LONG.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) == 16 and nik.is_valid(digits):
            yield "nik", Span(*match.span())
        elif _of_a_card(digits) and luhn.is_valid(digits):
            yield "card", Span(*match.span())


def _of_a_card(digits: str) -> bool:
    # 62 8… is a mobile number; 2221 to 2720 are Mastercard's newer ones.
    if digits[0] in "3456":
        return not digits.startswith("628")
    return len(digits) == 16 and "2221" <= digits[:4] <= "2720"


def _phones(text: str) -> Iterator[tuple[str, Span]]:
    from phonenumbers import PhoneNumberMatcher

    for match in PhoneNumberMatcher(text, "ID"):
        if not _MONEY_BEFORE.search(text, max(0, match.start - 12), match.start):
            yield "phone", Span(match.start, match.end)
