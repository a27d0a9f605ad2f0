"""The known facts as Turtle, and the converter that makes them from tables.

    facts/*.csv ─┐
                 ├─▶ convert_facts ─▶ concepts.ttl, reference/*.ttl
    curated/*.csv┘

``curated/`` holds the decisions of people: how a free-text cell is read, other names,
institutions, services, copies of works. The Turtle files ship; the tables do not.
"""
