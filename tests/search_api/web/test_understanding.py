"""What was understood is told, can be taken back, and filters only on request."""

import re
from urllib.parse import parse_qsl, urlsplit

AESON = "group:gtnum-2022-aeson"


def test_the_api_tells_what_was_understood_and_how_to_take_it_back(client, services):
    (one,) = client.get("/search?q=aeson&kind=post").json()["understood"]
    assert (one["key"], one["effect"], one["characters"]) == (AESON, "boost", [0, 5])
    assert one["iri"] == "https://gtnum.example/id/group/gtnum-2022-aeson"

    without = client.get(one["remove_url"]).json()
    assert without["understood"] == []
    assert services.searcher.queries[-1].ignored == (AESON,)
    assert services.searcher.queries[-1].restriction.kinds == ("post",)


def test_understanding_can_be_switched_off(client, services):
    answer = client.get("/search?q=aeson&intent=off").json()
    assert (answer["understood"], answer["entities"]) == ([], [])
    assert not services.searcher.queries[0].with_intent


def test_next_keeps_what_is_not_meant(client, services):
    answer = client.get(
        "/search", params={"q": "sobriété", "limit": 1, "ignore": "a:b"}
    )
    client.get(answer.json()["next"])
    assert services.searcher.queries[-1].ignored == ("a:b",)


def test_an_entity_is_an_answer_of_its_own(client):
    (card,) = client.get("/search?q=aeson").json()["entities"]
    assert (card["kind"], card["id"], card["documents"]) == (
        *("group", "gtnum-2022-aeson", 2),
    )
    assert client.get(card["links"]["page"]).status_code == 200
    assert client.get(card["links"]["self"]).status_code == 200


def test_a_subject_tells_its_groups_or_that_none_is_known(client, reader):
    known, unknown = client.get("/search?q=sujets").json()["entities"]
    assert [group["certain"] for group in known["groups"][:2]] == [True, False]
    assert known["groups"][0]["links"]["page"] == "/entite/group/gtnum-2022-aeson"
    assert unknown["groups"] == []
    assert client.get("/search?q=aeson").json()["entities"][0]["groups"] is None

    page = " ".join(reader.get("/recherche?q=sujets").text.split())
    assert page.count("Aucun groupe connu ne travaille sur ce sujet.") == 1
    assert page.count("et 2 autres") == 1
    assert page.count('<strong class="uncertain">incertain</strong>') == 1
    assert "<script>alert" not in page


def test_the_page_shows_a_chip_with_ways_out(reader):
    page = reader.get("/recherche?q=aeson&language=fr").text
    section = page.partition('aria-label="Compris dans la question"')[2]
    section = section.partition("</section>")[0]
    addresses = [
        a.replace("&amp;", "&") for a in re.findall(r'href="([^"]+)"', section)
    ]
    only, without = (dict(parse_qsl(urlsplit(a).query)) for a in addresses)
    assert only == {"q": "aeson", "language": "fr", "group": "gtnum-2022-aeson"}
    assert without == {"q": "aeson", "language": "fr", "ignore": AESON}
    assert "<script>alert" not in page

    after = reader.get(addresses[1]).text
    assert "Compris dans la question" not in after
    assert 'name="ignore"' in after


def test_wrong_ways_of_understanding_are_refused(client):
    for query in ("intent=maybe", "ignore="):
        assert client.get(f"/search?q=x&{query}").status_code == 400


def test_a_slip_is_proposed_with_the_way_there(client, services):
    found = client.get("/search?q=école numérque&kind=post").json()["spelling"]
    assert (found["text"], found["applied"]) == ("école numérique", False)
    assert found["replaced"] == [["numérque", "numérique"]]
    client.get(found["url"])
    assert services.searcher.queries[-1].text == "école numérique"
    assert services.searcher.queries[-1].restriction.kinds == ("post",)


def test_a_slip_is_not_mistaken_for_a_corpus_without_answer(client):
    slip = client.get("/search?q=école numérque douteux").json()
    doubt = client.get("/search?q=école numérique douteux").json()

    assert slip["reliable"] is doubt["reliable"] is False
    assert "Un mot de la question ne se trouve pas" in slip["message"]
    assert "Rien dans le corpus" in doubt["message"]


def test_what_was_asked_instead_is_said_and_can_be_undone(client, reader, services):
    found = client.get("/search?q=numérque").json()["spelling"]
    assert found["applied"]
    assert client.get(found["url"]).json()["spelling"] is None
    assert not services.searcher.queries[-1].with_spelling

    page = reader.get("/recherche?q=numérque").text
    assert "Aucun passage ne contient" in page
    assert "Chercher quand même" in page
    assert "Essayez avec" in reader.get("/recherche?q=école numérque").text
