"""The first queries that the SPARQL page offers; each has rows wherever it is served.

A test runs them, and every question of the library, on a service that has just started.
"""

from typing import Final

from ontology.iris import DEFAULT_BASE

__all__ = ["FIRST_QUERY", "start_queries"]

FIRST_QUERY: Final = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX gtnum: <https://gtnum.example/ontology#>
SELECT ?document ?titre ?date WHERE {
  ?document a gtnum:Document ; dcterms:title ?titre .
  OPTIONAL { ?document gtnum:workDate ?date ; gtnum:latestDay ?jour }
} ORDER BY DESC(?jour) ?titre LIMIT 20"""
"""What stands in the editor when it opens."""

_MAP_QUERY: Final = """PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX gtnum: <https://gtnum.example/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?academie ?nom ?lat ?long WHERE {
  ?academie a gtnum:Academy ; skos:prefLabel ?nom ; geo:lat ?lat ; geo:long ?long .
  FILTER(LANG(?nom) = "fr")
}"""
_SEARCH_QUERY: Final = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX search: <urn:gtnum:recherche#>
SELECT ?score ?citation ?titre ?passage WHERE {
  SERVICE <urn:gtnum:recherche> {
    [] search:text "sobriété numérique à l’école" ;
      search:document ?document ; search:passage ?passage ;
      search:score ?score ; search:quotation ?citation
  }
  ?document dcterms:title ?titre .
} ORDER BY DESC(?score)"""
_LABS_QUERY: Final = """PREFIX gtnum: <https://gtnum.example/ontology#>
PREFIX graph: <https://gtnum.example/graph/>
SELECT ?groupe ?laboratoire ?certitude
FROM graph:reference FROM NAMED graph:incertain WHERE {
  { ?groupe gtnum:hasLab ?laboratoire BIND("certain" AS ?certitude) }
  UNION
  { GRAPH graph:incertain { ?groupe gtnum:hasLab ?laboratoire }
    BIND("incertain" AS ?certitude) }
} ORDER BY ?groupe ?certitude ?laboratoire"""
_REGIONS_QUERY: Final = """PREFIX gtnum: <https://gtnum.example/ontology#>
SELECT ?region (COUNT(DISTINCT ?groupe) AS ?groupes) WHERE {
  ?groupe a gtnum:Group ; gtnum:hasLab?/gtnum:academy?/gtnum:region ?region .
} GROUP BY ?region ORDER BY DESC(?groupes) ?region"""
_START: Final = (
    ("Les documents les plus récents", FIRST_QUERY),
    (
        "Combien de choses de chaque sorte (diagramme)",
        """SELECT ?sorte (COUNT(DISTINCT ?chose) AS ?nombre) WHERE {
  ?chose a ?sorte .
} GROUP BY ?sorte ORDER BY DESC(?nombre) LIMIT 20""",
    ),
    ("Les laboratoires des groupes, certains et incertains", _LABS_QUERY),
    ("Les régions des groupes, par leurs laboratoires (diagramme)", _REGIONS_QUERY),
    ("Les académies sur une carte", _MAP_QUERY),
    ("Les passages qui parlent d’un sujet, par la recherche", _SEARCH_QUERY),
)


def start_queries(base: str) -> tuple[tuple[str, str], ...]:
    """Return what is offered first: title and query, with the IRIs of a library.

    Args:
        base: Of the IRIs of things and graphs, ends with ``/``.
    """
    return tuple(
        (title, query.replace(f"<{DEFAULT_BASE}graph/", f"<{base}graph/"))
        for title, query in _START
    )
