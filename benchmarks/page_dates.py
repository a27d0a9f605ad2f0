"""Measures which dates and authors are read from web pages that print them.

    python -m benchmarks.page_dates

Forms of ``page_forms``; every second one is for choosing, the others for reporting.
htmldate, which reads dates of web pages, is measured beside us.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from htmldate import find_date

from benchmarks.measuring import save
from benchmarks.page_forms import FORMS, TRAPS, PageForm, page_of
from ingest.composition import compose
from ingest.read_text import Found, ReadingRequest
from ingest.readers.html.html_page import read_html
from ingest.texts.chunking import Chunking
from ontology.model import Document, Source

CHOOSING, REPORTING = FORMS[::2], FORMS[1::2]


def read_by_us(form: PageForm) -> Document:
    """Read a page as ingest does."""
    content = page_of(form).encode()
    read = read_html(content, ReadingRequest("page.html"))
    if form.address:
        stated = Found("url", form.address, "address")
        read = replace(read, found=(*read.found, stated))
    source = Source("web/page.html", "text/html", len(content), "0" * 64)
    return compose(read, source, "web", chunking=Chunking()).record.document


def date_by_htmldate(form: PageForm) -> str | None:
    """Read the date of publication with htmldate, as it comes."""
    found = find_date(
        page_of(form),
        original_date=True,
        url=form.address or None,
        deferred_url_extractor=True,
    )
    return str(found) if found else None


def judged(
    forms: Iterable[PageForm], date_of: Callable[[PageForm], str | None]
) -> Counter[str]:
    """Count right, missing and wrong dates; a coarser one is missing, not wrong."""
    counted: Counter[str] = Counter()
    for form in forms:
        found = date_of(form)
        if found == form.date:
            counted["right"] += 1
        elif found is None or (form.date or "").startswith(found):
            counted["missing"] += 1
        else:
            counted["wrong"] += 1
    return counted


def judged_authors(forms: Iterable[PageForm]) -> Counter[str]:
    """Count right, missing and wrong lists of authors."""
    counted: Counter[str] = Counter()
    for form in forms:
        found = read_by_us(form).authors
        state = "right" if found == form.authors else "wrong" if found else "missing"
        counted[state] += 1
    return counted


def _row(title: str, counts: Sequence[Counter[str]]) -> str:
    cells = (f"{c['right']:3} {c['missing']:3} {c['wrong']:3}" for c in counts)
    return f"{title:12}" + "   ".join(cells)


def main() -> None:
    """Print the table and save the numbers."""
    sets = {"choosing": CHOOSING, "reporting": REPORTING, "traps": TRAPS}
    dates = {
        "ours": [
            judged(forms, lambda f: read_by_us(f).date) for forms in sets.values()
        ],
        "htmldate": [judged(forms, date_by_htmldate) for forms in sets.values()],
    }
    authors = [judged_authors(forms) for forms in sets.values()]
    print("            " + "   ".join(f"{name:11}" for name in sets))
    print("            " + "right missing wrong, of each set")
    for name, counts in dates.items():
        print(_row(name, counts))
    print(_row("authors", authors))
    save(
        "page_dates",
        {
            "dates": {
                name: dict(zip(sets, map(dict, counts), strict=True))
                for name, counts in dates.items()
            },
            "authors": dict(zip(sets, map(dict, authors), strict=True)),
        },
    )


if __name__ == "__main__":
    main()
