"""A rewrite put in the place of the words it is for, so that the sentence around it still reads."""

from __future__ import annotations

import re

from replyguard.cooldown.sayings import sayings
from replyguard.languages.pack import Pack

_STOPS = ".!?…"
_LOOSE = ".,;:!?… "
_TWO_BLANKS = re.compile(r"[ \t]{2,}")


def put_in(text: str, start: int, end: int, rewrite: str) -> tuple[str, int, int]:
    """`text` with `rewrite` for `text[start:end]`, and where it now stands (half-open).

    A sentence keeps its capital and its stop; where the rewrite is "", the blanks and marks that would be left over go.
    """
    lead, rest, quote = text[:start], text[end:], text[start:end]
    first = _opens(lead)
    if not rewrite:
        return _left_out(lead, rest, first=first, stopped=quote.rstrip()[-1:] in tuple(_STOPS))
    words = rewrite[:1].upper() + rewrite[1:] if first else rewrite
    if quote.rstrip()[-1:] in tuple(_STOPS) and words[-1] not in _STOPS:
        words += "."
    if first and rest[:1] == "?" and words[-1] not in _STOPS:
        # The question went with its words.
        rest = "." + rest.lstrip("?!")
    if words[-1] in _STOPS and rest[:1] in tuple(".,;:!?…"):
        words = words.rstrip(_STOPS) if rest[0] in _STOPS else words
        rest = rest if rest[0] in _STOPS else rest[1:]
    return lead + words + rest, start, start + len(words)


def _left_out(lead: str, rest: str, *, first: bool, stopped: bool) -> tuple[str, int, int]:
    if first or stopped:
        tail = rest.lstrip(_LOOSE) if first else rest.lstrip(" ")
        if first:
            tail = tail[:1].upper() + tail[1:]
        lead = lead.rstrip(" ") if not tail.strip() else lead
    else:
        tail = rest.lstrip(" ")
        lead = lead.rstrip(" ,;:-–—")
        tail = tail if not tail or tail[0] in ".,;:!?…)" else " " + tail
        if tail[:1] in tuple(",;:") and not tail[1:].strip():
            tail = "."
    if not first and stopped and lead.rstrip()[-1:] not in tuple(_STOPS):
        lead = lead.rstrip(" ,;:-–—") + "."
        tail = " " + tail if tail and not tail.startswith((" ", "\n")) else tail
    return lead + tail, len(lead), len(lead)


def _opens(lead: str) -> bool:
    before = lead.rstrip(" \"'“‘(*")
    return not before or before[-1] in _STOPS + "\n"


def tidy(text: str) -> str:
    """`text` without the doubled blanks and empty lines that taking words out leaves."""
    lines = [_TWO_BLANKS.sub(" ", line).strip() for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def addressed(rewrite: str, text: str, pack: Pack) -> str:
    """`rewrite` as the writer of `text` says it: "I" or "we", and `{address}` as they address their reader."""
    said = sayings(pack.code)
    rewrite = said.spoken(rewrite, text)
    if "{address}" not in rewrite:
        return rewrite
    return rewrite.replace("{address}", said.addressee(text) or pack.language.default_address)
