"""The figures as a terminal shows them."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from replyguard.evaluation.figures import Agreement, Calibration, Figures, LanguageFigures, ReaderFigures, Share, Slip
from replyguard.terminal import printable


def show(console: Console, figures: Figures, *, summary: bool = False) -> None:
    """The figures as tables; with `summary` the first one only."""
    readers = ", ".join(figures.checked_by) or "nobody"
    console.print(Text(f"{printable(figures.file)}, read by: {readers}"))
    console.print(_summary(figures.languages))
    for one in figures.languages:
        if one.unreviewed:
            console.print(
                Text(f"{one.language}: {one.unreviewed} replies could not be reviewed, and count as not flagged")
            )
        if not summary:
            _language(console, one)


def _language(console: Console, one: LanguageFigures) -> None:
    console.print(_categories(one.language, (*one.categories, one.micro)))
    if one.readers:
        console.print(_readers(one.language, one.readers))
    if one.calibration:
        console.print(_calibration(one.language, one.calibration))
    if one.worst:
        console.print(_slips(one.language, one.worst))
    for slip in one.worst:
        if slip.reply is not None:
            console.print(Text(f"{slip.id}: {printable(slip.reply)}"))


def _summary(languages: tuple[LanguageFigures, ...]) -> Table:
    table = Table(
        "language",
        "replies",
        "flagged replies caught",
        "good replies wrongly flagged",
        "category F1",
        "spans, of all labelled",
        "of those found",
    )
    for one in languages:
        shares = (_shown(share) for share in (one.caught, one.alarms))
        spans = (_shown(share) for share in (one.spans, one.placed))
        table.add_row(one.language, str(one.replies), *shares, f"{one.micro.f1:.2f}", *spans)
    return table


def _shown(share: Share) -> str:
    return f"{share.value:.2f} ({share.low:.2f}–{share.high:.2f})\n{share.hits} of {share.all}"


def _categories(language: str, rows: tuple[Agreement, ...]) -> Table:
    table = Table(
        "category", "found", "wrongly", "missed", "precision", "recall", "F1", title=f"{language}: categories"
    )
    for row in rows:
        counts = (str(count) for count in (row.right, row.wrong, row.missed))
        parts = (f"{value:.2f}" for value in (row.precision, row.recall, row.f1))
        table.add_row(row.category, *counts, *parts, style="bold" if row.category == "all" else "")
    return table


def _readers(language: str, rows: tuple[ReaderFigures, ...]) -> Table:
    table = Table("reader", "true", "it alone", "wrong", "precision", title=f"{language}: findings, by who found them")
    for row in rows:
        table.add_row(row.reader, str(row.right), str(row.alone), str(row.wrong), f"{row.precision:.2f}")
    return table


def _calibration(language: str, found: Calibration) -> Table:
    title = f"{language}: scores of {found.findings} findings against the truth, Brier {found.brier:.3f}"
    table = Table("score", "findings", "mean score", "share true", title=title)
    for one in found.bins:
        values = (f"{one.sure:.2f}", f"{one.right:.2f}") if one.findings else ("", "")
        table.add_row(f"{one.low:.1f} to {one.high:.1f}", str(one.findings), *values)
    return table


def _slips(language: str, slips: tuple[Slip, ...]) -> Table:
    table = Table("reply", "what", "category", "score", "reader", title=f"{language}: worst errors")
    for slip in slips:
        score = "" if slip.score is None else f"{slip.score:.2f}"
        table.add_row(Text(printable(slip.id)), _what(slip), slip.category, score, slip.reader or "")
    return table


def _what(slip: Slip) -> str:
    if slip.whole:
        return "good reply flagged" if slip.kind == "wrong" else "passed unseen"
    return "found wrongly" if slip.kind == "wrong" else "missed"
