"""Search inside SPARQL: a block of a query becomes the rows that a search found.

query ─▶ reading     what each block asks, and which variables it binds
      ─▶ ports       TextSearch, asked once per block, in the process of the service
      ─▶ rewriting   SERVICE … { … } becomes VALUES (…) { … }
      ─▶ worker      evaluates a query without any SERVICE
"""
