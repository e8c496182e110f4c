"""The counts of one language while its replies are read, and the figures they come to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from replyguard.domain.review import Category, Finding, Review, Severity, Verdict
from replyguard.evaluation.figures import (
    Agreement,
    Bin,
    Calibration,
    LanguageFigures,
    ReaderFigures,
    Share,
    Slip,
    ratio,
)
from replyguard.evaluation.labelled import LABELLED, Label, Labelled

_WORD = re.compile(r"\w+")
_OVERLAP = 0.5
_BINS = 5


@dataclass
class Tally:
    """What was counted. `scored`: a finding's score, and whether its category is labelled in that reply."""

    replies: int = 0
    unreviewed: int = 0
    caught: int = 0
    flagged: int = 0
    alarms: int = 0
    clean: int = 0
    labels: int = 0
    placed: int = 0
    spans: int = 0
    right: Counter[Category] = field(default_factory=Counter)
    wrong: Counter[Category] = field(default_factory=Counter)
    missed: Counter[Category] = field(default_factory=Counter)
    readers_right: Counter[str] = field(default_factory=Counter)
    readers_alone: Counter[str] = field(default_factory=Counter)
    readers_wrong: Counter[str] = field(default_factory=Counter)
    scored: list[tuple[float, bool]] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)

    def add(self, labelled: Labelled, review: Review) -> None:
        """Count one reply and its review."""
        # A text over its channel's limit is right to block, and no label knows it: it is no false alarm here.
        findings = [finding for finding in review.findings if finding.category in LABELLED]
        self.replies += 1
        self.unreviewed += review.verdict is Verdict.UNREVIEWED
        if labelled.findings:
            self.flagged += 1
            self.caught += bool(findings)
        else:
            self.clean += 1
            self.alarms += bool(findings)
        wanted = {label.category for label in labelled.findings}
        found = {finding.category for finding in findings}
        self.right.update(wanted & found)
        self.wrong.update(found - wanted)
        self.missed.update(wanted - found)
        self._add_spans(labelled, findings, found)
        self._add_readers(findings, wanted)
        self.slips.extend(_slips(labelled, findings, wanted, found))

    def _add_spans(self, labelled: Labelled, findings: list[Finding], found: set[Category]) -> None:
        for label in labelled.findings:
            marked = is_marked(label, labelled.reply, findings)
            self.labels += 1
            self.placed += label.category in found
            self.spans += marked

    def _add_readers(self, findings: list[Finding], wanted: set[Category]) -> None:
        for finding in findings:
            readers, true = finding.reader.split("+"), finding.category in wanted
            (self.readers_right if true else self.readers_wrong).update(readers)
            if true and len(readers) == 1:
                self.readers_alone.update(readers)
            if finding.score is not None:
                self.scored.append((finding.score, true))

    def figures(self, language: str, worst: int) -> LanguageFigures:
        """The figures; `worst`: how many slips of each kind they list."""
        sums = (self.right.total(), self.wrong.total(), self.missed.total())
        seen = [
            category for category in LABELLED if self.right[category] + self.wrong[category] + self.missed[category]
        ]
        return LanguageFigures(
            language=language,
            replies=self.replies,
            unreviewed=self.unreviewed,
            caught=Share.of(self.caught, self.flagged),
            alarms=Share.of(self.alarms, self.clean),
            micro=Agreement.of("all", *sums),
            spans=Share.of(self.spans, self.labels),
            placed=Share.of(self.spans, self.placed),
            categories=tuple(Agreement.of(c, self.right[c], self.wrong[c], self.missed[c]) for c in seen),
            readers=tuple(self._reader(name) for name in sorted({*self.readers_right, *self.readers_wrong})),
            calibration=calibration(self.scored),
            worst=tuple(_worst(self.slips, worst)),
        )

    def _reader(self, name: str) -> ReaderFigures:
        right, wrong = self.readers_right[name], self.readers_wrong[name]
        return ReaderFigures(
            reader=name, right=right, alone=self.readers_alone[name], wrong=wrong, precision=ratio(right, right + wrong)
        )


def is_marked(label: Label, reply: str, findings: Iterable[Finding]) -> bool:
    """True where one of the findings has the label's category and, at token IoU of 0.5 or more, its words."""
    words = [match.span() for match in _WORD.finditer(reply)]
    same = [finding for finding in findings if finding.category is label.category]
    for found in re.finditer(re.escape(label.quote), reply):
        # Three exclamation marks are no word: what holds none is compared by its characters.
        units = words if _WORD.search(label.quote) else [(place, place + 1) for place in range(len(reply))]
        wanted = _within(units, *found.span())
        for finding in same:
            marked = _within(units, finding.start, finding.end)
            if len(wanted & marked) >= _OVERLAP * len(wanted | marked) > 0:
                return True
    return False


def _within(units: Iterable[tuple[int, int]], start: int, end: int) -> set[int]:
    return {left for left, right in units if left < end and start < right}


def calibration(scored: list[tuple[float, bool]]) -> Calibration | None:
    """Scores against the truth, in five bins of equal width; None without scores."""
    if not scored:
        return None
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for score, true in scored:
        binned[min(int(score * _BINS), _BINS - 1)].append((score, true))
    bins = (
        Bin(
            low=number / _BINS,
            high=(number + 1) / _BINS,
            findings=len(held),
            sure=ratio(sum(score for score, _ in held), len(held)),
            right=ratio(sum(true for _, true in held), len(held)),
        )
        for number, held in enumerate(binned)
    )
    brier = sum((score - true) ** 2 for score, true in scored) / len(scored)
    return Calibration(findings=len(scored), brier=brier, bins=tuple(bins))


def _slips(labelled: Labelled, findings: list[Finding], wanted: set[Category], found: set[Category]) -> Iterator[Slip]:
    for category in sorted(wanted - found):
        weights = [label.severity for label in labelled.findings if label.category is category and label.severity]
        yield Slip(
            id=str(labelled.id),
            kind="missed",
            category=category,
            severity=min(weights, key=list(Severity).index) if weights else None,
            whole=not found,
            reply=labelled.reply,
        )
    for category in sorted(found - wanted):
        surest = max((one for one in findings if one.category is category), key=_sure)
        yield Slip(
            id=str(labelled.id),
            kind="wrong",
            category=category,
            severity=surest.severity,
            whole=not wanted,
            score=surest.score,
            reader=surest.reader,
            reply=labelled.reply,
        )


def _sure(one: Finding | Slip) -> float:
    # A reader that does not weigh is sure.
    return 1.0 if one.score is None else one.score


def _worst(slips: list[Slip], most: int) -> Iterator[Slip]:
    """Whole replies first, then what weighs most, then what the reader was surest of."""
    ranked = sorted(slips, key=lambda slip: (not slip.whole, slip.severity != Severity.BLOCK, -_sure(slip)))
    for kind in ("wrong", "missed"):
        yield from [slip for slip in ranked if slip.kind == kind][:most]
