"""The left side: the complaint, what is confirmed about it, and the voice to answer in."""

from __future__ import annotations

from typing import Any

import streamlit as st
from desk import Work, guard
from wording import advice, plain, say

from components.glance import glance
from replyguard import Brand, Complaint, ReplyGuardError, Review, ReviewedReply, Triage
from replyguard.demonstration import COMPLAINTS
from replyguard.domain.complaint import LONGEST_COMPLAINT
from replyguard.domain.reply import Draft, DraftSoFar, Engine
from replyguard.languages.channels import channels
from replyguard.languages.pack import load

_USUAL = "google_review"
_FIELDS = ("complaint", "facts", "channel")


def incoming(beside: Any) -> None:
    """The form. `beside`: where the progress of a reply is shown while it is worked out."""
    st.text_area(
        say("complaint"),
        key="complaint",
        height=180,
        max_chars=LONGEST_COMPLAINT,
        help=say("complaint_help"),
        placeholder=say("complaint_placeholder"),
    )
    places = sorted(channels(), key=lambda name: (name != _USUAL, name == "other"))
    st.selectbox(say("channel"), places, format_func=lambda name: say(f"channel_{name}"), key="channel")
    st.text_area(say("facts"), key="facts", height=110, help=say("facts_help"), placeholder=say("facts_placeholder"))
    with st.expander(say("brand")):
        _voice()
    ready = bool(st.session_state.get("complaint", "").strip())
    write, own = st.columns(2)
    asked = write.button(say("write"), type="primary", disabled=not ready, width="stretch", key="write")
    typed = own.button(say("own"), disabled=not ready, width="stretch", key="own")
    if not ready:
        st.button(say("example"), on_click=_example, key="example")
    if asked or typed:
        with beside:
            _answer(by_hand=typed)


def _voice() -> None:
    st.text_input(say("brand_name"), key="brand_name", max_chars=120)
    st.selectbox(
        say("brand_address"),
        ["", *load("id").language.address],
        key="brand_address",
        format_func=lambda name: name.replace("_", "/").title() or say("address_auto"),
    )
    st.text_input(say("brand_private"), key="brand_private", placeholder=say("brand_private_placeholder"))
    st.text_input(say("brand_sign_off"), key="brand_sign_off")


def _example() -> None:
    language = st.session_state.get("language", "en")
    chosen = next((one for one in COMPLAINTS if one.language == language), COMPLAINTS[0])
    values = (chosen.text, "\n".join(chosen.facts), chosen.channel)
    for name, value in zip(_FIELDS, values, strict=True):
        st.session_state[name] = value


def _brand() -> Brand:
    given = st.session_state
    own = guard().brand
    changes: dict[str, Any] = {}
    if given.get("brand_name", "").strip():
        changes["name"] = given["brand_name"].strip()
    if given.get("brand_address"):
        changes["address"] = {**own.address, "id": given["brand_address"]}
    for field, key in (("private_channel", "brand_private"), ("sign_off", "brand_sign_off")):
        if given.get(key, "").strip():
            changes[field] = dict.fromkeys(("en", "id"), given[key].strip())
    if "private_channel" in changes:
        changes["contacts"] = (*own.contacts, given["brand_private"].strip())
    return own.model_copy(update=changes)


def _answer(*, by_hand: bool) -> None:
    given = st.session_state
    try:
        facts = tuple(line.strip() for line in given.get("facts", "").splitlines() if line.strip())
        complaint = Complaint.of(text=given["complaint"], facts=facts, channel=given["channel"])
        brand = _brand()
        if by_hand:
            given["work"] = Work(complaint, brand, guard().triage(complaint))
        else:
            _draft(complaint, brand)
    except ReplyGuardError as error:
        st.error(f"{say('error')}: {advice(error)}", icon=":material/error:")


def _draft(complaint: Complaint, brand: Brand) -> None:
    with st.status(say("writing"), expanded=False) as status:
        seen, words = st.empty(), st.empty()
        for step in guard().stream(complaint, brand=brand):
            match step:
                case Triage():
                    work = Work(complaint, brand, step)
                    status.update(expanded=True)
                    with seen.container():
                        glance(work)
                case DraftSoFar():
                    # Read by nobody yet: shown as words on their way, and not in the field that can be copied.
                    status.update(label=say("drafting"), expanded=True)
                    words.markdown(plain(step.text))
                case Draft():
                    words.markdown(plain(step.text))
                    status.update(label=say("drafted"))
                case Review():
                    status.update(label=say("reviewed", count=len(step.findings)))
                case ReviewedReply():
                    _place(work, step)
        seen.empty()
        words.empty()
        status.update(label=say("written"), state="complete", expanded=False)
    st.session_state["work"] = work


def _place(work: Work, reply: ReviewedReply) -> None:
    work.text, work.version, work.engine = reply.text, 1, reply.engine
    work.questions, work.problems = reply.draft.questions, reply.problems
    if reply.engine is Engine.MODEL or "model" in reply.review.checked_by:
        work.model_review = (reply.text, reply.review)
