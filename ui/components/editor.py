"""A text field that tells what is typed while it is typed, not when it is left."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_HTML = '<label class="name"></label><textarea rows="8" spellcheck="true"></textarea><div class="count"></div>'

_CSS = """
.name { display: block; font-family: var(--st-font); font-size: .9rem; margin-bottom: .3rem;
  color: var(--st-text-color); }
textarea { width: 100%; box-sizing: border-box; resize: vertical; min-height: 9rem; font: inherit;
  font-family: var(--st-font);
  font-size: 1rem; line-height: 1.5; padding: .7rem .9rem; border-radius: .5rem;
  border: 1px solid var(--st-border-color);
  background: var(--st-background-color); color: var(--st-text-color); }
textarea:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
.count { font-family: var(--st-font); font-size: .8rem; text-align: right; color: var(--st-text-color); }
.count.over { font-weight: 700; text-decoration: underline; }
"""

# A new version from Python (a draft, an accepted rewrite) replaces the field; typing is told 350 ms after the last key.
_JS = """
export default function({ data, parentElement, setStateValue }) {
  const field = parentElement.querySelector('textarea'), count = parentElement.querySelector('.count');
  const name = parentElement.querySelector('.name');
  name.textContent = data.label;
  field.id = 'replyguard-reply';
  name.htmlFor = field.id;
  const measure = () => {
    const size = Array.from(field.value).length;
    count.textContent = data.limit ? size + ' / ' + data.limit : String(size);
    count.className = data.limit && size > data.limit ? 'count over' : 'count';
  };
  if (field.dataset.version !== String(data.version)) {
    field.dataset.version = String(data.version);
    field.value = data.text;
  }
  measure();
  let waiting;
  const tell = () => { clearTimeout(waiting); setStateValue('typed', { text: field.value, version: data.version }); };
  field.oninput = () => { measure(); clearTimeout(waiting); waiting = setTimeout(tell, 350); };
  field.onblur = () => { if (waiting) tell(); };
  return () => clearTimeout(waiting);
}
"""

_component = st.components.v2.component("replyguard_editor", html=_HTML, css=_CSS, js=_JS)


def editor(text: str, *, version: int, label: str, limit: int | None, key: str, on_typed: Callable[[], None]) -> str:
    """The text as it stands in the field. `version` grows when Python, not the person, changes it."""
    result = _component(
        data={"text": text, "version": version, "label": label, "limit": limit},
        default={"typed": {"text": text, "version": version}},
        key=key,
        on_typed_change=on_typed,
    )
    typed = result.typed or {}
    # What was typed into an older version is not the text any more.
    return str(typed["text"]) if typed.get("version") == version else text
