"""Five tiny documents: a sheet, a PDF, an English one, a hostile one and a long one."""

import hashlib

from ontology.described import Described, DescribedCertainty, DescribedKind
from ontology.model import Abstract, DocumentKind, DocumentSummary, Passage

HOSTILE = (
    """<script>alert("x")</script>"><img src=x onerror=alert(1)>'</title>{{7*7}}"""
)

AESON = [
    "La sobriété numérique à l’école s’apprend tôt. Les élèves comparent l’empreinte "
    "de leurs usages, puis décident ensemble de ce qui est utile.",
    "Le groupe ÆSON réunit sept laboratoires. TECHNE étudie les pratiques des "
    "enseignants dans trois académies.",
]
REPORT = [
    "Note de veille sur la sobriété numérique. Ce cahier rassemble douze études.",
    "Les tablettes partagées durent deux fois plus longtemps que les tablettes "
    "personnelles, selon une enquête menée dans quarante écoles.",
    "La déclaration de conformité dit ce qui est accessible et ce qui ne l’est pas.",
]
ENGLISH = [
    "Artificial intelligence in classrooms changes how teachers plan their lessons."
]


def summary(identifier: str, title: str, **fields: object) -> DocumentSummary:
    """Return a summary with sensible values for what is not given."""
    values = {
        "kind": DocumentKind.GROUP_SHEET,
        "language": "fr",
        "collection": "gtnum",
        "media_type": "text/markdown",
        "sha256": hashlib.sha256(identifier.encode()).hexdigest(),
        "size_bytes": 2_048,
        "page_count": 1,
        "passage_count": 1,
        "is_paged": False,
        "date": "2024-03-05",
        "authors": ("Camille Martin",),
    }
    return DocumentSummary(identifier=identifier, title=title, **{**values, **fields})


def passages(identifier: str, texts: list[str], *, paged: bool) -> list[Passage]:
    """Cut texts into passages, one page each where the document is paged."""
    start, made = 0, []
    for position, text in enumerate(texts):
        page = position + 1 if paged else 1
        made.append(
            Passage(
                f"{identifier}.{position}",
                identifier,
                position,
                page,
                start,
                start + len(text),
                text,
                "fr",
                ("Résumé",) if position == 0 else ("Résumé", "Axes de travail"),
            )
        )
        start += len(text) + 1
    return made


def corpus() -> list[tuple[DocumentSummary, list[str]]]:
    return [
        (
            summary(
                "sheet-gtnum-2022-aeson",
                "GTnum #ÆSON : éduquer à la sobriété numérique",
                url="https://edunumrech.hypotheses.org/8846",
                describes=(
                    Described(
                        DescribedKind.GROUP,
                        "Adopter une éducation à la sobriété numérique",
                        "gtnum-2022-aeson",
                        "2022/2025",
                        url="https://aeson.example/groupe",
                        certainty=DescribedCertainty.MEDIUM,
                    ),
                ),
                licence="CC-BY-4.0",
                abstracts=(
                    Abstract("Le groupe étudie la sobriété numérique à l’école.", "fr"),
                ),
                passage_count=2,
            ),
            AESON,
        ),
        (
            summary(
                "note-sobriete",
                "Sobriété numérique : douze études",
                kind=DocumentKind.WATCH_NOTE,
                media_type="application/pdf",
                page_count=3,
                passage_count=3,
                is_paged=True,
                date="2023-11",
                authors=("A. Durand", "B. Petit", "C. Roux", "D. Blanc"),
                publisher="GTnum",
            ),
            REPORT,
        ),
        (
            summary(
                "teachers-and-ai",
                "Teachers and artificial intelligence",
                kind=DocumentKind.ARTICLE,
                language="en",
                date="2022",
            ),
            ENGLISH,
        ),
        (
            summary(
                "hostile",
                HOSTILE,
                kind=DocumentKind.POST,
                media_type="text/html",
                url="javascript:alert(1)",
                licence=HOSTILE,
                publisher=HOSTILE,
                abstracts=(Abstract(HOSTILE, "fr"),),
                authors=(HOSTILE,),
                date=None,
            ),
            [f"Un billet hostile contient {HOSTILE} et un & <b>gras</b>."],
        ),
        (
            summary(
                "glossaire",
                "Glossaire",
                kind=DocumentKind.GLOSSARY,
                passage_count=230,
                authors=(),
            ),
            [f"Notion {number} : une définition courte." for number in range(230)],
        ),
    ]
