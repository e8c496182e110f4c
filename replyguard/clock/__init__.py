"""Answering in time: business hours, targets, what is due next, and the holding reply that says who answers when."""
