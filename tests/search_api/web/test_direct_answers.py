"""What the graph answers is told above the hits, with sources and a way back."""

from urllib.parse import parse_qs, urlsplit

from tests.search_api.web.fakes import HOSTILE


def answer_of(client, question="labos"):
    (answer,) = client.get("/search", params={"q": question}).json()["direct_answers"]
    return answer


def test_the_api_tells_items_facts_and_sources_apart_by_certainty(client):
    answer = answer_of(client)
    assert answer["summary"] == "1 laboratoire certain, 60 probables."
    assert answer["counts"] == {"high": 1, "medium": 60}
    first, second = answer["items"]
    assert [fact["certainty_label"] for fact in first["facts"]] == [
        *("certain", "probable"),
    ]
    assert first["entity"]["page"] == "/entite/lab/mica"
    assert first["facts"][0]["through"]["id"] == "gtnum-2022-aeson"
    assert (second["entity"], second["certainty"]) == (None, "medium")
    assert [source["number"] for source in answer["sources"]] == [1, 2]


def test_an_address_that_is_none_is_never_given(client):
    hostile, plain = answer_of(client)["sources"]
    assert (hostile["url"], hostile["page"]) == (None, None)
    assert (plain["url"], plain["page"]) == (
        *("https://a.example/", "/document/note-sobriete"),
    )


def test_the_address_of_the_query_holds_the_query(client):
    answer = answer_of(client)
    address = urlsplit(answer["sparql_url"])
    assert address.path == "/sparql"
    assert parse_qs(address.query)["query"] == [answer["query"]]


def test_an_answer_can_be_taken_back(client, services):
    without = client.get(answer_of(client)["remove_url"]).json()
    assert without["direct_answers"] == []
    assert services.searcher.queries[-1].ignored == ("answer:labs",)


def test_none_known_says_what_that_means(client):
    answer = answer_of(client, "labos aucun")
    assert (answer["none_known"], answer["items"]) == (True, [])
    assert answer["summary"] == "Aucun laboratoire connu."
    assert "ne prouve pas" in answer["meaning"]


def test_most_questions_have_no_answer_of_the_graph(client):
    answer = client.get("/search?q=tablettes").json()
    assert answer["direct_answers"] == []
    assert answer["direct_answers_message"] is None


def test_a_graph_that_fails_is_told_and_leaves_the_hits(client, reader):
    answer = client.get("/search?q=panne").json()
    assert answer["direct_answers"] == []
    assert "ne l’a pas pu" in answer["direct_answers_message"]
    assert answer["hits"]
    assert "ne l’a pas pu" in reader.get("/recherche?q=panne").text


def test_the_page_shows_the_answer_above_the_hits(reader):
    page = " ".join(reader.get("/recherche?q=labos").text.split())
    assert page.index("Le graphe répond") < page.index('<ol class="hits">')
    assert "1 laboratoire certain, 60 probables." in page
    assert page.index(">Certain</h4>") < page.index(">Probable</h4>")
    assert "59 autres dans la réponse entière" in page
    assert 'href="/entite/lab/mica"' in page
    assert 'href="#source-1-2"' in page
    assert 'id="source-1-2"' in page
    assert "Voir la requête SPARQL" in page
    assert HOSTILE not in page
    assert "javascript:" not in page.replace(HOSTILE, "")


def test_the_page_offers_the_search_without_the_answer(reader):
    page = reader.get("/recherche?q=labos&kind=post").text
    assert "ignore=answer%3Alabs" in page
    again = reader.get("/recherche?q=labos&ignore=answer:labs").text
    assert "Le graphe répond" not in again
