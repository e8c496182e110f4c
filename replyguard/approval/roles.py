"""Who may do what: the rights of the roles, from `roles.yaml`."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import field_validator

from replyguard.domain.base import Frozen
from replyguard.domain.case import Person, Role
from replyguard.domain.review import Category
from replyguard.languages import yaml

_FILE = Path(__file__).parent / "roles.yaml"


class Right(StrEnum):
    """What a person can be allowed to do. `dismiss_reserved`: to overrule a finding that rests on the law."""

    DRAFT = "draft"
    EDIT = "edit"
    DISMISS = "dismiss"
    DISMISS_RESERVED = "dismiss_reserved"
    APPROVE = "approve"
    APPROVE_WHILE_PAUSED = "approve_while_paused"
    SECOND_READ = "second_read"


class Roles(Frozen):
    """The shape of `roles.yaml`: the rights of every role, and the categories that are reserved."""

    rights: dict[Role, frozenset[Right]]
    reserved: frozenset[Category]

    @field_validator("rights")
    @classmethod
    def _all_and_no_bot(cls, rights: dict[Role, frozenset[Right]]) -> dict[Role, frozenset[Right]]:
        if missing := set(Role) - set(rights):
            raise ValueError(f"has no {', '.join(sorted(missing))}")
        if beyond := rights[Role.BOT] - {Right.DRAFT}:
            raise ValueError(f"a bot drafts and asks the gate; it may not {', '.join(sorted(beyond))}")
        return rights


@cache
def roles() -> Roles:
    """The rights in force; `DataError` with the line where the file is wrong."""
    found: Roles = yaml.read(_FILE, Roles)
    return found


def may(person: Person, right: Right) -> bool:
    """Does this person's role have the right?"""
    return right in roles().rights[person.role]


def may_dismiss(person: Person, category: Category) -> bool:
    """May this person overrule a finding of the category?"""
    return may(person, Right.DISMISS_RESERVED if category in roles().reserved else Right.DISMISS)


def same_person(one: Person, other: Person) -> bool:
    """One human, whatever the role and the spelling: "Sari", as an agent, is " sari ", as a manager."""
    return _name(one) == _name(other)


def _name(person: Person) -> str:
    # Composed after folding too: casefold can take a composed letter apart.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", person.name).casefold())
    return " ".join(folded.split())
