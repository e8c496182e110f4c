"""The page's words, in the person's language: the browser's, or the one they chose."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit as st

from replyguard.languages import yaml

LANGUAGES = {"en": "English", "id": "Bahasa Indonesia"}
# Browsers still send the code that Indonesian had before 1989.
_OLD = {"in": "id", "ms": "id"}


@cache
def words(language: str) -> dict[str, str]:
    """Every word of the page in `language`."""
    found: dict[str, str] = yaml.read(Path(__file__).parent / "locales" / f"{language}.yaml", dict[str, str])
    return found


def preferred() -> str:
    """The language the browser asks for, where the page speaks it; else English."""
    code = (st.context.locale or "en").partition("-")[0].lower()
    code = _OLD.get(code, code)
    return code if code in LANGUAGES else "en"


def say(name: str, **values: object) -> str:
    """The words called `name` in the chosen language, with `values` put in."""
    return words(st.session_state.get("language", "en"))[name].format(**values)


@cache
def _problems(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """For each thing the library says, how to know it, and its words in `language`."""
    found: list[dict[str, str]] = yaml.read(Path(__file__).parent / "problems.yaml", list[dict[str, str]])
    return tuple(
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(one["said"]))), one[language])
        for one in found
        if language in one
    )


def translated(text: str, language: str) -> str:
    """What the library says of a problem, in `language`; what has no words there stays as it was said."""
    for said, words in _problems(language):
        if found := said.search(text):
            # Not format(): what was put in may hold a brace.
            ours = re.sub(r"\{(\w+)\}", lambda name: found[name[1]], words)
            text = f"{text[: found.start()]}{ours}{text[found.end() :]}"
    return text


def told(text: object) -> str:
    """What the library says of a problem, in the chosen language, as Markdown shows it word for word."""
    return plain(translated(str(text), st.session_state.get("language", "en")))


def plain(text: str) -> str:
    """`text` from outside, so that Streamlit's Markdown shows it as it is and makes nothing of it."""
    for sign in "\\`*_{}[]()<>#+-.!|~$:^&":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
