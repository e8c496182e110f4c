"""Which findings the offline rewrites answer, and which of several comes first."""

from __future__ import annotations

from replyguard.cooldown.network import CATEGORIES
from replyguard.cooldown.tagger import TaggerReader
from replyguard.domain.review import Category, Finding

# Of several faults in one sentence, whose sentence stands for it: what the customer needs most, first.
FIRST = (Category.PRIVACY, Category.NON_APOLOGY, Category.CONCEALMENT)
# What a rule alone found, as sure as the tagger is of a finding it barely reports.
_RULE_SCORE = 0.3


def place(finding: Finding) -> tuple[int, int]:
    """What sorts findings by where they begin, the widest first."""
    return finding.start, -finding.end


def rank(finding: Finding) -> tuple[int, float]:
    """What sorts the findings of one sentence: the one whose category speaks for it first."""
    score = -(finding.score or _RULE_SCORE)
    if finding.category is Category.UNSUPPORTED_CLAIM:
        return len(FIRST) + 1, score
    return FIRST.index(finding.category) if finding.category in FIRST else len(FIRST), score


def only_tagged(finding: Finding) -> bool:
    """True where no rule found it too."""
    return finding.reader == TaggerReader.name


def answerable(finding: Finding) -> bool:
    """False for notes, for what no words can answer (a text too long), and for what a model found: it knows better."""
    return finding.weighs and finding.category in CATEGORIES and "model" not in finding.reader.split("+")


def stays(finding: Finding) -> bool:
    """True where its rewrite stays as it is: it is not answerable, or is only put in small letters."""
    return not answerable(finding) or (finding.category is Category.SHOUTING and bool(finding.rewrite))
