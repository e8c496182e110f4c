"""Labelled replies read, disturbed as people disturb text, and turned into tokens."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from replyguard.cooldown.network import CATEGORIES, PAD, layouts
from replyguard.languages.pack import available
from replyguard.languages.pack import load as load_pack

# The column of each category.
NUMBER = {category.value: number for number, category in enumerate(CATEGORIES)}


# How the ids of the first corpus begin.
FIRST = "tr-"


@dataclass(frozen=True)
class Example:
    """One labelled reply. spans: (start, end, number of the category), half-open, in characters.

    unsure: numbers of categories of which nothing is known here (a claim in a text whose facts were taken away).
    """

    id: str
    language: str
    reply: str
    complaint: str
    facts: tuple[str, ...]
    spans: tuple[tuple[int, int, int], ...]
    unsure: tuple[int, ...] = ()

    @property
    def scene(self) -> str:
        """What minimal pairs share."""
        return self.complaint or self.id


@dataclass(frozen=True)
class Tokens:
    """ids, parts: of the whole input; labels: (tokens, categories); weight: 0 where nothing is to be learnt."""

    ids: np.ndarray
    parts: np.ndarray
    labels: np.ndarray
    weight: np.ndarray


def load(paths: Iterable[Path]) -> list[Example]:
    """The examples in these JSON-lines files. SystemExit names the line where a quote is not in its reply."""
    return [
        _example(line, f"{path.name}:{n}") for path in paths for n, line in enumerate(path.open(encoding="utf-8"), 1)
    ]


def of_rules() -> list[Example]:
    """The examples that prove the rules: blunt words, and near misses. Of other categories they say nothing."""
    found = []
    for code in available():
        for rule in load_pack(code).rules:
            number = NUMBER.get(rule.category.value)
            if number is None:
                continue
            others = tuple(n for n in range(len(CATEGORIES)) if n != number)
            for one in (*rule.fires, *rule.silent):
                spans = tuple((span.start, span.end, number) for span in one.spans)
                found.append(Example(rule.id, code, one.text, one.complaint, tuple(one.facts), spans, others))
    return found


def split(folder: Path) -> tuple[list[Example], list[Example]]:
    """What is learnt from, and what is held out: `held_*.jsonl`, by authors of whom nothing is learnt."""
    paths = sorted(folder.glob("*.jsonl"))
    held = [path for path in paths if path.name.startswith("held_")]
    return load([path for path in paths if path not in held]), load(held)


def slang(path: Path) -> dict[str, dict[str, list[str]]]:
    """By language, then word: how people type it."""
    found: dict[str, dict[str, list[str]]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _example(line: str, place: str) -> Example:
    row = json.loads(line)
    spans = []
    for finding in row["findings"]:
        start = row["reply"].find(finding["quote"])
        if start < 0:
            raise SystemExit(f"{place}: the reply does not hold {finding['quote']!r}")
        if finding["category"] in NUMBER:
            spans.append((start, start + len(finding["quote"]), NUMBER[finding["category"]]))
    facts = tuple(row.get("facts") or ())
    return Example(row["id"], row["lang"], row["reply"], row.get("complaint") or "", facts, tuple(spans))


def tokens(example: Example, tokenizer: Tokenizer) -> Tokens:
    """The input as the reader lays it out (the first window of a long reply); only the reply's tokens are learnt."""
    layout = layouts(tokenizer, example.reply, example.complaint, example.facts)[0]
    labels = np.zeros((len(layout.ids), len(CATEGORIES)), dtype="f4")
    for at, (start, end) in enumerate(layout.offsets, layout.first):
        for a, b, number in example.spans:
            if start < b and a < end:
                labels[at, number] = 1
    weight = np.zeros_like(labels)
    weight[layout.first : layout.first + len(layout.offsets)] = 1
    for number in example.unsure:
        weight[:, number] *= labels[:, number]
    return Tokens(np.array(layout.ids), np.array(layout.parts), labels, weight)


def batches(found: Sequence[Tokens], size: int, chance: random.Random | None = None) -> list[list[int]]:
    """Indices by batch, of similar length; in random order where `chance` is given."""
    order = sorted(range(len(found)), key=lambda i: (len(found[i].ids), chance.random() if chance else 0))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if chance:
        chance.shuffle(groups)
    return groups


def padded(found: Sequence[Tokens]) -> tuple[np.ndarray, ...]:
    """ids, parts, there, labels, weight of a batch, filled to its longest."""
    longest = max(len(one.ids) for one in found)
    ids = np.full((len(found), longest), PAD)
    parts = np.full((len(found), longest), 2)
    there = np.zeros((len(found), longest), dtype="f4")
    labels = np.zeros((len(found), longest, len(CATEGORIES)), dtype="f4")
    weight = np.zeros_like(labels)
    for row, one in enumerate(found):
        length = len(one.ids)
        ids[row, :length], parts[row, :length], there[row, :length] = one.ids, one.parts, 1
        labels[row, :length], weight[row, :length] = one.labels, one.weight
    return ids, parts, there, labels, weight


_WORD = re.compile(r"\s+|\w+|[^\w\s]+")
_CLAIM, _SHOUTING = NUMBER["unsupported_claim"], NUMBER["shouting"]


def disturbed(example: Example, chance: random.Random, slang: dict[str, dict[str, list[str]]]) -> Example:
    """The example as another person might have typed it: typos, slang, dropped marks, no context. Labels move along."""
    noise = chance.choice((0.0, 0.0, 0.04, 0.10))
    words = slang.get(example.language, {}) if chance.random() < 0.5 else {}
    text, spans = "", [[-1, -1] for _ in example.spans]
    shouted = any(number == _SHOUTING for _, _, number in example.spans)
    plain = chance.random() < 0.06 and not shouted
    for match in _WORD.finditer(example.reply):
        piece = _piece(match.group(), chance, noise, words, plain=plain)
        for kept, (a, b, _) in zip(spans, example.spans, strict=True):
            if match.start() < b and a < match.end() and piece.strip():
                kept[0] = len(text) if kept[0] < 0 else kept[0]
                kept[1] = len(text) + len(piece)
        text += piece
    moved = tuple((a, b, c) for (a, b), (_, _, c) in zip(spans, example.spans, strict=True) if a >= 0)
    if len(moved) < len(example.spans):
        return example
    return _context(replace(example, reply=text, spans=moved), chance)


def _context(example: Example, chance: random.Random) -> Example:
    drawn = chance.random()
    if drawn < 0.06:
        return replace(example, facts=(), complaint="", unsure=(_CLAIM,))
    if drawn < 0.12:
        return replace(example, complaint="", unsure=(_CLAIM,))
    if drawn < 0.30 and len(example.facts) > 1:
        return replace(example, facts=tuple(chance.sample(example.facts, len(example.facts))))
    return example


def _piece(piece: str, chance: random.Random, noise: float, words: dict[str, list[str]], *, plain: bool) -> str:
    if plain and not piece.isspace():
        piece = piece.lower() if piece.isalnum() else piece
    if piece.isspace() or (noise == 0.0 and not words):
        return piece
    if piece.lower() in words and chance.random() < 0.6:
        said = chance.choice(words[piece.lower()])
        return said[:1].upper() + said[1:] if piece[:1].isupper() else said
    if chance.random() >= noise:
        return piece
    if not piece.isalpha():
        return "" if piece in {",", "'", "’"} else piece
    return _typo(piece, chance) if len(piece) > 3 else piece


def _typo(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[: at + 1] + word[at:]
    return word if word.isupper() else word.lower()
