"""A style's balance is chosen by the other styles, each counted once."""

from benchmarks.fusion_weights import GRID, PARTS, held_out


def table(best):
    return dict.fromkeys([*PARTS, *GRID], 50.0) | {best: 60.0}


def test_held_out_style_has_no_say():
    first, second = list(GRID)[:2]
    found = {"a": table(first), "b": table(second), "c": table(second)}
    styles = {"one": ["a"], "two": ["b"], "three": ["c"]}
    chosen = held_out(found, styles)
    assert chosen["one"]["balance"] == second
    assert chosen["one"]["sets"]["a"]["held_out"] == 50.0
    assert chosen["one"]["sets"]["a"]["best_in_view"] == 60.0


def test_sets_of_a_style_share_its_vote():
    first, second, third = list(GRID)[:3]
    found = {"a": table(first), "b": table(second)}
    found |= {name: table(third) for name in "xy"} | {"z": table(second)}
    styles = {"one": ["a"], "two": ["b"], "three": ["x", "y", "z"]}
    # Each set alone, the second and the third would be equal.
    assert held_out(found, styles)["one"]["balance"] == second
