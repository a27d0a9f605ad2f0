"""Two hundred works, made from what titles, names and dates really hold.

The same each time: a seed makes them. They carry braces, the signs of TeX, quotes,
Greek, emoji, tags, line ends, bodies with commas and « and », particles, intervals.
"""

import random

from search_api.citations.citable import Body, Citable, CitableKind, Person

PIECES = [
    *("sobriété", "numérique", "Ælfric", "Ελλάδα", "🙂", "IA", "l’élève", "n° 5"),
    *("{accolades}", "}", "{", "50 %", "A & B", "5 $", "#ÆSON", "a_b", "~ tilde", "^"),
    *(
        "\\alpha",
        '"guillemets"',
        "« fr »",
        "``TeX''",
        "--",
        "---",
        "?`",
        "'apostrophe'",
    ),
    *("<script>alert(1)</script>", "<b>gras</b>", "ER  - ", "@misc{x,", "=1+1", "x, y"),
    *("\u00a0:", "\u202f!", "\r\nligne", "\u2028suite", "\t", "and", "; reste", "\x00"),
]
PEOPLE = [
    Person("Martin", "Camille"),
    Person("La Tour", "Georges", dropped_particle="de"),
    Person("Le Roux", "Anne"),
    Person("Berg", "Jan", particle="van der"),
    Person("Ormesson", "Jean", dropped_particle="d’"),
    Person("hooks", "bell"),
    Person("García Márquez", "G."),
    Person("Οδυσσέας"),
    Person("Sand and Sea", "A."),
    Body("Équipe du graphe GTnum"),
    Body("Ministère de l’Éducation nationale, de la Jeunesse et des Sports"),
    Body("CREM & TECHNE"),
    Body("Research and Education"),
    Body("{DNE}"),
]
DATES = [
    *(
        "2024-03-05",
        "2023-11",
        "2021",
        "2021?",
        "2019~",
        "2017/2020",
        "2017-09/2020-06",
    ),
    *("2022/..", "../2020", None),
]
HARMLESS = " \u00a0"


def text(chance: random.Random, pieces: int) -> str:
    return " ".join(["T", *chance.choices(PIECES, k=pieces), "f"])


def made_works(number: int = 200) -> list[Citable]:
    """Return works with different identifiers; one has a title of 2,000 characters."""
    chance = random.Random(20261201)
    return [made_work(chance, place) for place in range(number)]


def made_work(chance: random.Random, place: int) -> Citable:
    def maybe(value):
        return value if chance.random() < 0.7 else None

    return Citable(
        identifier=f"work-{place}",
        iri=f"https://gtnum.example/id/document/work-{place}",
        kind=chance.choice(list(CitableKind)),
        title=text(chance, chance.randint(0, 6)) if place != 7 else "mot " * 500,
        page=f"https://gtnum.example/document/work-{place}",
        subtitle=text(chance, 1) if chance.random() < 0.2 else "",
        authors=tuple(chance.sample(PEOPLE, chance.choice([0, 1, 1, 2, 3, 12]))),
        editors=tuple(chance.sample(PEOPLE, chance.choice([0, 0, 1]))),
        issued=chance.choice(DATES),
        container=maybe(text(chance, 2)),
        publisher=maybe(text(chance, 1)),
        place=maybe("Poitiers"),
        pages=maybe("12-30"),
        doi=maybe(f"10.4000/dms.<{place}>"),
        address=maybe(f"https://a.example/{place}?q=a_b&x=%20~#é"),
        licence=maybe(chance.choice(["CC-BY-4.0", "https://c.example/by_nc/4.0/"])),
        language=chance.choice(["fr", "en", "und"]),
        abstracts=(("fr", text(chance, 9)), ("en", text(chance, 4)))[
            : chance.randint(0, 2)
        ],
        keywords=("sobriété", "IA & école")[: chance.randint(0, 2)],
        handle=maybe("20.500.13089/x"),
        hal_id=maybe("hal-02321700"),
    )


def work(**fields) -> Citable:
    """Return an article of which only what is given is known."""
    values = {
        "identifier": "a",
        "iri": "urn:a",
        "kind": CitableKind.ARTICLE,
        "title": "Un titre",
        "page": "https://gtnum.example/document/a",
    }
    return Citable(**{**values, **fields})
