"""YAML as text, with the line of every value, shaped by pydantic and refused with file and line."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import TypeAdapter, ValidationError

from replyguard.errors import DataError

T = TypeVar("T")
Place = tuple[Hashable, ...]

# More than there are: a language's ten files of rules have one shape, and making sense of it takes longer than a file.
_SHAPES = 128

# BaseLoader reads all as text: YAML 1.1 reads 'no' as False and 12:30 as 750. The C one is 8 times as fast.
_Base: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]  # one of two, both untyped
    """Every value is text here, so nobody asks for its tag: to work that out takes a third of the reading."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return "text"

    def descend_resolver(self, node: object, index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def read(path: Path, shape: type[T] | Any) -> T:
    """The file at `path` in the form of `shape`, a pydantic model or a type; `DataError` with the line if it is not."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path, 0, f"cannot be read: {type(error).__name__}") from error
    found: T = parse(text, shape, path)
    return found


def parse(text: str, shape: type[T] | Any, path: Path | str = "<text>") -> T:
    """As `read`, for a text already at hand; `path` names it in errors."""
    try:
        root = yaml.compose(text, Loader=_Loader)
        value = _plain(root, path) if root is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DataError(path, line, f"is not YAML: {error.problem}") from error
    try:
        found: T = _adapter(cast("Hashable", shape)).validate_python(value)
        return found
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = tuple(first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        where = ".".join(str(part) for part in place)
        raise DataError(path, _line(place, root), f"{where}: {message}") from error


@lru_cache(maxsize=_SHAPES)
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _plain(node: yaml.Node, path: Path | str) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, item in node.value:
            if key.value in found:
                raise DataError(path, key.start_mark.line + 1, f"{key.value}: stands here twice")
            found[key.value] = _plain(item, path)
        return found
    return node.value


def _line(place: Place, root: yaml.Node | None) -> int:
    """Where the value at `place` stands, or the innermost one that holds it; 0 where there is none at all."""
    node = root
    for part in place:
        inner = _inner(node, part)
        if inner is None:
            break
        node = inner
    return node.start_mark.line + 1 if node is not None else 0


def _inner(node: yaml.Node | None, part: Hashable) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((item for key, item in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    return None
