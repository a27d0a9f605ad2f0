"""Writes IRIs as prefixed names, the way queries have them."""

from collections.abc import Mapping

__all__ = ["short_name"]


def short_name(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return a prefixed name where a prefix is known, else the IRI itself.

    >>> short_name("urn:x#a", {"x": "urn:x#"}), short_name("urn:y", {"x": "urn:x#"})
    ('x:a', 'urn:y')
    """
    for prefix, namespace in prefixes.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#"):
            return f"{prefix}:{local}"
    return iri
