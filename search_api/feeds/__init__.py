"""Atom and RSS: what came into the corpus, for any question or filter."""
