"""This test ensures that the page draws the floors that the contracts hold."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "tool"
]["importlinter"]["contracts"]
FLOORS = {
    contract["containers"][0]: [
        sorted(floor.replace(" ", "").split("|")) for floor in contract["layers"]
    ]
    for contract in CONTRACTS
    if contract["name"].startswith("Floors of ")
}


def drawn(package: str) -> list[list[str]]:
    """Return the rooms of each floor as the picture under a heading shows them."""
    picture = re.search(
        rf"^### {re.escape(package)}\n\n```\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE
    )
    assert picture, f"no picture of {package}"
    lines = picture[1].rstrip("\n").split("\n")
    return [sorted(re.split(r" {2,}", line)[0].split(" · ")) for line in lines]


def test_every_package_has_floors():
    names = {"ontology", "ingest", "graph", "search_api", "search_api.web", "gtnum"}
    assert set(FLOORS) == names


@pytest.mark.parametrize("package", FLOORS)
def test_the_picture_shows_the_floors_that_are_held(package):
    assert drawn(package) == FLOORS[package]
