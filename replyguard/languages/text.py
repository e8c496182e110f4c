"""Text as rules see it: one spelling of quotes and spaces, nothing invisible, and every place mapped back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import attrgetter

_SAME = str.maketrans(
    {**dict.fromkeys("‘’‛`´′ʼ", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)
# Letters of other alphabets that are drawn like Latin ones: a word cannot hide behind them.
_LOOKALIKE = str.maketrans(
    "аеорсухіјѕԁһɡɩοανρтκмвнАЕОРСУХІЈЅВНКМТΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdhgiovvptkmbhAEOPCYXIJSBHKMTABEZHIKMNOPTYX"
)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u2060\ufeff\u180e\u2061\u2062\u2063\u2064\u034f")
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"\w+")
# All that does not stay as it is: a run of blanks with what is invisible in it, or of other characters.
_BLANKS = rf"[\s{''.join(sorted(_INVISIBLE))}]"
_ODD = re.compile(rf"[^\S ]{_BLANKS}*| {_BLANKS}+|`|[^\x00-\x7f\s]+")
# Every reader of a review folds the same few texts; a long one takes half a megabyte.
_KEPT = 64
_start = attrgetter("start")

# A stop behind these ends no sentence: a word always follows some, a number "No.", and others may end one, too, where
# a capital follows; so does an initial, which is no "I" and no "t" of "didn't".
_TITLES = r"(?:Mr|Mrs|Ms|Dr|St|vs|approx|Jl|Bpk|Sdr|Sdri|Yth|hlm|tgl|Rp|a\.n|d\.a|e\.g|i\.e)"
_CUT_SHORT = r"(?:etc|dll|dsb|dst|p\.m|a\.m)"
# People type a sentence without a stop under others. These words begin the next one: they are seldom written with a
# capital elsewhere, as "Kami" and "You" are for politeness, but where another leads into them.
_BEGINS = (
    "(?:Please|Kindly|We|We're|We've|We'll|We'd|Sorry|Apologies|Could|Would|Silakan|Silahkan|Mohon|Terima kasih|"
    "Terimakasih|Makasih|Maaf|Tolong|Semoga|Boleh)"
)
_LEADS = "".join(rf"(?<![{word[0]}{word[0].upper()}]{word[1:]} )" for word in ("kami", "kita", "ucapkan", "dan", "and"))
# Each way to end begins with what it takes: `re` passes over a place where none of these stands at a glance.
_UNSTOPPED = rf" (?<=[a-z0-9)] ){_LEADS}(?={_BEGINS} [a-z])| (?<=[\U0001F300-\U0001FAFF] )(?=[A-Z])"
_STOPS = r"[.!?…](?<![.!?…]{2})[.!?…]*"
# A run of stops is tried at its first one only: at each of them, a long one would cost its square.
_END = re.compile(rf"{_STOPS}[\"')\]]*(?=\s|$)|\n+|{_UNSTOPPED}")
_NO_END = re.compile(rf"(?:\b(?i:{_TITLES})|(?<![\w'])[A-HJ-Z])$")
_NUMBER, _EITHER = re.compile(r"\bno$", re.IGNORECASE), re.compile(rf"\b{_CUT_SHORT}$", re.IGNORECASE)
_LONGEST_CUT = 8
# A clause ends at these, a conjunction starts the next one.
_CLAUSE_END = re.compile(
    rf"[,;:](?=\s)|\s[-–—]+\s|{_STOPS}[\"')\]]*(?=\s|$)|\n+|\((?=\w)|\)|[\U0001F300-\U0001FAFF\u2600-\u27BF]+"
    rf"|{_UNSTOPPED}"
)


@dataclass(frozen=True)
class Span:
    """A half-open piece of a text, in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def words_of(text: str) -> list[str]:
    """The words and numbers of `text`, in their order; of "don't" there are two."""
    return _WORD.findall(text)


def blanked(text: str, gone: Iterable[Span]) -> str:
    """`text`, as long as it was, with blanks for the words that are `gone`; what lies outside of it does not count."""
    kept = list(text)
    for span in gone:
        start = max(0, span.start)
        end = max(start, min(len(kept), span.end))
        kept[start:end] = " " * (end - start)
    return "".join(kept)


