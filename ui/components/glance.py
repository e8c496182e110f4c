"""Triage at a glance: what the complaint is, and what it needs before anybody answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import streamlit as st
from desk import Work, guard
from wording import advice, plain, say

from replyguard.domain.triage import Mark, Urgency

_COLOURS: dict[Urgency, Literal["gray", "orange", "red"]] = {
    Urgency.ROUTINE: "gray",
    Urgency.URGENT: "orange",
    Urgency.SERIOUS_RISK: "red",
}


def glance(now: Work) -> None:
    """Badges for what is known, warnings for what must not be missed, and the open questions."""
    triage = now.triage
    with st.container(horizontal=True):
        st.badge(f"{say('cause')}: {say(f'cause_{triage.cause}')}, {say('sure', share=f'{triage.confidence:.0%}')}")
        st.badge(f"{say('urgency')}: {say(f'urgency_{triage.urgency}')}", color=_COLOURS[triage.urgency])
        topics = ", ".join(say(f"topic_{topic}") for topic in triage.topics)
        st.badge(f"{say('topics')}: {topics}", color="gray")
    if triage.because:
        st.markdown(say("cause_hint", words=_quoted(triage.because)))
    if triage.language_note:
        st.warning(advice(triage.language_note), icon=":material/translate:")
    if triage.risks:
        st.error(say("risk", kinds=_kinds(triage.risks)), icon=":material/emergency:")
    for mark in triage.breaches:
        st.warning(say("breach", rule=plain(_rule(mark)), words=_quoted([mark])), icon=":material/policy:")
    if triage.personal_data:
        st.warning(say("personal", kinds=_kinds(triage.personal_data)), icon=":material/lock:")
    questions = now.questions or triage.questions
    if questions:
        with st.container(border=True):
            st.markdown(f"**{say('questions')}**")
            st.markdown("\n".join(f"- {plain(question)}" for question in questions))


def _kinds(marks: Iterable[Mark]) -> str:
    return ", ".join(dict.fromkeys(say(f"kind_{mark.what}") for mark in marks))


def _rule(mark: Mark) -> str:
    return guard().policy.heading(mark.what, st.session_state.get("language", "en"))


def _quoted(marks: Iterable[Mark]) -> str:
    return ", ".join(f"“{plain(mark.quote)}”" for mark in marks)
