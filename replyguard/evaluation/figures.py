"""What is measured, as numbers. Intervals are Wilson's, 95 % (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927)."""

from __future__ import annotations

import math
from typing import Literal

from replyguard.domain.base import Frozen

_Z = 1.959964


def ratio(part: float, whole: float) -> float:
    """`part` of `whole`; 0 where there is no whole."""
    return part / whole if whole else 0.0


class Share(Frozen):
    """`hits` of `all`; the true share lies between `low` and `high`, 19 times of 20."""

    hits: int
    all: int
    value: float
    low: float
    high: float

    @classmethod
    def of(cls, hits: int, whole: int) -> Share:
        if not whole:
            return cls(hits=hits, all=whole, value=0.0, low=0.0, high=1.0)
        share, spread = hits / whole, _Z**2 / whole
        middle = (share + spread / 2) / (1 + spread)
        half = _Z * math.sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
        return cls(hits=hits, all=whole, value=share, low=max(0.0, middle - half), high=min(1.0, middle + half))


class Agreement(Frozen):
    """Replies in which a category was found rightly, found wrongly, and missed; for all together, the sums."""

    category: str
    right: int
    wrong: int
    missed: int
    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, category: str, right: int, wrong: int, missed: int) -> Agreement:
        return cls(
            category=category,
            right=right,
            wrong=wrong,
            missed=missed,
            precision=ratio(right, right + wrong),
            recall=ratio(right, right + missed),
            f1=ratio(2 * right, 2 * right + wrong + missed),
        )


class ReaderFigures(Frozen):
    """The findings in which one reader had a part: true ones, those that no other reader saw too, and wrong ones."""

    reader: str
    right: int
    alone: int
    wrong: int
    precision: float


class Bin(Frozen):
    """Findings whose score lies from `low` up to `high`: how sure the reader was, and how often it was right."""

    low: float
    high: float
    findings: int
    sure: float
    right: float


class Calibration(Frozen):
    """How far scores can be believed. brier: the mean squared distance of score and truth, 0 (best) to 1."""

    findings: int
    brier: float
    bins: tuple[Bin, ...]


class Slip(Frozen):
    """One thing that the review got wrong.

    kind:  `wrong`: found and not labelled; `missed`: labelled and not found.
    whole: the reply as a whole was judged wrongly: a good one flagged, or a flagged one let pass.
    score: of the wrong finding, where its reader weighs; None else.
    reply: the text, only where it was asked for.
    """

    id: str
    kind: Literal["wrong", "missed"]
    category: str
    severity: str | None = None
    whole: bool
    score: float | None = None
    reader: str | None = None
    reply: str | None = None


class LanguageFigures(Frozen):
    """All figures of one language.

    unreviewed: replies whose review could not be completed; they count as not flagged.
    caught:     flagged replies that the review flagged.
    alarms:     good replies that it flagged wrongly.
    micro:      categories per reply, all counted together.
    spans:      labelled findings whose words a finding of the same category marked (token IoU of 0.5 or more).
    placed:     the same, among those whose category was found somewhere in the reply.
    calibration: of the findings with a score; None where no reader weighs.
    """

    language: str
    replies: int
    unreviewed: int
    caught: Share
    alarms: Share
    micro: Agreement
    spans: Share
    placed: Share
    categories: tuple[Agreement, ...]
    readers: tuple[ReaderFigures, ...]
    calibration: Calibration | None
    worst: tuple[Slip, ...]


class Figures(Frozen):
    """The figures of a file, by language. problems: lines that could not be measured, a sentence each."""

    file: str
    checked_by: tuple[str, ...]
    languages: tuple[LanguageFigures, ...]
    problems: tuple[str, ...] = ()
