"""Answers to take away: which format is wanted, the list in it, and how it is sent."""
