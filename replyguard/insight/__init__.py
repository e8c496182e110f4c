"""Insight: what the record says about a business's complaints, week by week and channel by channel."""
