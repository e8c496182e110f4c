"""The right side: triage at a glance, the reply with its findings, the verdict, and the way out."""

from __future__ import annotations

import streamlit as st
from desk import Work, guard, may_copy, work
from wording import advice, plain, say

from components.copying import copy_button
from components.editor import editor
from components.findings import findings
from components.glance import glance
from components.marked import marked
from replyguard import ReplyGuardError, Review
from replyguard.domain.review import Part, Verdict
from replyguard.languages.channels import channel

_LOOK = {
    Verdict.READY: (st.success, ":material/check_circle:"),
    Verdict.REVISE: (st.warning, ":material/edit:"),
    Verdict.HOLD: (st.error, ":material/front_hand:"),
    Verdict.UNREVIEWED: (st.error, ":material/help:"),
}


def outgoing() -> None:
    """Everything on the right; an invitation where nothing is on the desk."""
    now = work()
    if now is None:
        with st.container(border=True):
            st.subheader(say("empty_title"), anchor=False)
            st.markdown(say("empty"))
            st.markdown(say("policy"))
        return
    glance(now)
    _reply()


@st.fragment
def _reply() -> None:
    """The reply: a part of its own, so that typing reads it again and leaves the rest of the page alone."""
    now = work()
    if now is None:
        return
    place = channel(now.complaint.channel)
    text = editor(
        now.text, version=now.version, label=say("editor"), limit=place.limit, key="editor", on_typed=lambda: None
    )
    now.typed(text)
    try:
        review = now.review()
    except ReplyGuardError as error:
        st.error(f"{say('error')}: {error}", icon=":material/error:")
        return
    if review is None:
        st.info(say("verdict_blank"))
        _undo(now)
        return
    _verdict(review)
    if review.findings:
        _marked(now, review)
    findings(now, review)
    _undo(now)
    _parts(review)
    _way_out(now, review)


def _verdict(review: Review) -> None:
    box, icon = _LOOK[review.verdict]
    box(say(f"verdict_{review.verdict}"), icon=icon)
    for problem in review.problems:
        st.warning(advice(problem), icon=":material/info:")


def _marked(now: Work, review: Review) -> None:
    marks = [
        {
            "start": finding.start,
            "end": finding.end,
            "severity": finding.severity.value,
            "number": number,
            "name": f"{say(f'category_{finding.category}')} ({say(f'severity_{finding.severity}')})",
            "reason": finding.reason,
            "calmer": finding.rewrite if finding.rewrite is None or finding.rewrite else say("leave_out"),
        }
        for number, finding in enumerate(review.findings, 1)
    ]
    marked(now.text, marks, label=say("marked"), key="marked")


def _undo(now: Work) -> None:
    if now.before:
        st.button(say("undo"), icon=":material/undo:", on_click=now.undo, key="undo")


def _parts(review: Review) -> None:
    with st.container(horizontal=True):
        st.markdown(f"**{say('parts')}:**")
        for part in Part:
            lacks = part in review.missing
            icon = ":material/remove:" if lacks else ":material/check:"
            st.badge(
                f"{say(f'part_{part}')} ({say('lacks' if lacks else 'has')})",
                icon=icon,
                color="gray" if lacks else "green",
            )


def _way_out(now: Work, review: Review) -> None:
    allowed = may_copy(review)
    copy_button(now.text, allowed=allowed, label=say("copy"), done=say("copied"), key="copy")
    if not allowed:
        st.markdown(say("copy_wait"))
    readers = ", ".join(say(f"reader_{name}") for name in review.checked_by)
    engine = say(f"engine_{now.engine}", model=plain(guard().model or ""))
    st.markdown(f"{say('readers', readers=readers)} · {engine}")
    for problem in now.problems:
        st.info(advice(problem), icon=":material/info:")
    model = guard().model
    if model and "model" not in review.checked_by and st.button(say("ask_model"), key="ask_model"):
        now.model_review = (now.text, guard().review(now.text, now.complaint, brand=now.brand))
        st.rerun(scope="fragment")
