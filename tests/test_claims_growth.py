"""Hostile text costs the claims reader time in proportion to its length: four times the text is no sixteen times."""

from __future__ import annotations

import asyncio
import random
import time

import pytest

from replyguard.cooldown.claims import ClaimsReader
from replyguard.cooldown.reader import Context
from replyguard.languages.pack import load

SHAPES = ['"(', "!", "a\u200b", "9", "9.", "Rp ", "Rp1 ", "dua puluh ", "a", "a-", "@a", "and,", "0812-", "3 May "]
SEED, WORDS = 7, ["$4", "besok", "3 hari", "@", "(", "-", "we", "sudah", "20%", "\u200b", "#1", "!", "dua", "and", "x"]
_NOISE = random.Random(SEED).choices(WORDS, k=60)
_SMALL, _GROWTH, _WORST = 4_000, 4, 10


def cost(text: str, code: str) -> float:
    """The least CPU time in seconds of three reviews, each of a text that no cache has seen."""
    context = Context(load(code), "I paid $40 and waited", ("Refund of $40 made",))
    spent = []
    for number in range(3):
        start = time.process_time()
        asyncio.run(ClaimsReader().read(f"{text}q{'z' * number}", context))
        spent.append(time.process_time() - start)
    return min(spent)


@pytest.mark.parametrize("code", ["id", "en"])
@pytest.mark.parametrize("shape", [*SHAPES, " ".join(_NOISE) + " "])
def test_four_times_the_text_is_not_sixteen_times_the_work(shape: str, code: str) -> None:
    cost(shape * 9, code)
    small = cost((shape * _SMALL)[:_SMALL], code)
    large = cost((shape * _SMALL * _GROWTH)[: _SMALL * _GROWTH], code)
    assert large < max(_WORST * small, 0.02), f"{small * 1e3:.1f} ms, then {large * 1e3:.1f} ms"
