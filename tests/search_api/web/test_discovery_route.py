"""This test ensures that browsers and harvesters find the search, and its limits."""


def test_harvesters_may_read_documents_and_nothing_without_an_end(client):
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert set(lines[1:]) == {
        "Disallow: /recherche",
        "Disallow: /search",
        "Disallow: /sparql",
        "Allow: /search?*format=atom",
        "Allow: /search?*format=rss",
    }
    assert answer.text.endswith("\n")


def test_browsers_are_told_where_to_search(client):
    answer = client.get("/opensearch.xml")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(
        "application/opensearchdescription+xml"
    )
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert "/recherche?q={searchTerms}" in answer.text
