"""A review and a reply as a terminal shows them. Text from outside is printed as text: no markup, no control codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from replyguard.domain.reply import ReviewedReply
from replyguard.domain.review import Finding, Review, Severity, Verdict
from replyguard.domain.triage import Triage

_STYLE = {Severity.BLOCK: "bold red", Severity.WARN: "yellow", Severity.NOTE: "cyan"}
_VERDICT = {
    Verdict.READY: ("green", "ready: nothing found. Read it once more before you post it."),
    Verdict.REVISE: ("yellow", "revise: a careful person would rewrite what is marked."),
    Verdict.HOLD: ("bold red", "hold: do not post it as it stands."),
    Verdict.UNREVIEWED: ("bold magenta", "unreviewed: nobody can say whether it may be posted."),
}


def printable(text: str) -> str:
    """`text` without what could drive the terminal: control, bidirectional and invisible characters become "�"."""
    return "".join(
        c if c == "\n" or (c.isprintable() or c in "\u200d\ufe0f") else " " if c == "\t" else "�" for c in text
    )


def show_reply(console: Console, reply: ReviewedReply) -> None:
    """Triage, the reply with its findings, and what the human still has to answer."""
    _triage(console, reply.triage)
    show_review(console, reply.text, reply.review)
    _list(console, "Before you post, find out:", reply.draft.questions)
    _list(console, "Note:", reply.problems)
    written = f"Written by: {reply.engine} engine, {len(reply.attempts)} draft(s){_spent(reply)}"
    console.print(Text(written, style="dim"))


def _spent(reply: ReviewedReply) -> str:
    """What the models took for it; "" where none was asked."""
    if not reply.tokens and reply.cost is not None:
        return ""
    cost = "price not known" if reply.cost is None else f"${reply.cost:.4f}"
    return f", {reply.tokens:,} tokens, {cost}"


def show_review(console: Console, text: str, review: Review, *, explained: bool = False) -> None:
    """The text with its flagged words underlined, then each finding, the verdict and who read it.

    explained: each finding with what stands behind it, and what would change it.
    """
    console.print()
    _underlined(console, printable(text), review.findings)
    console.print()
    for number, finding in enumerate((*review.findings, *review.notes), 1):
        _finding(console, number, finding)
        if explained:
            _explanation(console, finding, review.language)
    style, words = _VERDICT[review.verdict]
    console.print(Text(words[:1].upper() + words[1:], style=style))
    if review.missing:
        console.print(Text("Missing: " + ", ".join(part.replace("_", " ") for part in review.missing), style="dim"))
    _list(console, "Note:", review.problems)
    readers = ", ".join(review.checked_by) or "nobody"
    console.print(Text(f"Read by: {readers} (language: {review.language})", style="dim"))


def _triage(console: Console, triage: Triage) -> None:
    facts = [
        f"language {triage.language}",
        f"cause {triage.cause} ({triage.confidence:.0%})",
        "topics " + ", ".join(triage.topics),
        f"urgency {triage.urgency}",
    ]
    console.print(Text(" · ".join(facts).replace("_", " "), style="bold"))
    if triage.language_note:
        console.print(Text(triage.language_note, style="yellow"))
    for name, marks in (
        ("Risk", triage.risks),
        ("Policy breach", triage.breaches),
        ("Personal data", triage.personal_data),
    ):
        for mark in marks:
            console.print(Text(f"{name}: {mark.what.replace('_', ' ')}: “{printable(mark.quote)}”", style="yellow"))


def _finding(console: Console, number: int, finding: Finding) -> None:
    head = Text(
        f"{number}. {finding.category.replace('_', ' ')} ({finding.severity}, {finding.reader}) ",
        style=_STYLE[finding.severity],
    )
    head.append(f"“{_short(printable(finding.quote))}”", style="underline")
    console.print(head)
    console.print(Text(f"   {printable(finding.reason)}"))
    if finding.rewrite:
        console.print(Text(f"   → {printable(finding.rewrite)}", style="green"))
    elif finding.rewrite == "":
        console.print(Text("   → leave it out", style="green"))


def _explanation(console: Console, finding: Finding, language: str) -> None:
    from replyguard.cooldown.explaining import explain

    for sentence in explain(finding, language).sentences:
        console.print(Text(f"   · {printable(sentence)}", style="dim"))


def _short(quote: str, most: int = 120) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= most else f"{flat[:most]}…"


def _list(console: Console, title: str, items: Sequence[str]) -> None:
    if items:
        console.print(Text(title, style="bold"))
        for item in items:
            console.print(Text(f" • {printable(item)}"))


def _underlined(console: Console, text: str, findings: Iterable[Finding]) -> None:
    """On a terminal the words are underlined; elsewhere a line of ^ stands under them."""
    flagged = [False] * len(text)
    for finding in findings:
        flagged[finding.start : finding.end] = [True] * (min(finding.end, len(text)) - finding.start)
    for start, end in _lines(text, max(20, console.width - 1)):
        line = Text(text[start:end])
        for place in range(start, end):
            if flagged[place]:
                line.stylize("underline bold red", place - start, place - start + 1)
        console.print(line, soft_wrap=True)
        if not console.is_terminal and any(flagged[start:end]):
            marks = "".join(("^" if flagged[i] else " ") * cell_len(text[i]) for i in range(start, end))
            console.print(Text(marks.rstrip()), soft_wrap=True)


def _lines(text: str, width: int) -> Iterable[tuple[int, int]]:
    """Where the lines of `text` begin and end when it is broken at blanks to fit `width` columns."""
    start = 0
    for paragraph in text.split("\n"):
        left, stop = start, start + len(paragraph)
        while cell_len(text[left:stop]) > width:
            cut = text.rfind(" ", left, left + width)
            cut = cut if cut > left else left + width
            yield left, cut
            left = cut + 1 if text[cut] == " " else cut
        yield left, stop
        start = stop + 1
