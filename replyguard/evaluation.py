"""How good the review is, measured on labelled replies.

A labelled reply is a JSON line with `lang`, `reply`, `findings` (`category`, `quote`) and, where known, `complaint`,
`facts`, `channel`. Intervals are Wilson's, 95 % (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927).
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from replyguard.domain.base import Frozen
from replyguard.domain.complaint import Complaint
from replyguard.domain.review import Category, Review
from replyguard.errors import InputError
from replyguard.guard import ReplyGuard

if TYPE_CHECKING:
    from rich.console import Console

_WORD = re.compile(r"\w+")
_OVERLAP = 0.5
_Z = 1.959964

LABELLED = frozenset(list(Category)[:14])


class Label(Frozen):
    """What an annotator marked. The quote is an exact substring of the reply."""

    category: Category
    quote: str
    severity: str = ""


class Labelled(Frozen):
    """A reply with what should be found in it."""

    id: str = ""
    lang: str
    reply: str
    complaint: str = ""
    facts: tuple[str, ...] = ()
    channel: str = "other"
    findings: tuple[Label, ...] = ()
    missing: tuple[str, ...] = ()
    verdict: str = ""


class Share(Frozen):
    """`hits` of `all`, with the bounds between which the true share lies, 19 times of 20."""

    hits: int
    all: int

    @property
    def value(self) -> float:
        return self.hits / self.all if self.all else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        if not self.all:
            return 0.0, 1.0
        n, p = self.all, self.value
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)


class CategoryFigures(Frozen):
    """Replies in which the category was found rightly, found wrongly, and missed."""

    category: str
    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        return _f1(self.right, self.wrong, self.missed)


class LanguageFigures(Frozen):
    """All figures of one language.

    caught:  flagged replies that the review flagged.
    alarms:  clean replies that it flagged wrongly.
    f1:      of categories per reply, all counted together.
    spans:   labelled findings whose words the review marked under the same category (token IoU of 0.5 or more),
             among those whose category it found in that reply.
    """

    language: str
    replies: int
    caught: Share
    alarms: Share
    f1: float
    spans: Share
    categories: tuple[CategoryFigures, ...]


class Figures(Frozen):
    """The figures of a file, by language."""

    file: str
    checked_by: tuple[str, ...]
    languages: tuple[LanguageFigures, ...]


@dataclass
class _Count:
    replies: int = 0
    caught: int = 0
    flagged: int = 0
    alarms: int = 0
    clean: int = 0
    right: Counter[Category] = field(default_factory=Counter)
    wrong: Counter[Category] = field(default_factory=Counter)
    missed: Counter[Category] = field(default_factory=Counter)
    spans: int = 0
    spanned: int = 0


def measure(file: Path, guard: ReplyGuard) -> Figures:
    """Review every labelled reply of `file` and compare; an `InputError` names a line that is not labelled."""
    counts: dict[str, _Count] = {}
    readers: set[str] = set()
    for labelled in _lines(file):
        review = guard.review(labelled.reply, _complaint(labelled), facts=labelled.facts, channel=labelled.channel)
        readers.update(review.checked_by)
        _add(counts.setdefault(labelled.lang, _Count()), labelled, review)
    return Figures(
        file=file.name,
        checked_by=tuple(sorted(readers)),
        languages=tuple(_figures(language, count) for language, count in sorted(counts.items())),
    )


def _complaint(labelled: Labelled) -> Complaint | None:
    return Complaint.of(text=labelled.complaint, channel=labelled.channel) if labelled.complaint.strip() else None


def _lines(file: Path) -> Iterator[Labelled]:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError("file", f"{file}: cannot be read: {error.strerror}") from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield Labelled.model_validate(json.loads(line))
            except ValueError as error:
                raise InputError("file", f"{file}:{number}: is not a labelled reply: {error}") from None


def _add(count: _Count, labelled: Labelled, review: Review) -> None:
    count.replies += 1
    # Labels know the fourteen categories; a text over its channel's limit is right to block and no false alarm here.
    flagged = any(finding.category in LABELLED for finding in review.findings)
    if labelled.findings:
        count.flagged += 1
        count.caught += flagged
    else:
        count.clean += 1
        count.alarms += flagged
    wanted = {label.category for label in labelled.findings}
    found = {finding.category for finding in review.findings} & LABELLED
    count.right.update(wanted & found)
    count.wrong.update(found - wanted)
    count.missed.update(wanted - found)
    for label in labelled.findings:
        if label.category in found:
            count.spanned += 1
            count.spans += _marked(label, labelled.reply, review)


def _marked(label: Label, reply: str, review: Review) -> bool:
    start = reply.find(label.quote)
    wanted = _tokens(reply, start, start + len(label.quote))
    for finding in review.findings:
        if finding.category is label.category:
            found = _tokens(reply, finding.start, finding.end)
            if len(wanted & found) >= _OVERLAP * len(wanted | found) > 0:
                return True
    return False


def _tokens(text: str, start: int, end: int) -> set[int]:
    return {match.start() for match in _WORD.finditer(text) if match.start() < end and start < match.end()}


def _f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def _figures(language: str, count: _Count) -> LanguageFigures:
    seen = sorted({*count.right, *count.wrong, *count.missed}, key=list(Category).index)
    return LanguageFigures(
        language=language,
        replies=count.replies,
        caught=Share(hits=count.caught, all=count.flagged),
        alarms=Share(hits=count.alarms, all=count.clean),
        f1=_f1(count.right.total(), count.wrong.total(), count.missed.total()),
        spans=Share(hits=count.spans, all=count.spanned),
        categories=tuple(
            CategoryFigures(category=c, right=count.right[c], wrong=count.wrong[c], missed=count.missed[c])
            for c in seen
        ),
    )


def show(console: Console, figures: Figures) -> None:
    """The figures as tables."""
    from rich.table import Table

    console.print(f"{figures.file}, read by: {', '.join(figures.checked_by)}", markup=False)
    summary = Table(
        "language", "replies", "flagged replies caught", "good replies wrongly flagged", "category F1", "span overlap"
    )
    for one in figures.languages:
        summary.add_row(
            one.language, str(one.replies), _shown(one.caught), _shown(one.alarms), f"{one.f1:.2f}", _shown(one.spans)
        )
    console.print(summary)
    for one in figures.languages:
        table = Table("category", "found", "wrongly", "missed", "F1", title=one.language)
        for category in one.categories:
            row = (category.right, category.wrong, category.missed)
            table.add_row(category.category, *map(str, row), f"{category.f1:.2f}")
        console.print(table)


def _shown(share: Share) -> str:
    low, high = share.bounds
    return f"{share.value:.2f} ({low:.2f} to {high:.2f}; {share.hits} of {share.all})"
