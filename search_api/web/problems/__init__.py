"""Failures as RFC 9457 reports: their types, their bodies, who sends them."""
