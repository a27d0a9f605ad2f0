"""Every IRI of ours leads somewhere: to a page for people, to RDF for programmes.

    /id/lab/techne ──303──▶ /entite/lab/techne        for a browser
                   └─303──▶ /data/lab/techne.ttl      Turtle, JSON-LD, N-Triples …
    /graph/…  /rdf-graph-store                        named graphs, read only
    /ontology  /shapes  /.well-known/void  /dumps     what the data are, all of them

A thing and what describes it are two resources: the thing answers 303 (See Other).
"""
