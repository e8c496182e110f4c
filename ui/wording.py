"""The page's words, in the person's language: the browser's, or the one they chose."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from replyguard.advising import told
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


def advice(problem: object) -> str:
    """What went wrong, as the library said it, in the chosen language, ready for Markdown."""
    return plain(told(str(problem), st.session_state.get("language", "en")))


def plain(text: str) -> str:
    """`text` from outside, so that Streamlit's Markdown shows it as it is and makes nothing of it."""
    for sign in "\\`*_{}[]()<>#+-.!|~$:^&":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
