"""Pieces of the page. Text from outside reaches them as data and is put in with `textContent`, never as HTML."""
