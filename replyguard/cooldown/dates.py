"""Every value a text states: money, percentages, dates, times, durations and plain numbers, with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from replyguard.cooldown.amounts import Kind, Value, any_of, figures, number, number_words, read_number
from replyguard.cooldown.lexicon import ClaimsFile, lexicon

_NOT_INSIDE = r"(?<![\w.,/@#-])"
MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43200, "year": 525600}
# What looks like a number and is none: addresses, codes, always (24/7), list marks at a line's start.
_NO_VALUE = re.compile(
    r"https?://\S+|www\.\S+|24/7|\+\d[\d ()-]{7,}|\b0\d{2,3}[- ]?\d{3,4}[- ]?\d{3,5}\b"
    r"|#\S+|(?m:^[^\S\n]*\d{1,2}[.)]\s)|\b\d+(?:\.\d+){2,}\b|\*\d+#"
)

# A search for an address in a long run without blanks would take its length squared: runs first, then their "@".
_RUN = re.compile(r"\S+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_DIGIT = re.compile(r"\d")
_CUE = re.compile(r"[^\W\d_]+|\d|[^\w\s]")

Reading = Callable[[re.Match[str]], tuple[frozenset[float], str]]


@dataclass(frozen=True)
class Search:
    """One way to write a value of `kind`. begins: the words (or signs) with one of which all its matches begin."""

    kind: Kind
    source: str
    read: Reading
    begins: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """`source`, compiled when a text first holds one of its words: most texts state few kinds of values."""
        return re.compile(self.source)

    def matches(self, text: str, places: dict[str, list[int]]) -> Iterator[re.Match[str]]:
        """As `finditer`, looking only where one of its words begins. `places`: of `text`, by word."""
        done = 0
        for place in sorted(place for word in self.begins.intersection(places) for place in places[word]):
            # A word may stand inside another one: the pattern knows.
            match = self.pattern.match(text, place) if place >= done else None
            if match:
                done = match.end()
                yield match


@cache
def _searches() -> tuple[Search, ...]:
    n, files = number(), list(lexicon().files.values())
    digit, numeral = _first("0"), _first(["0", *number_words()])
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
    parts = {word: value for file in files for word, value in file.parts_of_hours.items()}

    def of(kind: Kind, pattern: str, read: Reading, begins: frozenset[str]) -> Search:
        return Search(kind, rf"{_NOT_INSIDE}(?:{pattern})(?![\w]|'s\b)", read, begins)

    def money(match: re.Match[str]) -> tuple[frozenset[float], str]:
        return _money(match, signs)

    def dated(match: re.Match[str]) -> tuple[frozenset[float], str]:
        return _date(match, months)

    return (
        of("percent", rf"(?P<n>{n})\s?(?:{percent})", _amount, numeral),
        of("money", rf"(?P<sign>{sign})\.?\s?(?P<n>\d{{1,3}}(?: \d{{3}})+|{figures()})", money, _first(signs)),
        of("money", rf"(?P<n>{n})\s?(?P<sign>{sign})", money, numeral),
        of("date", rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[\s-](?P<m>{month})\.?(?:\s\d{{4}})?", dated, digit),
        of("date", rf"(?P<m>{month})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s\d{{4}})?", dated, _first(months)),
        of(
            "date",
            r"\d{4}-(?P<m>\d\d)-(?P<d>\d\d)|(?P<d2>\d{1,2})[/](?P<m2>\d{1,2})(?:[/]\d{2,4})?",
            _figures,
            digit,
        ),
        of(
            "date",
            rf"(?:{ordinal})\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)|(?:{date})\s(?P<d2>\d{{1,2}})",
            _day_only,
            _first(_listed(files, "ordinals") + _listed(files, "dates")),
        ),
        of(
            "clock",
            rf"(?P<part>{any_of(parts)})\s(?P<h>{n})(?:\s?(?P<half>{half})\b)?",
            lambda match: _around_hour(match, parts),
            _first(parts),
        ),
        of("clock", rf"(?P<h>\d{{1,2}})(?:[.:](?P<min>\d\d))?\s?(?P<half>{half})\b\.?", _clock, digit),
        of("clock", r"(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)", _clock, digit),
        of(
            "clock",
            rf"(?:{clock})\s(?P<h>[01]?\d|2[0-4])\.(?P<min>[0-5]\d)(?:\s?(?P<half>{half})\b)?",
            _clock,
            _first(_listed(files, "clock")),
        ),
        of(
            "duration",
            rf"(?P<times>\d+)\s?x\s?(?P<n>{n})\s?(?P<unit>{unit})(?:\s(?:{working}))?",
            _duration,
            digit,
        ),
        of(
            "duration",
            rf"(?P<n>{n})[\s-]?(?P<w1>(?:{working})\s)?(?P<unit>{unit})(?P<w2>\s(?:{working})\b)?",
            _duration,
            numeral,
        ),
        of(
            "clock",
            rf"(?:{hours})\s(?P<h>{n})(?:\s(?P<half>{half})\b)?",
            _clock,
            _first(_listed(files, "hours")),
        ),
        of("duration", any_of(spans), lambda m: (frozenset({spans[_one_blank(m.group())]}), ""), _first(spans)),
        of("period", any_of(list(periods)), lambda m: (frozenset(), periods[_one_blank(m.group())]), _first(periods)),
        of(
            "weekday",
            any_of(weekdays),
            lambda m: (frozenset({float(weekdays[_one_blank(m.group())])}), ""),
            _first(weekdays),
        ),
        of("day", any_of(days), lambda m: (frozenset({float(days[_one_blank(m.group())])}), ""), _first(days)),
        of("count", rf"(?P<n>{n})(?:\s?(?:st|nd|rd|th|x|kali)\b)?", _amount, numeral),
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


def _around_hour(match: re.Match[str], parts: dict[str, int]) -> tuple[frozenset[float], str]:
    minutes = parts[_one_blank(match["part"])]
    return frozenset((hour + minutes) % MINUTES["day"] for hour in _clock(match)[0]), ""


def _duration(match: re.Match[str]) -> tuple[frozenset[float], str]:
    groups = match.groupdict()
    unit = _units(list(lexicon().files.values()))[match["unit"]]
    minutes = read_number(match["n"]) * MINUTES[unit] * float(groups.get("times") or 1)
    return frozenset({minutes}), "working" if groups.get("w1") or groups.get("w2") else ""


@cache
def _cues() -> tuple[tuple[frozenset[str], Search], ...]:
    """Each search with the first words one of which a text must hold for it to find anything."""
    files = list(lexicon().files.values())
    units = _first(_units(files))
    cues: dict[Kind, frozenset[str]] = {
        "percent": _first(_listed(files, "percent")),
        "money": _first(sign for file in files for listed in file.currencies.values() for sign in listed),
        "date": _first("0"),
        "duration": units | _first(word for file in files for word in file.spans),
    }
    return tuple((cues.get(search.kind, search.begins), search) for search in _searches())


def _first(words: Iterable[str]) -> frozenset[str]:
    return frozenset(_known(_CUE.findall(word)[0]) for word in words)


def _known(word: str) -> str:
    """The word as it is looked for: all digits are one."""
    return "0" if word.isdecimal() else word


@cache
def _sought() -> frozenset[str]:
    return frozenset().union(*(search.begins | cues for cues, search in _cues()))


def _places(low: str) -> dict[str, list[int]]:
    """Where the words, digits and signs stand that a value may begin with or need."""
    places = {word: _all_places(low, word) for word in _sought().intersection(_CUE.findall(low))}
    digits = [match.start() for match in _DIGIT.finditer(low)]
    return {**places, "0": digits} if digits else places


def _all_places(low: str, word: str) -> list[int]:
    found, place = [], low.find(word)
    while place >= 0:
        if not (place and low[place - 1].isalnum()):  # no value begins inside a word
            found.append(place)
        place = low.find(word, place + len(word))
    return found


def values(text: str, *, every_reading: bool = False) -> tuple[Value, ...]:
    """The values of `text`, each place read once, by the most telling form; with `every_reading` in all its forms."""
    return _values(text, every_reading)


@lru_cache(maxsize=1024)
def _values(text: str, every_reading: bool) -> tuple[Value, ...]:
    low = text.lower() if len(text.lower()) == len(text) else text
    places = _places(low)
    searches = [search for cues, search in _cues() if not cues.isdisjoint(places)]
    if not searches:
        return ()
    found, taken = [], _no_values(low)
    for search in searches:
        for match in search.matches(low, places):
            start, end = match.span()
            if taken.find(1, start, end) >= 0:
                continue
            amounts, name = search.read(match)
            if not every_reading:
                taken[start:end] = b"\1" * (end - start)
            found.append(Value(search.kind, start, end, amounts, name))
    if every_reading:  # '218gr' and 'A4' name a number too.
        found += [Value("count", *m.span(), frozenset({read_number(m.group())})) for m in _FIGURE.finditer(low)]
    return tuple(found)


def _no_values(low: str) -> bytearray:
    """One byte a character: 1 where it belongs to an address or a code."""
    taken = bytearray(len(low))
    places = [match.span() for match in _NO_VALUE.finditer(low)]
    if "@" in low:
        places += [run.span() for run in _RUN.finditer(low) if "@" in run.group()[1:-1]]
    for start, end in places:
        taken[start:end] = b"\1" * (end - start)
    return taken
