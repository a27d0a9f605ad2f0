"""Published families get the prefixes and lengths of their model cards."""

import pytest

from search_api.embedders.families import family_of


@pytest.mark.parametrize(
    ("name", "query", "passage", "tokens", "pooling"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: ", 512, "mean"),
        ("/models/multilingual-e5-base", "query: ", "passage: ", 512, "mean"),
        ("BAAI/bge-m3", "", "", 1024, "cls"),
        ("OrdalieTech/Solon-embeddings-large-0.1", "query : ", "", 512, "mean"),
        ("Alibaba-NLP/gte-multilingual-base", "", "", 1024, "cls"),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", "query: ", "", 1024, "cls"),
        ("sentence-transformers/all-MiniLM-L6-v2", None, None, None, "mean"),
        ("me/model5", None, None, None, "mean"),
    ],
)
def test_family(name, query, passage, tokens, pooling):
    family = family_of(name)
    assert (family.query_prefix, family.passage_prefix) == (query, passage)
    assert (family.max_tokens, family.pooling) == (tokens, pooling)


def test_instruction_models_get_the_instruction():
    family = family_of("intfloat/multilingual-e5-large-instruct")
    assert family.query_prefix is not None
    assert family.query_prefix.startswith("Instruct: ")
