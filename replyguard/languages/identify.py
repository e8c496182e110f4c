"""Which pack a text is read with: a vote of its function words, and a model of languages where that is unsure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from replyguard.domain.base import Frozen
from replyguard.languages import yaml
from replyguard.languages.pack import HOME, available, load
from replyguard.languages.schema import Words
from replyguard.languages.text import fold

UNKNOWN = "und"

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# An address is looked for where a run of characters begins: at each of them, a long run would cost its square.
_NOISE = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S+@\S+|[@#]\w+|\[[A-Z]+_\d+\]")
_STRETCHED = re.compile(r"(.)\1{2,}")
_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
# Spoken beside Indonesian and mixed with it: the pack for Indonesian reads them best.
_KIN = ("jv", "su")
# Of the words, the part that must be function words of the winner for the vote to be sure.
_SHARE = 0.2
_ENOUGH = 3
# A review asks about the reply and the complaint more than once, and about each of their sentences.
_KEPT, _SENTENCES = 64, 1024
_turn = Lock()


class Identified(Frozen):
    """The language of a text.

    code: a pack's code, or `und` where no pack reads it.
    note: a sentence for the user, "" where there is nothing to say.
    sure: False where the text is too short to know (code is then the best guess).
    """

    code: str
    note: str = ""
    sure: bool = True


class _Ballot(Frozen):
    """`packs`: function words by pack; `cues`: these and ordinary words; `others`: of languages that no pack reads.

    near: a language, the pack that reads it, the words that only it has, and those that only the pack has.
    """

    packs: dict[str, frozenset[str]]
    cues: dict[str, frozenset[str]]
    near: dict[str, tuple[str, frozenset[str], frozenset[str]]]
    others: dict[str, frozenset[str]]


@lru_cache(maxsize=_KEPT)
def identify(text: str, default: str = "en") -> Identified:
    """The language of the text's frame. `default`: the answer for a text without words (emoji, digits)."""
    words = _words(fold(text).text)
    if not words:
        return Identified(code=default, sure=False)
    # Unfolded: folding makes Latin of the Cyrillic letters that look like it.
    if _strange_letters(_words(text)):
        return _unknown()
    return _voted(words) or _modelled(words)


@lru_cache(maxsize=_SENTENCES)
def voted(text: str) -> str | None:
    """The pack that the function words of `text` vote for; None where they are too few. Quick: no model is asked."""
    found = _voted(_words(text))
    return found.code if found is not None and found.code != UNKNOWN else None


def _words(text: str) -> list[str]:
    plain = _NOISE.sub(" ", text).lower()
    return _STRETCHED.sub(r"\1", " ".join(_WORD.findall(plain))).split()


def _strange_letters(words: Iterable[str]) -> bool:
    letters = "".join(words)
    # A word of an alphabet without spaces is one long run; it weighs about two letters per character.
    strange = sum(2 if _WITHOUT_SPACES.match(one) else 1 for one in letters if one > "\u024f" and not _accented(one))
    return strange * 2 > len(letters)


def _accented(letter: str) -> bool:
    return "\u1e00" <= letter <= "\u1eff"  # Latin, as Vietnamese writes it


def _voted(words: list[str]) -> Identified | None:
    ballot = _ballot()
    votes = _count(words, ballot.packs)
    best, second = _two(votes)
    stranger, _ = _two(_count(words, ballot.others))
    if stranger[1] >= max(_ENOUGH, _SHARE * len(words)) and stranger[1] > 1.5 * best[1]:
        return _unknown()
    enough = best[1] >= max(_ENOUGH, _SHARE * len(words))
    if enough and best[1] > second[1] and best[1] > 1.5 * stranger[1]:
        return _known(best[0], words)
    best, second = _two(_count(words, ballot.cues))
    enough = best[1] >= min(2.0, 0.5 * len(words))
    if enough and best[1] > 1.5 * second[1] and best[1] > 2 * stranger[1]:
        return _known(best[0], words, sure=len(words) >= _ENOUGH)
    return None


def _count(words: list[str], lists: dict[str, frozenset[str]]) -> dict[str, int]:
    return {code: sum(map(known.__contains__, words)) for code, known in lists.items()}


def _two(votes: dict[str, int]) -> tuple[tuple[str, int], tuple[str, int]]:
    first, second, *_ = [*sorted(votes.items(), key=lambda pair: -pair[1]), ("", 0), ("", 0)]
    return first, second


def _modelled(words: list[str]) -> Identified:
    model, ballot, text = _model(), _ballot(), " ".join(words)
    code, sureness = _classified(model, text, None)
    ours = max(_count(words, ballot.packs).values())
    (_, stranger), _ = _two(_count(words, ballot.others))
    few = ours < _SHARE * len(words) or 1.5 * stranger >= ours
    if len(words) >= _ENOUGH and few and sureness > 0.6 and code not in {*available(), *ballot.near, *_KIN}:
        return _unknown()
    code, sureness = _classified(model, text, [*available(), *ballot.near])
    sure = len(words) > _ENOUGH and sureness > 0.7
    if code in ballot.near:
        owner, _, _ = ballot.near[code]
        return Identified(code=owner, note=load(owner).language.near[code], sure=sure)
    return _known(code, words, sure=sure)


def _classified(model: Any, text: str, among: list[str] | None) -> tuple[str, float]:
    # The languages to choose among are the model's own state: threads take turns.
    with _turn:
        model.set_languages(among)
        code, sureness = model.classify(text)
    return str(code), float(sureness)


def _known(code: str, words: list[str], *, sure: bool = True) -> Identified:
    for near, (owner, theirs, own) in _ballot().near.items():
        if owner == code:
            known = len(theirs.intersection(words))
            # One such word is a turn of phrase in Indonesian too ("tak seorang pun").
            if known >= min(2, len(words) // 3) > 0 and 2 * known >= sum(map(own.__contains__, words)):
                return Identified(code=code, note=load(code).language.near[near], sure=sure)
    return Identified(code=code, sure=sure)


def _unknown() -> Identified:
    names = ", ".join(load(code).language.name for code in available())
    return Identified(
        code=UNKNOWN,
        note=f"This is in a language that no pack reads; there are: {names}. Have somebody who speaks it read it.",
    )


@cache
def _ballot() -> _Ballot:
    packs = {code: frozenset(load(code).language.stopwords) for code in available()}
    cues = {code: frozenset(_cues(code)) for code in available()}
    others: dict[str, tuple[Words, ...]] = yaml.read(HOME / "others.yaml", dict[str, tuple[Words, ...]])
    near = {
        code: (own, known - cues[own], cues[own] - known)
        for own in available()
        for code in load(own).language.near
        for known in [frozenset(others.get(code, ()))]
    }
    strangers = {code: frozenset(known) for code, known in others.items() if code not in near}
    both = {code: packs[code] | cues[code] for code in packs}
    return _Ballot(packs=packs, cues=both, near=near, others=strangers)


def _cues(code: str) -> tuple[str, ...]:
    pack = load(code)
    return pack.read("cues.yaml", tuple[Words, ...]) if (pack.folder / "cues.yaml").exists() else ()


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second: only where the vote is unsure

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