@dataclass(frozen=True, eq=False)  # `fold` keeps one of each text: who asks for it again is given the same
class Folded:
    """`text`: what rules match. `places[i]`: where its character i stands in the original; one more for the end."""

    original: str
    text: str
    places: tuple[int, ...]

    def back(self, start: int, end: int) -> Span:
        """The original's characters that `text[start:end]` came from."""
        if start >= end:
            return Span(self.places[start], self.places[start])
        return Span(self.places[start], self.places[end - 1] + self._width(end - 1))

    def forth(self, start: int, end: int) -> Span:
        """The characters of `text` that the original's `[start:end]` became."""
        first = bisect_left(self.places, start, 0, len(self.text))
        return Span(first, max(first, bisect_left(self.places, end, 0, len(self.text))))

    def _width(self, index: int) -> int:
        return self.places[index + 1] - self.places[index] if self.text[index] in " \n" else 1

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of `text`, without the blanks around them."""
        return _split(self.text, _sentence_ends(self.text))

    @cached_property
    def lined(self) -> str:
        """`text` with each sentence on a line of its own: as long as `text`, every character in its place."""
        if len(self.sentences) < 2:
            return self.text
        starts = (one.start for one in self.sentences[1:])
        done, pieces = 0, []
        for start in starts:  # before it stands a blank, or the newline that is one already
            pieces += [self.text[done : start - 1], "\n"]
            done = start
        return "".join([*pieces, self.text[done:]])

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """The clauses of `text`: what stands between commas, dashes, brackets and sentence ends, without those."""
        return _split(self.text, [(m.start(), m.end()) for m in _CLAUSE_END.finditer(self.text)], keep=False)

    def letters(self, part: Span) -> int:
        """How many letters and digits `part` of `text` holds."""
        size = len(self.text)
        return self._letters[min(max(part.start, part.end), size)] - self._letters[min(part.start, size)]

    @cached_property
    def _letters(self) -> tuple[int, ...]:
        return tuple(accumulate(map(str.isalnum, self.text), initial=0))

    def sentence(self, place: int) -> Span:
        """The sentence that holds character `place` of `text`."""
        return _holding(self.sentences, place, len(self.text))

    def clause(self, place: int) -> Span:
        """The clause that holds character `place` of `text`."""
        return _holding(self.clauses, place, len(self.text))


@lru_cache(maxsize=_KEPT)
def fold(original: str) -> Folded:
    """`original` as rules see it. Time and memory grow with its length, no faster.

    Curly quotes and dashes become plain, lookalikes of other alphabets Latin, compatibility forms plain (𝐛𝐨𝐥𝐝),
    invisible characters go, and a run of blanks is one space, or one newline where it holds an empty line.
    """
    pieces: list[str] = []
    places: list[int] = []
    latin = bool(_LATIN.search(original))
    done, size = 0, len(original)
    for odd in _ODD.finditer(original):
        start, run = odd.start(), odd.group()
        blank = run[0].isspace()
        plain = ["\n" if run.count("\n") > 1 else " "] if blank else [_folded(one, latin) for one in run]
        pieces += [original[done:start], *plain]
        places += range(done, start)
        places += [place for place, one in enumerate(plain, start) for _ in one]
        done = odd.end()
    return Folded(original, "".join([*pieces, original[done:]]), (*places, *range(done, size + 1)))


@lru_cache(maxsize=4096)
def _folded(character: str, latin: bool) -> str:
    if character == "`":
        return "'"
    if character in _INVISIBLE or unicodedata.category(character) == "Cf":
        return ""
    plain = character.translate(_SAME)
    if plain == character:
        plain = unicodedata.normalize("NFKC", character).strip() or character
    return plain.translate(_LOOKALIKE) if latin else plain


def _sentence_ends(text: str) -> list[tuple[int, int]]:
    ends = ((m.start(), m.end()) for m in _END.finditer(text))
    return [(start, end) for start, end in ends if text[start] in "\n " or _is_end(text, start)]


def _is_end(text: str, stop: int) -> bool:
    """True where the stop at `stop` ends a sentence."""
    if text[stop] != "." or text[stop + 1 : stop + 2] == ".":
        return True
    first, follows = max(0, stop - _LONGEST_CUT), text[stop + 1 : stop + 3].lstrip()[:1]
    if _NO_END.search(text, first, stop):
        return False
    if _NUMBER.search(text, first, stop):
        return not follows.isdigit()
    return follows.isupper() or not _EITHER.search(text, first, stop)


def _split(text: str, ends: list[tuple[int, int]], *, keep: bool = True) -> tuple[Span, ...]:
    spans: list[Span] = []
    start = 0
    for left, right in [*ends, (len(text), len(text))]:
        stop = right if keep else left
        piece = text[start:stop]
        inner = piece.strip()
        if inner:
            lead = len(piece) - len(piece.lstrip())
            spans.append(Span(start + lead, start + lead + len(inner)))
        start = right
    return tuple(spans)


class Taken:
    """Places of a text that do not overlap. Asking is quick, however many there are."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> bool:
        """Take the half-open place; False where a part of it is taken."""
        index = bisect_left(self._starts, end)
        if index and self._ends[index - 1] > start:
            return False
        self._starts.insert(index, start)
        self._ends.insert(index, end)
        return True


def _holding(spans: tuple[Span, ...], place: int, size: int) -> Span:
    if not spans:
        return Span(0, size)
    index = max(0, bisect_right(spans, place, key=_start) - 1)
    return spans[index]
