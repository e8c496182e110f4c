"""The findings, one card each: the words, the reason, the calmer wording, and one click to take it."""

from __future__ import annotations

from typing import Literal

import streamlit as st
from desk import Work
from wording import plain, say

from replyguard import Finding, Review
from replyguard.domain.review import Severity
from replyguard.revising.rewrites import revised

_COLOURS: dict[Severity, Literal["red", "orange", "gray"]] = {
    Severity.BLOCK: "red",
    Severity.WARN: "orange",
    Severity.NOTE: "gray",
}
_ICONS = {Severity.BLOCK: ":material/front_hand:", Severity.WARN: ":material/edit:", Severity.NOTE: ":material/info:"}


def findings(now: Work, review: Review) -> None:
    """A card for each finding, then the advice."""
    for number, finding in enumerate(review.findings, 1):
        _card(now, number, finding)
    answerable = [finding for finding in review.findings if finding.rewrite is not None]
    if len(answerable) > 1:
        st.button(
            say("accept_all"),
            key="accept_all",
            on_click=lambda: now.put(revised(now.text, answerable)),
        )
    if review.notes:
        with st.expander(f"{say('notes')} ({len(review.notes)})"):
            for note in review.notes:
                st.markdown(f"**{say(f'category_{note.category}')}**: {plain(note.reason)}")


def _card(now: Work, number: int, finding: Finding) -> None:
    with st.container(border=True, key=f"finding_{number}"):
        name = f"{number} · {say(f'category_{finding.category}')} ({say(f'severity_{finding.severity}')})"
        st.badge(name, icon=_ICONS[finding.severity], color=_COLOURS[finding.severity])
        st.markdown(f"“{plain(finding.quote)}”  \n{plain(finding.reason)}")
        if finding.rewrite is None:
            st.markdown(f"_{say('only_you')}_")
            return
        if finding.rewrite:
            st.markdown(f":material/arrow_forward: {plain(finding.rewrite)}")
        st.button(
            say("accept") if finding.rewrite else say("leave_out"),
            key=f"accept_{number}",
            on_click=now.take,
            args=(finding,),
        )
