"""The starter corpus is complete, consistent and honest about its sources."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import frontmatter
import pytest

CORPUS = Path(__file__).parents[2] / "corpus"
SHEETS = sorted(
    path
    for folder in ("groupes", "productions", "appels", "themes", "glossaire")
    for path in (CORPUS / folder).glob("*.md")
)
PDF_SOURCES = sorted((CORPUS / "pdf" / "sources").glob("*.md"))
POSTS = sorted((CORPUS / "billets").glob("*.html"))
KINDS = {
    "call",
    "theme",
    "group_sheet",
    "production_sheet",
    "watch_note",
    "literature_review",
    "experience_book",
    "synthesis_note",
    "article",
    "event",
    "presentation",
    "page",
    "glossary",
    "dataset",
    "translation",
    "report",
}
KEYS = {
    "id",
    "title",
    "kind",
    "date",
    "lang",
    "authors",
    "license",
    "describes",
    "group",
    "wave",
    "labs",
    "academies",
    "regions",
    "concepts",
    "sources",
    "confidence",
}
REQUIRED = {"id", "title", "kind", "date", "lang", "authors", "license", "concepts"}
MIRRORS = ("123dok", "vdocument", "pdfslide", "fdocuments", "scribd", "pdfprof")
MIN_WORDS = {"groupes": 250, "productions": 120, "appels": 200, "themes": 80}
MAX_WORDS = {"groupes": 600, "productions": 300}


def read(path: Path) -> frontmatter.Post:
    return frontmatter.loads(path.read_text(encoding="utf-8"))


def described(post: frontmatter.Post) -> list[dict]:
    things = post.metadata.get("describes", [])
    return things if isinstance(things, list) else [things]


def metadata_of(folder: str) -> list[dict]:
    return [read(path).metadata for path in SHEETS if path.parent.name == folder]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_every_known_group_and_production_has_one_sheet():
    groups = [meta["group"] for meta in metadata_of("groupes")]
    productions = [meta["describes"]["id"] for meta in metadata_of("productions")]
    assert len(groups) == len(set(groups)) == 16
    assert len(productions) == len(set(productions)) == 31


@pytest.mark.parametrize("path", SHEETS + PDF_SOURCES, ids=name_of)
def test_front_matter_is_valid(path):
    meta = read(path).metadata
    layout_keys = (
        {"layout", "cover", "header", "footer"} if path in PDF_SOURCES else set()
    )
    assert set(meta) <= KEYS | layout_keys
    assert set(meta) >= REQUIRED
    assert re.fullmatch(r"[a-z0-9-]+", meta["id"])
    assert meta["kind"] in KINDS
    assert meta["lang"] == "fr"
    assert meta["license"] == "CC-BY-4.0"
    assert meta["date"].isoformat() == "2026-11-24"
    assert meta.get("confidence", "high") in {"high", "medium", "low"}
    assert re.fullmatch(r"\d{4}-\d{4}", meta.get("wave", "2020-2022"))


def test_every_sheet_but_the_glossary_says_what_it_describes():
    for path in SHEETS:
        post = read(path)
        assert bool(described(post)) == (path.parent.name != "glossaire"), path
        for thing in described(post):
            assert thing["certainty"] in {"high", "medium", "low"}
            assert post.metadata["authors"] == ["Équipe du graphe GTnum"]
            assert "Équipe du graphe GTnum" not in thing.get("authors", [])


def test_ids_are_unique():
    counts = Counter(read(path).metadata["id"] for path in SHEETS + PDF_SOURCES)
    assert [key for key, count in counts.items() if count > 1] == []


def test_group_and_production_files_are_named_after_what_they_describe():
    for path in SHEETS:
        meta = read(path).metadata
        if path.parent.name == "groupes":
            assert path.stem == meta["group"]
        if path.parent.name == "productions":
            assert path.stem == meta["describes"]["id"]


def test_every_group_named_has_a_sheet_of_the_same_wave():
    waves = {meta["group"]: meta.get("wave") for meta in metadata_of("groupes")}
    for meta in metadata_of("productions"):
        if "group" in meta:
            assert waves[meta["group"]] == meta.get("wave"), meta["id"]


def test_every_concept_named_is_in_the_glossary_once():
    defined = [key for meta in metadata_of("glossaire") for key in meta["concepts"]]
    assert len(defined) == len(set(defined)) == 197
    for path in SHEETS + PDF_SOURCES:
        assert set(read(path).metadata["concepts"]) <= set(defined), path.name


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_no_mirror_is_shown_as_an_official_address(path):
    post = read(path)
    links = re.findall(r"https?://[^\s)\]]+", post.content)
    stated = [thing["url"] for thing in described(post) if "url" in thing]
    for address in [*stated, *links]:
        parts = urlsplit(address)
        assert parts.scheme in {"http", "https"}
        assert not any(mirror in parts.netloc for mirror in MIRRORS), address


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_sheet_has_the_promised_length(path):
    words = len(re.findall(r"\w+", read(path).content))
    folder = path.parent.name
    assert MIN_WORDS.get(folder, 500) <= words <= MAX_WORDS.get(folder, 2000)


def test_group_sheets_share_the_six_headings():
    expected = [
        "Résumé",
        "Portage et composition",
        "Axes de travail",
        "Productions connues",
        "Ce qui reste incertain",
        "Sources",
    ]
    for path in (CORPUS / "groupes").glob("*.md"):
        assert re.findall(r"^## (.+)$", read(path).content, re.M) == expected, path


def test_prose_is_not_repeated_between_texts():
    lines = Counter(
        line
        for path in SHEETS + PDF_SOURCES
        for line in set(read(path).content.splitlines())
        if len(line) > 80
    )
    assert [line for line, count in lines.items() if count > 1] == []


def test_digital_sobriety_at_school_belongs_to_aeson():
    post = read(CORPUS / "groupes" / "gtnum-2022-aeson.md")
    assert "sobriété numérique à l’école" in post.metadata["title"]
    assert "sobriété numérique à l’école" in post.content
    assert "AESON" in post.content


def test_themes_without_group_say_so():
    for number in ("1-ia-generative", "6-lesson-studies", "8-metavers", "9-esport"):
        text = read(CORPUS / "themes" / f"theme-2023-{number}.md").content
        assert re.search(r"aucun groupe connu", text, re.I), number


@pytest.mark.parametrize("path", POSTS, ids=name_of)
def test_post_has_the_form_of_a_notebook_post(path):
    page = path.read_text(encoding="utf-8")
    title = re.search(r'<meta name="citation_title" content="([^"]+)">', page)
    assert title is not None
    assert '<html lang="fr-FR">' in page
    assert 'class="entry-title"' in page
    assert 'class="entry-content"' in page
    assert page.index("OpenEdition") < page.index("<h1")
    assert "ce n’est pas une page d’OpenEdition" in page


def test_one_post_follows_the_older_form():
    older = [path for path in POSTS if "<h2>Anglais</h2>" in path.read_text("utf-8")]
    assert len(POSTS) == 6
    assert [path.stem for path in older] == ["humane-ancien-gabarit"]
