"""Many patterns over one text in linear time: RE2 first says which of them occur, then only those are searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from replyguard.languages.text import Span

# So many patterns are asked as one automaton, which is made state by state as texts need it: those that begin alike
# need few. Fewer together take longer for words read before. One of all the patterns of a language takes four times as
# long for a new text, needs new states for every one, and holds hundreds of megabytes of them in the end.
_TOGETHER = 24
# More than all packs have.
_COMPILED = 4096
_LINED = "(?m)"

# To ignore case is dear: of every letter RE2 makes a class, and of a word no literal. So the text is made small, and
# each pattern with it where that is plain: where it has no other letters, classes by name or number, or flags of its
# own, and no range between a capital and something else.
_NOT_PLAIN = re.compile(r"[^\x00-\x7f]|\\[pPxQCz]|\[:|\(\?[^:P]|[A-Z]-(?![A-Z])|(?<![A-Z])-[A-Z]")
# Where a part of a pattern minds case after all, the text is left as it is, for all patterns asked with it.
_MINDS_CASE = re.compile(r"\(\?[a-zA-Z]*-[a-zA-Z]*i")
_CAPITALS = re.compile(r"\\.|\(\?P<\w+>|[A-Z]+")


class PatternError(ValueError):
    """A pattern that RE2 does not take; the message says why."""


def _options(*, exact: bool, lined: bool = False) -> Any:
    options = re2.Options()
    options.case_sensitive = exact
    options.never_nl = lined
    options.log_errors = False
    return options


def expand(pattern: str, words: Mapping[str, str]) -> str:
    """`pattern` with every `{name}` replaced by the words of that name; an unknown name is a `PatternError`."""
    out: list[str] = []
    rest = pattern
    while True:
        head, brace, tail = rest.partition("{")
        out.append(head)
        if not brace:
            return "".join(out)
        name, close, after = tail.partition("}")
        if close and name.isidentifier() and not head.endswith(("\\", "\\p", "\\P")):
            if name not in words:
                raise PatternError(f"{{{name}}} is not among the words of language.yaml")
            out.append(f"(?:{expand(words[name], words)})")
            rest = after
        else:
            out.append("{")
            rest = tail


def loosened(pattern: str, pieces: Iterable[str]) -> str:
    """`pattern` with the apostrophe optional wherever one of `pieces` stands: "n't" makes `isn't` match "isnt"."""
    for piece in pieces:
        pattern = pattern.replace(piece, piece.replace("'", "'?"))
    return pattern


@lru_cache(maxsize=_COMPILED)
def compiled(pattern: str, *, exact: bool = False, lined: bool = False) -> Any:
    """The pattern, ready to search; `PatternError` where RE2 refuses it (look-around, back references).

    With `lined` every line is searched for itself: nothing matches a newline, `^` and `$` are a line's two ends.
    """
    try:
        return re2.compile(_LINED + pattern if lined else pattern, _options(exact=exact, lined=lined))
    except re2.error as error:
        detail = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        raise PatternError(f"{detail} (patterns are RE2: no look-around, no back reference)") from error


def small(pattern: str) -> str:
    """`pattern` so that it finds in a text without capitals what it finds in the text itself with case ignored."""
    if _is_small(pattern):
        return pattern
    if _NOT_PLAIN.search(pattern):
        return f"(?i){pattern}"
    return _CAPITALS.sub(lambda found: found[0].lower() if found[0].isalpha() else found[0], pattern)


def _is_small(pattern: str) -> bool:
    """True where it is seen at a glance that nothing need change: most are a line of small words."""
    bare = pattern.replace("(?P<span>", "(").replace("(?:", "(")
    odd = ("(?", "[:", "\\p", "\\x", "\\z")
    return bare.isascii() and bare == bare.lower() and not any(one in bare for one in odd)


def _in_small(text: str) -> bytes:
    """`text` in UTF-8, small where RE2, ignoring case, takes a letter for an ASCII one: A to Z, ſ, the Kelvin sign."""
    return text.encode().lower().replace("\u017f".encode(), b"s").replace("\u212a".encode(), b"k")


@dataclass(frozen=True)
class Hit:
    """Pattern number `pattern` matched `match` and means `span` (its `span` group, or the whole of it)."""

    pattern: int
    match: Span
    span: Span


class Patterns:
    """A set of patterns. Matching time is linear in the text, whatever the patterns.

    Making it checks them all (`PatternError`); one by one they are compiled when they first match. With `lined` no
    match leaves its line.
    """

    def __init__(self, patterns: Iterable[str], *, exact: bool = False, lined: bool = False) -> None:
        self._sources, self._exact, self._lined = tuple(patterns), exact, lined
        self._small = not exact and not any(_MINDS_CASE.search(source) for source in self._sources)
        self._last: tuple[str | None, tuple[int, ...]] = (None, ())
        alike = sorted(range(len(self._sources)), key=self._sources.__getitem__)
        groups = [alike[start : start + _TOGETHER] for start in range(0, len(alike), _TOGETHER)]
        self._sets = [(group, self._set([self._sources[number] for number in group])) for group in groups]

    def _set(self, sources: Sequence[str]) -> Any:
        made = re2.Set.SearchSet(_options(exact=self._exact or self._small, lined=self._lined))
        try:
            for source in sources:
                made.Add((_LINED if self._lined else "") + (small(source) if self._small else source))
            made.Compile()
        except re2.error as error:
            for source in sources:
                compiled(source, exact=self._exact, lined=self._lined)  # says why
            raise PatternError("patterns too large together; say it with fewer repetitions") from error
        return made

    def __len__(self) -> int:
        return len(self._sources)

    def hits(self, text: str) -> Iterator[Hit]:
        """Every match of every pattern, by pattern, then by place; empty matches are passed over."""
        # google-re2 counts in bytes, and back again for a `str`: in ASCII they are the same.
        plain = text.encode() if text.isascii() else text
        for number in sorted(self.which(text)):
            search = compiled(self._sources[number], exact=self._exact, lined=self._lined)
            # google-re2 takes a group by its number only.
            group = search.groupindex.get("span", 0)
            for match in search.finditer(plain):
                whole = Span(*match.span())
                span = Span(*match.span(group)) if group else whole
                if span.start < span.end:
                    yield Hit(number, whole, span)

    def any(self, text: str) -> bool:
        """True where one of the patterns matches."""
        return bool(self.which(text))

    def which(self, text: str) -> Sequence[int]:
        """The numbers of the patterns that match, in no order."""
        if not self._sources:
            return ()
        # Each finding asks the same of one text: a hostile one has thousands.
        asked, found = self._last
        if asked != text:
            read = _in_small(text) if self._small else text.encode()
            found = tuple(group[place] for group, one in self._sets for place in one.Match(read) or ())
            self._last = text, found
        return found
