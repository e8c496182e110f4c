"""Names of people in a text that is about to leave: by a list, by words before them, by a capital inside a sentence.

No list holds every name. What leaves may be masked too much: it comes back, so a shop taken for a person costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from replyguard.domain.base import Frozen
from replyguard.languages.pack import available, load
from replyguard.languages.schema import Words
from replyguard.languages.text import Folded, Span

_NAME = r"[A-Z][a-z]+(?:['-][A-Z]?[a-z]+)*"
_WORD = re.compile(rf"\b{_NAME}\b")
_FULL = re.compile(rf"\b{_NAME}(?: (?:van |de |bin |binti )?{_NAME}){{0,3}}\b")
# As people type them: behind a title ('mas agus', 'bu tini'), or where somebody says who it is ('saya budi').
_TITLED = re.compile(r"\b(?:pak|bapak|bu|ibu|mas|mbak|mba|kak|bang|om|tante) ([a-z]{3,})\b")
_SAID = re.compile(
    r"\b(?:(?:anak |istri |suami |adik |kakak |teman )?(?:saya|aku|gue|gw)|nama|namanya|bernama|i am|i'm|im|its|it's"
    r"|this is|named|called|(?:spoke|talked) (?:to|with)|asked for"
    r"|my (?:son|daughter|wife|husband|sister|brother|friend|partner)) ([a-z]{3,})\b",
    re.IGNORECASE,
)
_ALSO_WORDS = frozenset({"Made", "Tanya"})  # a name in Bali and a verb in English, and the other way round
# Where Every Word Has A Capital, a capital says nothing.
_MANY, _FEW = 0.5, 8


class NamesFile(Frozen):
    """`names.yaml`.

    given:  common given names that are no common words.
    before: RE2 for words right before a name, small letters: "my son", "anak saya".
    public: words with a capital that name nobody: days, months, places, firms, ranks, forms of address.
    """

    given: Words
    before: tuple[Words, ...]
    public: Words


def names(folded: Folded) -> Iterator[tuple[str, Span]]:
    """Kind and place of what may be a person's name, in characters of `folded.text`."""
    text = folded.text
    words, starts = re.findall(r"[A-Za-z]{2,}", text), {span.start for span in folded.sentences}
    loud = len(words) > _FEW and sum(word[0].isupper() for word in words) > _MANY * len(words)
    for match in _FULL.finditer(text):
        span = _trimmed(text, match.start(), match[0], starts)
        if span is not None and (not loud or _listed(span.of(text)) or _after_cue(text, span.start)):
            yield "person", span
    yield from (("person", span) for span in _low(text))


def _trimmed(text: str, start: int, words: str, starts: set[int]) -> Span | None:
    """The name in a run of capitals: without the common words at its ends; None where nothing is left."""
    _, public = _known()
    found = list(_WORD.finditer(words))
    while found and (_common(found[0][0]) or found[0][0] in public):
        found.pop(0)
    while found and found[-1][0] in public:
        found.pop()
    if not found:
        return None
    first = start + found[0].start()
    if first in starts and len(found) == 1 and not _listed(found[0][0]) and not _after_cue(text, first):
        return None  # A sentence begins with a capital, whatever the word.
    return Span(first, start + found[-1].end())


def _after_cue(text: str, start: int) -> bool:
    return any(cue.search(text, max(0, start - 60), start) for cue in _cues())


def _listed(words: str) -> bool:
    given, _ = _known()
    return any(word in given for word in words.split())


def _low(text: str) -> Iterator[Span]:
    """Names in small letters, where the words before them say that they are names."""
    given, _ = _known()
    for cue in (_TITLED, _SAID):
        for match in cue.finditer(text):
            if match[1].capitalize() in given - _ALSO_WORDS:
                yield Span(*match.span(1))


@cache
def _files() -> tuple[NamesFile, ...]:
    return tuple(load(code).read("names.yaml", NamesFile) for code in available())


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    files = _files()
    given = frozenset(name for file in files for name in file.given.split())
    return given, frozenset(word for file in files for word in file.public.split())


@cache
def _cues() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:{cue})[ ,:'\"]{{1,3}}$", re.IGNORECASE) for file in _files() for cue in file.before)


def _common(word: str) -> bool:
    return word.lower() in function_words()


@cache
def function_words() -> frozenset[str]:
    """The words of all languages that stand in every text, in small letters."""
    return frozenset(word for code in available() for word in load(code).language.stopwords)
