"""From a question in plain French to a query in SPARQL, without a language model.

question ─▶ names, a place for each ─▶ the nearest of our queries ─▶ filled, checked
                                                 └─▶ none: it says so
"""
