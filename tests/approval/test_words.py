"""What the approval reads from its data files: roles and reasons."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from replyguard.approval import reasons, roles
from replyguard.approval.reasons import Why
from replyguard.approval.roles import Right, Roles
from replyguard.domain.case import Role
from replyguard.errors import DataError
from replyguard.languages import yaml
from replyguard.languages.pack import available

_RIGHTS = Path(roles.__file__).with_name("roles.yaml").read_text(encoding="utf-8")


def _fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("code", list(Why))
def test_every_reason_has_words_in_every_language_with_the_same_values(code: Why) -> None:
    words = reasons._worded()[code]
    assert set(words) >= set(available())
    assert len({frozenset(_fields(said)) for said in words.values()}) == 1


@pytest.mark.parametrize("code", [code for code in Why if code is not Why.ERASED])
def test_every_reason_says_what_is_wrong_and_then_what_to_do(code: Why) -> None:
    for said in reasons._worded()[code].values():
        wrong, _, advice = said.partition("; ")
        assert len(wrong.split()) > 2 and len(advice.split()) > 1, said


def test_a_bot_has_no_right_but_to_draft_and_no_file_can_give_it_one() -> None:
    assert roles.roles().rights[Role.BOT] == {Right.DRAFT}
    for right in set(Right) - {Right.DRAFT}:
        with pytest.raises(DataError, match="a bot drafts and asks the gate"):
            yaml.parse(_RIGHTS.replace("bot: [draft]", f"bot: [draft, {right.value}]"), Roles)


def test_a_role_that_the_file_forgets_is_named() -> None:
    with pytest.raises(DataError, match="has no reader"):
        yaml.parse(_RIGHTS.replace("  reader: [second_read]\n", ""), Roles)


def test_no_agent_reads_second_and_no_reader_approves() -> None:
    rights = roles.roles().rights
    assert Right.SECOND_READ not in rights[Role.AGENT]
    assert Right.APPROVE not in rights[Role.READER]
    assert rights[Role.MANAGER] == set(Right)
