"""Serves the published generation and moves over to the next one while it runs."""
