"""When a document is whole, and how what it lacks is said."""

import re
from pathlib import Path

import pytest

from ingest.losses import LossCount, is_whole, loss_remedy, loss_words, merged
from ontology.structure import SMALL_SHARE, Loss, LossKind

ROOT = Path(__file__).parents[2]


def test_what_is_left_out_on_purpose_leaves_a_document_whole():
    losses = [Loss(LossKind.FURNITURE, 90), Loss(LossKind.HIDDEN_TEXT, 4_000)]
    assert is_whole(losses, 100)


def test_an_unread_page_never_leaves_a_document_whole():
    assert not is_whole([Loss(LossKind.UNREAD_PAGE, 1)], 1_000_000)


@pytest.mark.parametrize(("count", "whole"), [(2, True), (3, False)])
def test_a_small_share_of_characters_leaves_a_document_whole(count, whole):
    assert is_whole([Loss(LossKind.CHARACTERS, count)], 1_000) is whole


def test_losses_of_one_kind_add_up():
    one = Loss(LossKind.CHART, 1, (2,), "courbes.xml")
    other = Loss(LossKind.CHART, 2, (1, 2), "barres.xml")
    assert merged([one, Loss(LossKind.DEPTH, 1), other]) == (
        Loss(LossKind.DEPTH, 1),
        Loss(LossKind.CHART, 3, (1, 2), "courbes.xml, barres.xml"),
    )


@pytest.mark.parametrize("kind", LossKind)
def test_every_kind_has_words(kind):
    assert loss_words(Loss(kind, 1)).startswith("1 ")
    assert loss_words(Loss(kind, 2)) != loss_words(Loss(kind, 1))
    assert kind.is_intended is (kind in (
        LossKind.FURNITURE, LossKind.HIDDEN_TEXT, LossKind.COMMENT
    ))  # fmt: skip
    assert not (kind.is_intended and loss_remedy(kind))


def test_the_page_of_losses_says_what_the_code_does():
    text = (ROOT / "docs/reference/losses.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", text, re.M)
    assert rows == [
        (kind.value, loss_words(Loss(kind, 2))[2:], loss_remedy(kind) or "—")
        for kind in LossKind
    ]
    left_out = text.partition("on purpose")[2].partition("\n\n")[0]
    intended = [kind for kind in LossKind if kind.is_intended]
    assert all(f"`{kind}`" in left_out for kind in intended)
    assert f"{SMALL_SHARE:.1%}".replace("%", " %") in text


def test_the_shape_of_losses_knows_every_kind():
    shapes = (ROOT / "ontology/shapes.ttl").read_text("utf-8")
    listed = shapes.partition("sh:path gtnum:lossKind")[2].partition(")")[0]
    assert re.findall(r'"(\w+)"', listed) == [kind.value for kind in LossKind]


def test_many_pages_are_named_in_part():
    said = loss_words(Loss(LossKind.UNREAD_PAGE, 12, tuple(range(1, 13))))
    assert said == "12 pages illisibles : 1, 2, 3, 4, 5, 6, 7, 8, 9, 10…"


def test_every_kind_is_counted_in_a_unit():
    text = (ROOT / "docs/reference/losses.md").read_text("utf-8")
    units = text.partition("| `unit` |")[2].partition("\n")[0]
    assert {kind.unit for kind in LossKind} == set(re.findall(r"`(\w+)`", units)) - {
        "kind"
    }


def test_a_count_names_few_of_many_and_adds_what_others_counted():
    lost = LossCount()
    for number in range(7):
        lost.add(LossKind.BROKEN_PART, detail=f"{number}.xml")
    lost.add(LossKind.CHART, 0, detail="aucun")
    lost.extend([Loss(LossKind.UNREAD_PAGE, 1, (3,)), Loss(LossKind.BROKEN_PART, 2)])
    assert lost.losses == (
        Loss(LossKind.UNREAD_PAGE, 1, (3,)),
        Loss(LossKind.BROKEN_PART, 9, detail="0.xml, 1.xml, 2.xml, 3.xml, 4.xml, …"),
    )
