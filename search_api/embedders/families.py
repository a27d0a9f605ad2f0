"""What published model families expect around a text: prefixes, length, pooling.

Read from the model cards. A model of no known family gets what its own
sentence-transformers configuration says.
"""

import re
from dataclasses import dataclass

__all__ = ["Family", "family_of"]


@dataclass(frozen=True, slots=True)
class Family:
    """How models of one family are used.

    Attributes:
        pattern: Found in the lower-case name.
        query_prefix: Put before questions, or None to use the model's own prompt.
        passage_prefix: Put before passages, or None to use the model's own prompt.
        max_tokens: Longest input, or None for the model's own.
        pooling: ``mean`` or ``cls`` for folders that do not say it themselves.
    """

    pattern: str
    query_prefix: str | None = None
    passage_prefix: str | None = None
    max_tokens: int | None = None
    pooling: str = "mean"


_INSTRUCTION = (
    "Instruct: Given a web search query, retrieve relevant passages that answer "
    "the query\nQuery: "
)

# Passages are a few hundred tokens: 1,024 bounds memory where a model allows 8,192.
_FAMILIES = (
    Family(r"e5-.*instruct", _INSTRUCTION, "", 512),
    Family(r"(^|[/_-])e5([-_]|$)", "query: ", "passage: ", 512),
    Family(r"bge-m3", "", "", 1024, "cls"),
    Family(r"solon-embeddings", "query : ", "", 512),
    Family(r"gte-multilingual", "", "", 1024, "cls"),
    Family(r"arctic-embed", "query: ", "", 1024, "cls"),
)


def family_of(name: str) -> Family:
    """Return the family of a model by its name, or a neutral one.

    >>> family_of("intfloat/multilingual-e5-small").passage_prefix
    'passage: '
    >>> family_of("/models/mine").query_prefix is None
    True
    """
    for family in _FAMILIES:
        if re.search(family.pattern, name.lower()):
            return family
    return Family("")
