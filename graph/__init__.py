"""Statements about documents and the GTnum world, and SPARQL over them."""
