"""The button that puts the reply on the clipboard, where the verdict allows it."""

from __future__ import annotations

import streamlit as st

_HTML = '<button type="button"></button><span role="status" aria-live="polite"></span>'

_CSS = """
button { font: inherit; font-family: var(--st-font); font-weight: 600; padding: .5em 1.2em;
  border-radius: .5rem; cursor: pointer;
  border: 1px solid var(--st-primary-color); background: var(--st-primary-color); color: var(--st-background-color); }
button:disabled { cursor: not-allowed; background: transparent; color: var(--st-text-color);
  border: 1px dashed var(--st-border-color); }
button:focus-visible { outline: 3px solid var(--st-text-color); outline-offset: 2px; }
span { margin-left: .7em; font-family: var(--st-font); color: var(--st-text-color); }
"""

# Without a secure origin the browser has no clipboard for us: the old way, through a field, still works there.
_JS = """
export default function({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector('button'), said = parentElement.querySelector('span');
  button.textContent = data.label;
  button.disabled = !data.allowed;
  if (said.dataset.text !== data.text) { said.textContent = ''; said.dataset.text = data.text; }
  button.onclick = async () => {
    try { await navigator.clipboard.writeText(data.text); }
    catch {
      const field = document.createElement('textarea');
      field.value = data.text;
      document.body.append(field);
      field.select();
      document.execCommand('copy');
      field.remove();
    }
    said.textContent = data.done;
    setTriggerValue('copied', true);
  };
}
"""

_component = st.components.v2.component("replyguard_copy", html=_HTML, css=_CSS, js=_JS)


def copy_button(text: str, *, allowed: bool, label: str, done: str, key: str) -> bool:
    """True in the run after a copy. `done`: what is said to the person then."""
    result = _component(
        data={"text": text, "allowed": allowed, "label": label, "done": done}, key=key, on_copied_change=lambda: None
    )
    return bool(result.copied)
