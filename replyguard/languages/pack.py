"""A language: a folder of data. `load("id")` reads it once; `available()` lists the folders."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from replyguard.errors import DataError
from replyguard.languages import yaml
from replyguard.languages.matching import PatternError, Patterns, expand
from replyguard.languages.schema import ExceptionFile, LanguageFile, Rule, RuleFile, Spare

T = TypeVar("T")

HOME = Path(__file__).parent


class Pack:
    """One language's data, each file read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.language: LanguageFile = yaml.read(folder / "language.yaml", LanguageFile)

    @property
    def code(self) -> str:
        return self.language.code

    @property
    def words(self) -> Mapping[str, str]:
        return self.language.words

    def read(self, file: str, shape: type[T] | Any) -> T:
        """The file `file` of this language in the form of `shape`; `DataError` with its line where it is not."""
        found: T = yaml.read(self.folder / file, shape)
        return found

    def patterns(self, sources: tuple[str, ...], *, file: str, exact: bool = False) -> Patterns:
        """`sources` with their `{name}`s put in, ready to match; `file` names their home in errors."""
        try:
            return Patterns((expand(source, self.words) for source in sources), exact=exact)
        except PatternError as error:
            raise DataError(self.folder / file, 0, str(error)) from error

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of `rules/`, one file per category, by file and place."""
        found: list[Rule] = []
        for path in sorted((self.folder / "rules").glob("*.yaml")):
            rules: tuple[Rule, ...] = yaml.read(path, RuleFile)
            strangers = [rule.id for rule in rules if rule.category != path.stem]
            if strangers:
                raise DataError(path, 0, f"{strangers[0]}: belongs into {strangers[0].partition('.')[0]}.yaml")
            found.extend(rules)
        return tuple(found)

    @cached_property
    def exceptions(self) -> tuple[Spare, ...]:
        """The named exceptions of `exceptions.yaml`."""
        return self.read("exceptions.yaml", ExceptionFile)


@cache
def available() -> tuple[str, ...]:
    """The codes of the languages there are, sorted."""
    return tuple(sorted(path.parent.name for path in HOME.glob("*/language.yaml")))


@cache
def load(code: str) -> Pack:
    """The language `code`; a `DataError` lists the ones there are."""
    if code not in available():
        raise DataError(HOME, 0, f"no language '{code}'; there are: {', '.join(available())}")
    return Pack(HOME / code)
