"""Numbers as people write them: digits with either separator, number words, `150rb`, `1,5 juta`, `dua puluh`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from replyguard.cooldown.lexicon import lexicon

_DIGITS = r"\d+(?:[.,]\d+)*"
_SMALL_SCALE = 100

Kind = Literal["money", "percent", "date", "clock", "weekday", "day", "period", "duration", "count"]


@dataclass(frozen=True)
class Value:
    """A value in a text. `start`, `end`: half-open, in characters; `amounts`: what it may mean, in the kind's unit.

    money: the sum; percent: points; date: month * 100 + day (month 0 where unsaid); clock: minutes of the day;
    weekday: 1 to 7; day: from today; period: `name`; duration: minutes; count: the number.
    `name`: the currency, the period, or `working` for a duration in working days.
    """

    kind: Kind
    start: int
    end: int
    amounts: frozenset[float] = frozenset()
    name: str = ""


def any_of(words: list[str] | tuple[str, ...] | dict[str, float] | dict[str, int]) -> str:
    """An alternation of `words`, longest first; blanks match any blank."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


@cache
def number_words() -> dict[str, float]:
    """Every language's number words and their values."""
    return {word: value for file in lexicon().files.values() for word, value in file.numbers.items()}


@cache
def scales() -> dict[str, float]:
    """Every language's words that multiply the number before them."""
    return {word: value for file in lexicon().files.values() for word, value in file.times.items()}


@cache
def teens() -> frozenset[str]:
    """Every language's words that add ten to the number before them (`dua belas`)."""
    return frozenset(word for file in lexicon().files.values() for word in file.teens)


@cache
def figures() -> str:
    """The pattern of a number in digits, with its scale."""
    return rf"{_DIGITS}(?:\s?(?:{any_of(scales())})\b)?"


@cache
def number() -> str:
    """The pattern of a number, digits or words, with its scale: `1,5 juta`, `150rb`, `dua puluh lima`."""
    words, times = any_of(number_words()), any_of([*scales(), *teens()])
    return rf"(?:{figures()}|(?:{words})\b(?:[\s-](?:{words}|{times})\b){{0,8}})"


def read_number(text: str) -> float:
    """The value of what `number()` matched."""
    total, last = 0.0, 0.0
    for part in re.findall(rf"{_DIGITS}|[^\W\d_]+", text):
        if part[0].isdigit():
            last = _digits(part)
            total += last
        elif part in teens():
            total += 10
        elif part in scales():
            total = _times(total, last, scales()[part])
            last = 0.0
        else:
            last = number_words().get(part, 0.0)
            total += last
    return total


def _times(total: float, last: float, scale: float) -> float:
    # 'seratus lima puluh': the ten is of the five, not of the hundred.
    if scale <= _SMALL_SCALE and last < scale:
        return total - last + max(last, 1) * scale
    return max(total, 1) * scale


def _digits(text: str) -> float:
    groups = re.split(r"[.,]", text)
    if len(groups) == 1:
        return float(text)
    head, last = groups[:-1], groups[-1]
    thousands = all(len(group) == 3 for group in groups[1:]) and groups[0] != "0"
    return float("".join(groups)) if thousands else float(f"{''.join(head)}.{last}")


def near(one: float, other: float) -> bool:
    """True where the two are the same amount, give or take the rounding of floats."""
    return abs(one - other) < 1e-6 * max(1.0, abs(one))
