"""Personal data: found in a text, and masked before the text leaves for a model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from pydantic import Field

from replyguard import numbers, people
from replyguard.domain.base import Frozen
from replyguard.domain.triage import Mark
from replyguard.languages.examples import Example
from replyguard.languages.matching import Patterns
from replyguard.languages.pack import available, load
from replyguard.languages.schema import Name, Words
from replyguard.languages.text import Folded, Span, Taken, fold
from replyguard.typed import typed

# Opening hours have the digits of a phone number: 08.00-20.00.
_HOURS = re.compile(r"[0-2]?\d[.:][0-5]\d ?- ?[0-2]?\d[.:][0-5]\d")
# What may be any code is none where it is money: rp480000.
_AMOUNT = re.compile(r"(?:rp|idr|usd|sgd|gbp|eur|rm)\.?[0-9]", re.IGNORECASE)
# Where two kinds claim the same characters, the earlier one has them.
_ORDER = (
    "email",
    "card",
    "nik",
    "npwp",
    "account",
    "order",
    "plate",
    "phone",
    "address",
    "name",
    "handle",
    "person",
    "code",
)
# Complaint and facts are looked through again for every reply, and every rewrite, that is read beside them.
_KEPT = 64


class PersonalData(Frozen):
    """Words that tell who somebody is or how to reach them. `start`, `end`: half-open, in characters of the text."""

    kind: str
    start: int = Field(ge=0)
    end: int
    quote: str

    @property
    def mark(self) -> Mark:
        """The same as a triage has it."""
        return Mark(what=self.kind, start=self.start, end=self.end, quote=self.quote)


class Private(Frozen):
    """One entry of a language's `privacy.yaml`.

    only_masked: kept from a model, but no fault in a public reply ("Pak Budi" is politeness).
    only_leaving: looked for in what leaves for a model, and nowhere else: it takes too much for personal.
    patterns:    RE2, case exact, beside what code finds (numbers with a check digit); a group `span` narrows them.
    reason, rewrite: of the finding when it stands in a reply.
    finds, silent: examples, with `[[ ]]` round the data.
    """

    kind: Name
    only_masked: bool = False
    only_leaving: bool = False
    patterns: tuple[Words, ...] = ()
    reason: str = ""
    rewrite: str | None = None
    finds: tuple[Example, ...] = Field(min_length=2)
    silent: tuple[Example, ...] = Field(min_length=2)


class PrivacyFile(Frozen):
    """`privacy.yaml`.

    ours:      words right before a contact that say it is the business's own.
    mailboxes: names before the @ that belong to a role, not to a person.
    freemail:  the beginnings of domains where private people have their mail.
    theirs:    words right before a contact that say it is the customer's.
    kinds:     what is private.
    """

    ours: tuple[Words, ...]
    mailboxes: tuple[Words, ...]
    freemail: tuple[Words, ...] = ()
    theirs: tuple[Words, ...] = ()
    kinds: tuple[Private, ...]


@cache
def privacy_file(code: str) -> PrivacyFile:
    """The data of language `code`."""
    return load(code).read("privacy.yaml", PrivacyFile)


@cache
def _wanted() -> tuple[tuple[Private, ...], Patterns]:
    owners: list[Private] = []
    sources: list[str] = []
    for code in available():
        for entry in privacy_file(code).kinds:
            owners += [entry] * len(entry.patterns)
            sources += entry.patterns
    return tuple(owners), Patterns(sources, exact=True)


def find(
    text: str, own: Iterable[str] = (), *, names: Iterable[str] = (), masking: bool = False, leaving: bool = False
) -> tuple[PersonalData, ...]:
    """The personal data in `text`, by place; the pieces do not overlap.

    own:     contacts of the business; they are not personal.
    names:   people known to the case ("Retno Wulandari"): found wherever they stand.
    masking: also what is private only towards a model (a name after "Pak").
    leaving: also what may be private; for a text about to leave, where taking too much costs little.
    """
    known = tuple(own)
    return tuple(one for one in _all(text, tuple(names), masking, leaving) if not _is_own(one.quote, known))


@lru_cache(maxsize=_KEPT)
def _all(text: str, names: tuple[str, ...], masking: bool, leaving: bool) -> tuple[PersonalData, ...]:
    folded = fold(text)
    places, ranked = Taken(), sorted(_candidates(folded, names, masking, leaving), key=_rank)
    kept = [(kind, span) for kind, span in ranked if not _HOURS.fullmatch(span.of(folded.text))]
    taken = [(kind, span) for kind, span in kept if places.add(span.start, span.end)]
    return tuple(
        PersonalData(kind=kind, start=place.start, end=place.end, quote=place.of(text))
        for kind, span in sorted(taken, key=lambda pair: pair[1].start)
        for place in [folded.back(span.start, span.end)]
    )


def _rank(candidate: tuple[str, Span]) -> tuple[int, int, int]:
    kind, span = candidate
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER), span.start, -span.end


def _candidates(folded: Folded, names: Iterable[str], masking: bool, leaving: bool) -> Iterator[tuple[str, Span]]:
    yield from numbers.found(folded.text)
    owners, patterns = _wanted()
    for hit in patterns.hits(folded.text):
        entry = owners[hit.pattern]
        money = entry.only_leaving and _AMOUNT.match(hit.span.of(folded.text))
        if (masking or not entry.only_masked) and (leaving or not entry.only_leaving) and not money:
            yield entry.kind, hit.span
    if leaving:
        yield from people.names(folded)
        yield from typed(folded)
    for name in names:
        for match in re.finditer(rf"\b{re.escape(fold(name).text)}\b", folded.text, re.IGNORECASE):
            yield "name", Span(*match.span())


def _is_own(quote: str, own: Sequence[str]) -> bool:
    digits, words = digits_of(quote), quote.casefold().strip()
    for contact in own:
        if len(digits) >= 5 and digits in digits_of(contact):
            return True
        if not digits and words in contact.casefold():
            return True
    return False


def digits_of(text: str) -> str:
    """The digits of `text`, an Indonesian country code read as the 0 it stands for."""
    return re.sub(r"\+?\b62[ -]?(?=8|\d{2})", "0", text).translate(_ONLY_DIGITS)


class _OnlyDigits(dict[int, str | None]):
    def __missing__(self, code: int) -> str | None:
        return chr(code) if chr(code).isdigit() else None


_ONLY_DIGITS = _OnlyDigits()

_PLACEHOLDER = re.compile(r"\[([A-Z]+)_(\d+)\]")
# As models alter them: other brackets, other case, a blank or a backslash in it, no number.
_KIND = rf"(?i:{'|'.join((*_ORDER, 'text'))})"
_ALMOST = re.compile(
    rf"[\[{{<]\s*[A-Za-z]{{3,12}}\\?[ _-]*\d+\s*[\]}}>]?|\b{_KIND}\\?_ ?\d+\b\]?|\({_KIND}[ _-]\d+\)|\[{_KIND}\]"
)


class Vault:
    """Personal data of one reply, behind placeholders (`[PHONE_1]`) that are the same in all its texts.

    own:   contacts of the business; they stay readable.
    names: people known to the case; hidden wherever they stand.
    """

    def __init__(self, own: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        self._own, self._names = tuple(own), tuple(name for name in names if name.strip())
        self._behind: dict[str, str] = {}
        self._placeholder: dict[str, str] = {}

    def mask(self, text: str) -> str:
        """`text` with a placeholder in the place of each piece of personal data."""
        out: list[str] = []
        place = 0
        for kind, start, end in self._pieces(text):
            out += [text[place:start], self._of(kind, text[start:end])]
            place = end
        return "".join([*out, text[place:]])

    def restore(self, text: str) -> str:
        """`text` with what is behind each known placeholder; `restore(mask(text)) == text`."""
        return _PLACEHOLDER.sub(lambda match: self._behind.get(match[0], match[0]), text)

    def strangers(self, text: str) -> tuple[str, ...]:
        """Placeholders in `text` that this vault never gave out: altered or invented by whoever wrote it."""
        seen = [match[0] for match in _ALMOST.finditer(text)]
        # Invisible characters inside one keep it from being restored.
        hidden = [match[0] for match in _ALMOST.finditer(fold(text).text) if match[0] not in text]
        return tuple(dict.fromkeys((*(one for one in seen if one not in self._behind), *hidden)))

    def lost(self, text: str) -> tuple[str, ...]:
        """Placeholders that were given out and do not stand in `text`."""
        return tuple(placeholder for placeholder in self._behind if placeholder not in text)

    def _pieces(self, text: str) -> list[tuple[str, int, int]]:
        # What looks like a placeholder in a customer's text is hidden too: it must come back as it was.
        fakes = [("text", match.start(), match.end()) for match in _PLACEHOLDER.finditer(text)]
        found = find(text, self._own, names=self._names, masking=True, leaving=True)
        data = [*self._known(text), *((one.kind, one.start, one.end) for one in found)]
        pieces = list(fakes)
        for kind, start, end in sorted(data, key=lambda piece: piece[1] - piece[2]):
            if not any(start < other_end and other < end for _, other, other_end in pieces):
                pieces.append((kind, start, end))
        return sorted(pieces, key=lambda piece: piece[1])

    def _known(self, text: str) -> Iterator[tuple[str, int, int]]:
        # What one text tells to be personal is so in all, without the words that told it there too: "4471" alone.
        for key in self._placeholder:
            kind, _, quote = key.partition("\x00")
            if kind != "text" and quote in text:
                whole = rf"(?<![\w.,-]){re.escape(quote)}(?![\w-]|[.,]\d)"
                yield from ((kind, *match.span()) for match in re.finditer(whole, text))

    def _of(self, kind: str, quote: str) -> str:
        key = f"{kind}\x00{quote}"
        if key not in self._placeholder:
            number = sum(1 for known in self._placeholder if known.startswith(f"{kind}\x00")) + 1
            placeholder = f"[{kind.upper()}_{number}]"
            self._placeholder[key], self._behind[placeholder] = placeholder, quote
        return self._placeholder[key]
