"""The one page: what came in, and what may go out."""

from __future__ import annotations

import streamlit as st
from components.incoming import incoming
from components.outgoing import outgoing

left, right = st.columns([2, 3], gap="large")
with left:
    incoming(right)
with right:
    outgoing()
