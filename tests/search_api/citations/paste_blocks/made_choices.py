"""Chosen references made of two hundred works and the texts of attackers."""

from search_api.citations.citable import CitableKind
from search_api.citations.paste_blocks.chosen_references import (
    ChosenReference,
    Quotation,
    Sheet,
)
from tests.search_api.citations.made_works import made_works, work
from tests.search_api.feeds.test_hostile_texts import XSS

ADDRESS = "https://gtnum.example/document/note?page=4#passage-7"
TEXT = "Garder un appareil deux ans de plus évite une fabrication ; éteindre : non !"

PLAIN = ChosenReference(
    work(
        title="Note de veille : la sobriété",
        kind=CitableKind.REPORT,
        address="https://a.example/note?a=1&b=2",
    ),
    (Quotation(TEXT, 4, ADDRESS, "fr"),),
)
SHEET = ChosenReference(
    work(title="Fiche descriptive : Une thèse", kind=CitableKind.RECORD),
    (Quotation("Elle décrit une thèse.", None, ADDRESS, "en"),),
    Sheet(("Une thèse",), ("https://hal.science/x", "https://b.example/"), ("Équipe",)),
)
HOSTILE_TEXTS = (
    *XSS,
    "[gallery ids=1] [embed]https://a.example[/embed] [^1] [a](javascript:alert(1))",
    "<!-- /wp:list --><!-- wp:html --><script>alert(1)</script><!-- /wp:html -->",
    "1. un\n2. deux\n\n# titre\n\n    code\n---\n> cité\n- point\n+ plus\n=== \n```x",
    "&amp; &lt;b&gt; &copy; *a* _b_ ~c~ `d` $e$ http://f.example/(g)",
    "a\tb\nc  \nd\\\ne",
)


def hostile_choices():
    """Return choices in which every text of strangers is hostile."""
    for number, text in enumerate(HOSTILE_TEXTS):
        yield ChosenReference(
            work(identifier=f"hostile-{number}", title=text, container=text),
            (Quotation(text, 1, ADDRESS, "en"), Quotation(text, None, ADDRESS)),
            Sheet((text,), (), (text,)) if number % 2 else None,
        )


def made_choices():
    """Return plain, made and hostile choices."""
    made = (ChosenReference(each, PLAIN.quotations) for each in made_works(40))
    return [PLAIN, SHEET, *made, *hostile_choices()]
