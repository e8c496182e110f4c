"""The words of a report, in every language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import model_validator

from replyguard.domain.base import Frozen
from replyguard.domain.review import Category
from replyguard.domain.triage import Cause, Topic
from replyguard.insight.rows import TABLES
from replyguard.languages import yaml
from replyguard.languages.schema import Words

_FILE = Path(__file__).parent / "labels.yaml"


class Labels(Frozen):
    """One language. `decimal`: stands before the fraction of a number; `empty`: what to do where nothing is there."""

    decimal: Words
    empty: Words
    since: Words
    nothing: Words
    all: Words
    tables: dict[str, Words]
    columns: dict[str, Words]
    causes: dict[Cause, Words]
    topics: dict[Topic, Words]
    categories: dict[Category, Words]

    @model_validator(mode="after")
    def _names_all(self) -> Labels:
        wanted = {
            *((table, table in self.tables) for table in TABLES),
            *((name, name in self.columns) for row in TABLES.values() for name in row.model_fields),
            *((name.value, name in self.causes) for name in Cause),
            *((name.value, name in self.topics) for name in Topic),
            *((name.value, name in self.categories) for name in Category),
        }
        if missing := sorted(name for name, named in wanted if not named):
            raise ValueError(f"has no {', '.join(missing)}")
        return self

    def of(self, value: object) -> str:
        """A value as people read it."""
        match value:
            case Cause():
                return self.causes[value]
            case Topic():
                return self.topics[value]
            case Category():
                return self.categories[value]
            case float():
                return f"{value:.1f}".replace(".", self.decimal)
            case None:
                return "–"
            case _:
                return str(value)


@cache
def all_labels() -> dict[str, Labels]:
    """By language code; `DataError` with the line where the file is wrong."""
    found: dict[str, Labels] = yaml.read(_FILE, dict[str, Labels])
    return found


def labels(language: str) -> Labels:
    """The words of a language; of English where there is none."""
    return all_labels().get(language) or all_labels()["en"]
