"""How often the name that a rule gives is the right one, on sentences that no rule was written with."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from replyguard.cooldown.network import CATEGORIES
from replyguard.cooldown.reader import Context
from replyguard.cooldown.rules import RuleReader
from replyguard.cooldown.settling import BESIDE
from replyguard.languages.pack import load
from training.scenes import Scene

# A rule that marked few of them counts as if it had marked so many more, as often rightly as all rules do.
_DRAWN = 6


def credit(played: Sequence[Scene]) -> dict[str, float]:
    """By rule, by `default` for all others: of the faulty sentences that it marks, the share that carry its name."""
    marked: dict[str, list[bool]] = {}
    for scene in played:
        context = Context(load(scene.language), scene.complaint, scene.facts)
        for text, ((_, _, number),) in scene.faulty:
            found = asyncio.run(RuleReader().read(text, context))
            for rule, category in {(one.rule, one.category) for one in found if one.category not in BESIDE}:
                marked.setdefault(rule or "", []).append(category is CATEGORIES[number])
    every = [right for found in marked.values() for right in found]
    usual = sum(every) / max(1, len(every))
    shares = {rule: (sum(found) + _DRAWN * usual) / (len(found) + _DRAWN) for rule, found in sorted(marked.items())}
    return {"default": round(usual, 3), **{rule: round(share, 3) for rule, share in shares.items()}}
