"""The app: a complaint on the left, a reviewed reply on the right. It posts nothing."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from wording import LANGUAGES, preferred, say

# A picture of our own: an icon by name would be fetched from elsewhere.
ICON = Path(__file__).parent / "icon.png"

st.set_page_config(page_title="ReplyGuard", page_icon=str(ICON), layout="wide")
st.session_state.setdefault("language", preferred())

page = st.navigation([st.Page("pages/reply.py", title="ReplyGuard", default=True)], position="hidden")

title, choice = st.columns([4, 1], vertical_alignment="bottom")
with choice:
    st.selectbox(say("language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, key="language")
with title:
    st.title(say("title"), anchor=False)
    st.markdown(say("tagline"))

page.run()
