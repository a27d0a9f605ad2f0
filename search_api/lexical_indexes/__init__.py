"""Indexes that find passages by words."""
