"""A document with everything that blocks can say, for pages that draw it."""

from graph.ports import DocumentStructure
from ingest.readers.block_text import BlockText
from ontology.model import Passage
from ontology.structure import BlockKind, Loss, LossKind, PassageRole
from tests.search_api.web.tiny_corpus import HOSTILE, summary

__all__ = ["NAME", "add_structured"]

NAME = "structure"


def add_structured(catalogue):
    """Put the document into a fake catalogue."""
    text, blocks = _written()
    edges = [text.index("Techné"), text.index("Sommaire"), len(text)]
    passages, start = [], 0
    for position, end in enumerate(edges):
        words = text[start:end].rstrip()
        role = PassageRole.CONTENTS if position == 2 else PassageRole.BODY
        passages.append(
            Passage(
                f"{NAME}.{position}",
                NAME,
                position,
                1,
                start,
                start + len(words),
                words,
                "fr",
                (),
                role,
            )
        )
        start = end
    described = summary(NAME, "Un document structuré", passage_count=3)
    catalogue.summaries[NAME] = described
    catalogue._passages[NAME] = passages
    catalogue.structures[NAME] = DocumentStructure(
        blocks,
        (Loss(LossKind.CHART, 2, (1,)), Loss(LossKind.FURNITURE, 2, (1,))),
        {1: ("GTnum 2022–2025", "1/1")},
        is_whole=False,
    )


def _written():
    built = BlockText(100_000)
    built.add(f"Un paragraphe avec un appel [1] et {HOSTILE}.")
    built.add("Tableau 1 – Les académies", kind=BlockKind.CAPTION)
    rows = []
    for number, values in enumerate(
        [("Réf.", "Académie", "Classes"), ("REVE", "Nancy-Metz", "12"), ("Techné", "")]
    ):
        rows.append([])
        for value in values:
            cell = built.cell(is_header=number == 0)
            cell.text.add(value)
            rows[-1].append(cell)
    inner = rows[2][1]
    inner.text.add("Poitiers, où :")
    inner.text.add_table([[_cell(inner.text, "a"), _cell(inner.text, "b")]])
    built.add_table(rows)
    built.add_item("une idée", mark="1.")
    built.add_item("sa suite", mark="-", depth=2)
    built.add_item("une autre", mark="2.")
    built.add("Une élève devant un écran", kind=BlockKind.ALTERNATIVE_TEXT)
    built.add("E = mc²", kind=BlockKind.FORMULA)
    built.add_verbatim("pour chaque classe :\n    compter")
    built.add("Voir l’annexe.", kind=BlockKind.NOTE, label="1")
    with built.part(BlockKind.CONTENTS):
        built.add("Sommaire")
        built.add("Méthode …… 3", is_tight=True)
    return built.text(), tuple(built.blocks)


def _cell(built, words):
    cell = built.cell()
    cell.text.add(words)
    return cell
