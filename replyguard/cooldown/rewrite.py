"""A rewrite put in the place of the words it is for, so that the sentence around it still reads."""

from __future__ import annotations

import re
from functools import lru_cache

from replyguard.cooldown.sayings import sayings, unturned
from replyguard.languages.pack import Pack, available

_STOPS = ".!?…"
_LOOSE = ".,;:!?… "
_BETWEEN = re.compile(r"([.!?]\s+)")
# A word or two before a comma speak to somebody ("Hello,"), and go on doing so.
_CALLED = re.compile(r"(?:^|[.!?…\n])\W*\w+(?: \w+)?, *$")
# A greeting is no longer.
_LONGEST = 80
_LAST = re.compile(r"[^.!?…\n,]*(?:\.[^.!?…\n,]*)?,[ ]+$")
# An emoji ends a sentence as a full stop does.
_EMOJI = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]")
# A text's faults call for the same few sentences again and again.
_KEPT = 256
_TWO_BLANKS = re.compile(r"[ \t]{2,}")


def put_in(text: str, start: int, end: int, rewrite: str) -> tuple[str, int, int]:
    """`text` with `rewrite` for `text[start:end]`, and where it now stands (half-open).

    A sentence keeps its capital and its stop; where the rewrite is "", the blanks and marks that would be left over go.
    """
    lead, rest, quote = text[:start], text[end:], text[start:end]
    first = _opens(lead)
    if not rewrite:
        return _left_out(lead, rest, first=first, stopped=quote.rstrip()[-1:] in tuple(_STOPS), small=_small(text))
    words = _begun(rewrite, quote, lead, first=first, small=_small(text))
    if quote.rstrip()[-1:] in tuple(_STOPS) and words[-1] not in _STOPS:
        words += "."
    if first and rest[:1] == "?" and words[-1] not in _STOPS:
        # The question went with its words.
        rest = "." + rest.lstrip("?!")
    if words[-1] in _STOPS and rest[:1] in tuple(".,;:!?…"):
        words = words.rstrip(_STOPS) if rest[0] in _STOPS else words
        rest = rest if rest[0] in _STOPS else rest[1:]
    if first and _opens(lead + words + rest[:1]) and not _small(text):
        rest = unturned(rest)
    return lead + words + rest, start, start + len(words)


def _left_out(lead: str, rest: str, *, first: bool, stopped: bool, small: bool) -> tuple[str, int, int]:
    if first or stopped:
        tail = rest.lstrip(_LOOSE) if first else rest.lstrip(" ")
        if first and not small:
            tail = unturned(tail[:1].upper() + tail[1:])
        lead = lead.rstrip(" ") if not tail.strip() else lead
    else:
        tail = rest.lstrip(" ")
        comma = "," if _calls(lead) and tail[:1].isalnum() else ""
        lead = lead.rstrip(" ,;:-–—") + comma
        tail = tail if not tail or tail[0] in ".,;:!?…)" else " " + tail
        if tail[:1] in tuple(",;:") and not tail[1:].strip():
            tail = "."
    if not first and stopped and _calls(lead) and tail.strip():
        # Whom the sentence spoke to is spoken to in the next.
        lead, tail = lead.rstrip(" ") + " ", _lowered(unturned(tail.lstrip(" ")))
    elif not first and stopped and lead.rstrip()[-1:] not in tuple(_STOPS):
        lead = lead.rstrip(" ,;:-–—")
        lead += "" if lead.endswith(tuple(_STOPS)) else "."
        tail = " " + tail if tail and not tail.startswith((" ", "\n")) else tail
    return lead + tail, len(lead), len(lead)


def _calls(lead: str) -> bool:
    """True where `lead` ends with whom it speaks to, and a comma: a word or two, or a greeting with a longer name."""
    if _CALLED.search(lead):
        return True
    last = _LAST.search(lead, max(0, len(lead) - _LONGEST))
    said = last.group() if last else ""
    return bool(said) and any(sayings(code).greeting_of(said) == len(said) for code in available())


def _begun(rewrite: str, quote: str, lead: str, *, first: bool, small: bool) -> str:
    """`rewrite` with first letters as their place wants them: capitals, or small ones inside a sentence."""
    if first and not small:
        return rewrite[:1].upper() + rewrite[1:]
    if small:
        return "".join(piece if at % 2 else _lowered(piece) for at, piece in enumerate(_BETWEEN.split(rewrite)))
    follows = lead.rstrip()[-1:] == "," or quote.lstrip(_LOOSE + "\"'")[:1].islower()
    return _lowered(rewrite) if follows else rewrite


def _lowered(piece: str) -> str:
    return piece if _proper(re.match(r"[\w']*", piece)) else piece[:1].lower() + piece[1:]


def _proper(word: re.Match[str] | None) -> bool:
    """True for a word that keeps its capitals anywhere: "I", "DM", "YLKI"."""
    return word is not None and bool(re.match(r"I\b|[A-Z]{2}", word.group()))


def _small(text: str) -> bool:
    """True where the writer begins sentences with small letters."""
    begin = text.lstrip()[:1]
    return begin.islower() and not re.search(r"[.!?]\s+[A-Z]", text)


def _opens(lead: str) -> bool:
    before = lead.rstrip(" \"'“‘(*")
    return not before or before[-1] in _STOPS + "\n" or bool(_EMOJI.match(before[-1]))


def tidy(text: str) -> str:
    """`text` without the doubled blanks and empty lines that taking words out leaves."""
    lines = [_TWO_BLANKS.sub(" ", line).strip() for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


@lru_cache(maxsize=_KEPT)
def addressed(rewrite: str, text: str, pack: Pack) -> str:
    """`rewrite` as the writer of `text` says it: "I" or "we", and `{address}` as they address their reader."""
    said = sayings(pack.code)
    rewrite = said.spoken(rewrite, text)
    addressee = said.addressee(text)
    if addressee is None:
        rewrite = said.neutral(rewrite)
    return rewrite.replace("{address}", addressee or pack.language.default_address)
