"""Answers of SPARQL for people: table, labels, chart, map, and how to ask again."""
