"""Phrases as data: their notation, their shape, and the choice among them.

A phrase is a sentence or two with
    [a|b|c]     one of these, chosen by the complaint
    <a|b>       a where the tone is casual, b where it is formal
    {slot}      a filler; a phrase with a slot that nothing fills is passed over
    {,call}     the form of address with the comma before it, or nothing; {call,} likewise with the comma after it
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Annotated, TypeVar

from pydantic import Field

from replyguard.languages.pack import Pack
from replyguard.languages.schema import Name, Words

T = TypeVar("T")

PhraseFile = dict[Name, Annotated[tuple[Words, ...], Field(min_length=1)]]

_EITHER = re.compile(r"\[([^\[\]]*)\]")
_TONE = re.compile(r"<([^<>|]*)\|([^<>|]*)>")
_SLOT = re.compile(r"\{(,?)([a-z_]+)(,?)\}")
_OPENING_INSIDE = re.compile(r"(?<=[.!?] )[a-zà-ÿ]")
_OPENING = re.compile(r"(?:^|(?<=[.!?]\s))[a-zà-ÿ]")


@dataclass(frozen=True)
class Chooser:
    """Chooses by the hash of `seed`: the same seed chooses the same, on every machine."""

    seed: str

    def number(self, what: str, below: int) -> int:
        return int.from_bytes(sha256(f"{self.seed}\x00{what}".encode()).digest()[:8], "big") % below

    def order(self, what: str, options: Sequence[T]) -> list[T]:
        """All of `options`, the chosen one first."""
        ranks = {index: self.number(f"{what}\x00{index}", 1 << 62) for index in range(len(options))}
        return [options[index] for index in sorted(ranks, key=ranks.__getitem__)]


@cache
def phrases(pack: Pack, file: str) -> Mapping[str, tuple[str, ...]]:
    """The phrases of `phrases/<file>.yaml`, by name; read once."""
    found: PhraseFile = pack.read(f"phrases/{file}.yaml", PhraseFile)
    return found


def slots_of(phrase: str) -> set[str]:
    """The slots that must be filled; the form of address may stay empty."""
    return {match[2] for match in _SLOT.finditer(phrase)} - {"call"}


def fitting(options: Iterable[str], slots: Mapping[str, str]) -> list[str]:
    """Those of `options` whose slots are all filled."""
    filled = {name for name, value in slots.items() if value}
    return [phrase for phrase in options if slots_of(phrase) <= filled]


def say(phrase: str, slots: Mapping[str, str], chooser: Chooser, *, formal: bool) -> str:
    """The phrase with its alternatives chosen and its slots filled; every sentence begins with a capital."""

    def one_of(match: re.Match[str]) -> str:
        options = match[1].split("|")
        return options[chooser.number(f"{phrase}\x00{match.start()}", len(options))]

    def filler(match: re.Match[str]) -> str:
        before, name, after = match.groups()
        value = slots.get(name, "")
        if not value:
            return ""
        return f"{', ' if before else ''}{value}{', ' if after else ''}"

    toned = _TONE.sub(lambda match: match[2 if formal else 1], _EITHER.sub(one_of, phrase))
    return sentence(_once(_SLOT.sub(filler, toned), slots))


def _once(words: str, slots: Mapping[str, str]) -> str:
    """Without the call that would stand right before the pronoun: "Maaf, Kak, Kakak menunggu"."""
    call, you = slots.get("call", ""), slots.get("you", "")
    return re.sub(rf",? {re.escape(call)}([,.:] )(?={re.escape(you)}\b)", r"\1", words, flags=re.I) if call else words


def sentence(words: str) -> str:
    """`words` without doubled blanks, each sentence with its capital, the last with a stop."""
    text = re.sub(r"\s+([,.!?])", r"\1", re.sub(r"\s+", " ", words)).strip()
    text = re.sub(r",\s*(?=[.!?])", "", text)
    text = _OPENING.sub(lambda match: match[0].upper(), text)
    return text if not text or text[-1] in ".!?" else f"{text}."


def called_once(text: str, call: str, you: str) -> str:
    """`text` with the first "Kak," of it only, and none after the pronoun: nobody is called in every sentence."""
    if not call:
        return text
    name = re.escape(call)
    text = re.sub(rf"(\b{re.escape(you)}\b[^.!?]*), {name}(?=[.!?;,])", r"\1", text)
    first = re.search(rf"(?:(?:^|(?<=[.!?] )){name}, )|(?:, {name}(?=[.,!?;:]))", text)
    if not first:
        return text
    head, rest = text[: first.end()], text[first.end() :]
    rest = re.sub(rf"(?<=[.!?] ){name}, |, {name}(?=[.,!?;:])", "", rest)
    return head + _OPENING_INSIDE.sub(lambda match: match[0].upper(), rest)
