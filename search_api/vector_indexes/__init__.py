"""Indexes that find passages by vectors."""
