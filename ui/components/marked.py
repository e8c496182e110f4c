"""The reply with its flagged words marked; hover, tap or focus one and it says what, why, and how to put it calmly."""

from __future__ import annotations

from typing import Any

import streamlit as st

_HTML = '<div class="text" role="group"></div><div class="tip" role="status" aria-live="polite"></div>'

_CSS = """
.text { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.9; font-family: var(--st-font);
  color: var(--st-text-color); padding: .8rem 1rem; border-radius: .5rem;
  background: var(--st-secondary-background-color); }
.mark { border-radius: 3px; padding: .05em .15em; cursor: help; color: inherit; }
.mark.block { background: color-mix(in srgb, #d32f2f 22%, transparent); border-bottom: 3px solid #d32f2f; }
.mark.warn { background: color-mix(in srgb, #b58900 22%, transparent); border-bottom: 3px dashed #b58900; }
.mark:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.mark sup { font-size: .7em; font-weight: 700; margin-left: .15em; }
.tip { min-height: 1.4em; margin-top: .4rem; font-family: var(--st-font); font-size: .9rem;
  color: var(--st-text-color); }
.tip b { text-transform: uppercase; letter-spacing: .03em; font-size: .8rem; }
"""

# Python counts characters, JavaScript half of them twice: Array.from counts as Python does.
_JS = """
export default function({ data, parentElement }) {
  const text = parentElement.querySelector('.text'), tip = parentElement.querySelector('.tip');
  text.setAttribute('aria-label', data.label);
  text.replaceChildren();
  tip.replaceChildren();
  const points = Array.from(data.text), cut = (a, b) => points.slice(a, b).join('');
  const edges = [...new Set([0, points.length, ...data.marks.flatMap(m => [m.start, m.end])])].sort((a, b) => a - b);
  const show = marks => {
    tip.replaceChildren();
    for (const mark of marks) {
      const line = document.createElement('div'), name = document.createElement('b');
      name.textContent = mark.number + ' ' + mark.name;
      line.append(name, ' · ' + mark.reason + (mark.calmer ? ' → ' + mark.calmer : ''));
      tip.append(line);
    }
  };
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i], edges[i + 1]];
    const here = data.marks.filter(m => m.start <= from && to <= m.end);
    if (!here.length) { text.append(document.createTextNode(cut(from, to))); continue; }
    const span = document.createElement('span');
    span.className = 'mark ' + (here.some(m => m.severity === 'block') ? 'block' : 'warn');
    span.tabIndex = 0;
    span.setAttribute('role', 'button');
    span.setAttribute('aria-label', cut(from, to) + ': ' + here.map(m => m.name + '. ' + m.reason).join(' '));
    span.title = here.map(m => m.name + ': ' + m.reason + (m.calmer ? ' → ' + m.calmer : '')).join('\\n');
    span.textContent = cut(from, to);
    const ends = here.filter(m => m.end === to);
    if (ends.length) {
      const number = document.createElement('sup');
      number.textContent = ends.map(m => m.number).join(',');
      span.append(number);
    }
    for (const name of ['mouseenter', 'focus', 'click']) span.addEventListener(name, () => show(here));
    text.append(span);
  }
}
"""

_component = st.components.v2.component("replyguard_marked", html=_HTML, css=_CSS, js=_JS)


def marked(text: str, marks: list[dict[str, Any]], *, label: str, key: str) -> None:
    """Show `text`. A mark has `start`, `end` (half-open, in characters), severity, number, name, reason, calmer."""
    _component(data={"text": text, "marks": marks, "label": label}, key=key)
