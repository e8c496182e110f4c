"""What a model is told: one file a step, read once, with its inputs put in where none can become an instruction."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.errors import DataError
from replyguard.languages import yaml
from replyguard.resources import folder

Untrusted = str | Sequence[str] | Mapping[str, str | Sequence[str]] | Sequence[Mapping[str, str]]
"""What strangers or files may have written: it enters a prompt as JSON, and as nothing else."""

_WHY = re.compile(r"<!-- why:.*?-->\n?", re.DOTALL)
_VARIABLE = re.compile(r"\{([a-z_]+)\}")
_CASE = "\n--- case ---\n"


class Front(Frozen):
    """A prompt's head. `answer`: the form it asks for; `trusted` inputs stand as they are, `untrusted` ones as JSON."""

    name: str = Field(pattern=r"^[a-z]+$")
    version: int = Field(ge=1)
    answer: str
    trusted: tuple[str, ...] = ()
    untrusted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Messages:
    """What is sent: `system` is the same for every case, so that providers can cache it; `user` is the case.

    orders: of the case what we say ourselves; no answer repeats it.
    """

    system: str
    user: str
    orders: str = ""


@dataclass(frozen=True)
class Prompt:
    """One step's prompt. `fixed` and `case`: its words, with `{name}` where an input goes."""

    front: Front
    fixed: str
    case: str

    @property
    def label(self) -> str:
        """As an attempt records it: `draft@1`."""
        return f"{self.front.name}@{self.front.version}"

    @property
    def words(self) -> str:
        """The first 16 digits of the SHA-256 of what is sent, inputs left out."""
        return hashlib.sha256((self.fixed + _CASE + self.case).encode()).hexdigest()[:16]

    def render(self, trusted: Mapping[str, str], untrusted: Mapping[str, Untrusted]) -> Messages:
        """The messages for one case. A `ValueError` where the inputs are not exactly those that are declared."""
        for given, declared in ((trusted, self.front.trusted), (untrusted, self.front.untrusted)):
            if set(given) != set(declared):
                raise ValueError(f"{self.label} takes {sorted(declared)}, not {sorted(given)}")
        values = {**trusted, **{name: _as_json(value) for name, value in untrusted.items()}}
        ours = _put_in(self.case, {**dict.fromkeys(untrusted, ""), **trusted})
        return Messages(_put_in(self.fixed, values), _put_in(self.case, values), orders=ours)


def _put_in(words: str, values: Mapping[str, str]) -> str:
    # One pass: a `{name}` inside a value is never looked at.
    return _VARIABLE.sub(lambda match: values[match[1]], words)


def _as_json(value: Untrusted) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # half a character becomes its JSON escape


@cache
def load(name: str) -> Prompt:
    """The prompt `name` of the folder `prompts`; a `DataError` with the line where it is wrong."""
    return read(folder("prompts") / f"{name}.md")


def read(path: Path) -> Prompt:
    """The prompt in the file `path`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path, 0, f"cannot be read: {type(error).__name__}") from error
    if not text.startswith("---\n") or "\n---\n" not in text:
        raise DataError(path, 1, "should begin with its front matter between two lines of ---")
    head, _, body = text.partition("\n---\n")
    front: Front = yaml.parse(head, Front, path)
    fixed, case, rest = _WHY.sub("", body).partition(_CASE)
    if not case:
        raise DataError(path, 0, "should have one line '--- case ---' before the case")
    _check(front, fixed, rest, path)
    return Prompt(front, fixed.strip(), rest.strip())


def _check(front: Front, fixed: str, case: str, path: Path) -> None:
    if front.name != path.stem:
        raise DataError(path, 0, f"name: should be '{path.stem}', as the file is called")
    declared, used = {*front.trusted, *front.untrusted}, set(_VARIABLE.findall(fixed + case))
    if declared != used:
        raise DataError(path, 0, f"declared and used inputs differ: {', '.join(sorted(declared ^ used))}")
    early = set(_VARIABLE.findall(fixed)) & set(front.untrusted)
    if early:
        raise DataError(path, 0, f"{', '.join(sorted(early))}: untrusted inputs belong into the case")


if __name__ == "__main__":
    for path in sorted(folder("prompts").glob("*.md")):
        prompt = read(path)
        print(prompt.front.name, prompt.front.version, prompt.words)
