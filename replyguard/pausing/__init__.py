"""Pausing: a crisis seen in counts, a pause that a manager confirms, and everybody told of it."""
