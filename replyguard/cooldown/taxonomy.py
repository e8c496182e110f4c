"""What the review looks for, as data: the kinds of finding, what each weighs, and what is none."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.domain.review import Category, Severity
from replyguard.languages import yaml
from replyguard.languages.matching import compiled
from replyguard.languages.pack import Pack
from replyguard.languages.schema import Words

_FILE = Path(__file__).parent / "taxonomy.yaml"

# The words of a language that stand for a person: its `words` of these names, and its forms of address.
_PEOPLE = ("you", "your", "youare", "youhave", "youwould", "staff", "customer", "anda", "petugas")


class Kind(Frozen):
    """A kind of finding. `naming_people`: what it weighs where its words name the customer or a person."""

    group: Literal["emotional", "defensive", "honesty", "privacy"]
    severity: Severity
    naming_people: Severity | None = None
    meaning: Words
    examples: dict[str, Words]


class Taxonomy(Frozen):
    """`taxonomy.yaml`. `not_findings`: what looks like one and is none."""

    findings: dict[Category, Kind]
    not_findings: tuple[Words, ...] = Field(min_length=1)

    @property
    def text(self) -> str:
        """As a model reads it: a line for each kind, then a line for each thing that is none."""
        kinds = [f"- {category.value}: {_told(kind)}" for category, kind in self.findings.items()]
        return "\n".join([*kinds, "", "Not findings:", *(f"- {one}" for one in self.not_findings)])

    def severity(self, category: Category, quote: str, pack: Pack) -> Severity:
        """What a finding of `category` on the words `quote` weighs."""
        kind = self.findings[category]
        return kind.naming_people if kind.naming_people and _names_people(quote, pack) else kind.severity


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy, read once."""
    found: Taxonomy = yaml.read(_FILE, Taxonomy)
    return found


def _told(kind: Kind) -> str:
    examples = " / ".join(f'"{one}"' for one in kind.examples.values())
    return f"{kind.meaning} ({examples})"


def _names_people(quote: str, pack: Pack) -> bool:
    words = [pack.words[name] for name in _PEOPLE if name in pack.words]
    sources = (*words, *pack.language.address.values())
    return any(compiled(rf"\b(?:{source})\b").search(quote) for source in sources)
