"""Every value a text states: money, percentages, dates, times, durations and plain numbers, with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from replyguard.cooldown.amounts import Kind, Value, any_of, figures, number, read_number
from replyguard.cooldown.lexicon import ClaimsFile, lexicon

_NOT_INSIDE = r"(?<![\w.,/@#-])"
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43200, "year": 525600}
# What looks like a number and is none: addresses, codes, always (24/7), list marks at a line's start.
_NO_VALUE = re.compile(
    r"\S+@\S+|https?://\S+|www\.\S+|24/7|\+\d[\d ()-]{7,}|\b0\d{2,3}[- ]?\d{3,4}[- ]?\d{3,5}\b"
    r"|#\S+|(?m:^\s*\d{1,2}[.)]\s)|\b\d+(?:\.\d+){2,}\b|\*\d+#"
)

Reading = Callable[[re.Match[str]], tuple[frozenset[float], str]]


@cache
def _searches() -> tuple[tuple[Kind, re.Pattern[str], Reading], ...]:
    n, files = number(), list(lexicon().files.values())
    signs = {sign: code for file in files for code, listed in file.currencies.items() for sign in listed}
    months = {word: value for file in files for word, value in file.months.items()}
    weekdays = {word: value for file in files for word, value in file.weekdays.items()}
    days = {word: value for file in files for word, value in file.days.items()}
    periods = {word: value for file in files for word, value in file.periods.items()}
    sign, month, unit = any_of(list(signs)), any_of(months), any_of(list(_units(files)))
    working, percent = any_of(_listed(files, "working")), any_of(_listed(files, "percent"))
    half = any_of(_listed(files, "morning") + _listed(files, "evening"))
    clock, hours = any_of(_listed(files, "clock")), any_of(_listed(files, "hours"))
    ordinal, date = any_of(_listed(files, "ordinals")), any_of(_listed(files, "dates"))
    spans = {word: value for file in files for word, value in file.spans.items()}

    def of(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"{_NOT_INSIDE}(?:{pattern})(?![\w]|'s\b)")

    return (
        ("percent", of(rf"(?P<n>{n})\s?(?:{percent})"), _amount),
        ("money", of(rf"(?P<sign>{sign})\.?\s?(?P<n>\d{{1,3}}(?: \d{{3}})+|{figures()})"), lambda m: _money(m, signs)),
        ("money", of(rf"(?P<n>{n})\s?(?P<sign>{sign})"), lambda m: _money(m, signs)),
        (
            "date",
            of(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[\s-](?P<m>{month})\.?(?:\s\d{{4}})?"),
            lambda m: _date(m, months),
        ),
        (
            "date",
            of(rf"(?P<m>{month})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"),
            lambda m: _date(m, months),
        ),
        ("date", of(r"\d{4}-(?P<m>\d\d)-(?P<d>\d\d)|(?P<d2>\d{1,2})[/](?P<m2>\d{1,2})(?:[/]\d{2,4})?"), _figures),
        (
            "date",
            of(rf"(?:{ordinal})\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)|(?:{date})\s(?P<d2>\d{{1,2}})"),
            _day_only,
        ),
        ("clock", of(rf"(?P<h>\d{{1,2}})(?:[.:](?P<min>\d\d))?\s?(?P<half>{half})\b\.?"), _clock),
        ("clock", of(r"(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)"), _clock),
        ("clock", of(rf"(?:{clock})\s(?P<h>[01]?\d|2[0-4])\.(?P<min>[0-5]\d)(?:\s?(?P<half>{half})\b)?"), _clock),
        ("duration", of(rf"(?P<times>\d+)\s?x\s?(?P<n>{n})\s?(?P<unit>{unit})(?:\s(?:{working}))?"), _duration),
        (
            "duration",
            of(rf"(?P<n>{n})[\s-]?(?P<w1>(?:{working})\s)?(?P<unit>{unit})(?P<w2>\s(?:{working})\b)?"),
            _duration,
        ),
        ("clock", of(rf"(?:{hours})\s(?P<h>{n})(?:\s(?P<half>{half})\b)?"), _clock),
        ("duration", of(any_of(spans)), lambda m: (frozenset({spans[_one_blank(m.group())]}), "")),
        ("period", of(any_of(list(periods))), lambda m: (frozenset(), periods[_one_blank(m.group())])),
        ("weekday", of(any_of(weekdays)), lambda m: (frozenset({float(weekdays[_one_blank(m.group())])}), "")),
        ("day", of(any_of(days)), lambda m: (frozenset({float(days[_one_blank(m.group())])}), "")),
        ("count", of(rf"(?P<n>{n})(?:\s?(?:st|nd|rd|th|x|kali)\b)?"), _amount),
    )


def _listed(files: list[ClaimsFile], field: str) -> list[str]:
    return [word for file in files for word in getattr(file, field)]


def _units(files: list[ClaimsFile]) -> dict[str, str]:
    return {word: name for file in files for name, listed in file.units.items() for word in listed}


def _one_blank(text: str) -> str:
    return " ".join(text.split())


def _amount(match: re.Match[str]) -> tuple[frozenset[float], str]:
    return frozenset({read_number(match["n"])}), ""


def _money(match: re.Match[str], signs: dict[str, str]) -> tuple[frozenset[float], str]:
    text = match["n"]
    value = read_number(text.replace(" ", "") if re.fullmatch(r"\d{1,3}(?: \d{3})+", text) else text)
    return frozenset({value}), signs[match["sign"]]


def _date(match: re.Match[str], months: dict[str, int]) -> tuple[frozenset[float], str]:
    return frozenset({months[match["m"]] * 100.0 + int(match["d"])}), ""


def _figures(match: re.Match[str]) -> tuple[frozenset[float], str]:
    if match["m"]:
        return frozenset({int(match["m"]) * 100.0 + int(match["d"])}), ""
    first, second = int(match["d2"]), int(match["m2"])
    # 5/12 is the 5th of December in most of the world and May 12 in some of it.
    return frozenset({second * 100.0 + first, first * 100.0 + second}), ""


def _day_only(match: re.Match[str]) -> tuple[frozenset[float], str]:
    return frozenset({float(match["d"] or match["d2"])}), ""


def _clock(match: re.Match[str]) -> tuple[frozenset[float], str]:
    groups = match.groupdict()
    hour = read_number(match["h"])
    minute = float(groups.get("min") or 0)
    half = groups.get("half") or ""
    evening = any(half in file.evening for file in lexicon().files.values())
    morning = any(half in file.morning for file in lexicon().files.values())
    if half and not (evening or morning):
        return frozenset(), ""
    if evening and hour < 12:
        return frozenset({(hour + 12) * 60 + minute}), ""
    if morning or hour > 12 or groups.get("min"):
        also = {(hour + 12) * 60 + minute} if not morning and hour <= 12 else set()
        return frozenset({(hour % 12 if morning else hour) * 60 + minute, *also}), ""
    return frozenset({hour * 60 + minute, (hour + 12) * 60 + minute}), ""


def _duration(match: re.Match[str]) -> tuple[frozenset[float], str]:
    groups = match.groupdict()
    unit = _units(list(lexicon().files.values()))[match["unit"]]
    minutes = read_number(match["n"]) * _MINUTES[unit] * float(groups.get("times") or 1)
    return frozenset({minutes}), "working" if groups.get("w1") or groups.get("w2") else ""


def values(text: str, *, every_reading: bool = False) -> Iterator[Value]:
    """The values of `text`, each place read once, by the most telling form; with `every_reading` in all its forms."""
    low = text.lower() if len(text.lower()) == len(text) else text
    taken = [match.span() for match in _NO_VALUE.finditer(low)]
    for kind, search, read in _searches():
        for match in search.finditer(low):
            start, end = match.span()
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            amounts, name = read(match)
            if not every_reading:
                taken.append((start, end))
            yield Value(kind, start, end, amounts, name)
    if every_reading:  # '218gr' and 'A4' name a number too.
        for match in re.finditer(r"\d+(?:[.,]\d+)*", low):
            yield Value("count", *match.span(), frozenset({read_number(match.group())}))
