"""Renders the templates: escaping always on, no name undefined, French filters."""

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ingest.losses import loss_remedy, loss_words
from ingest.readers import accepted_endings
from ontology.call_context import checkpoint
from ontology.iris import Iris
from search_api.answers import links, wording
from search_api.answers.date_wording import edtf_words, work_date_words
from search_api.answers.described_wording import (
    certainty_words,
    described_entity,
    described_heading,
    description_label,
)
from search_api.answers.related_wording import (
    citation_words,
    repetition_words,
    share_words,
)
from search_api.citations.coins import coins
from search_api.citations.paste_blocks.french_typography import french_spaces
from search_api.web.excerpts import clipped, escaped, excerpt, heading_end, marked
from search_api.web.settings import WebSettings

__all__ = ["STATIC_FOLDER", "Pages", "json_for_script"]

_WEB_FOLDER = Path(str(files("search_api.web")))
STATIC_FOLDER = _WEB_FOLDER / "static"
_GLOBALS: Final = {
    "links": links,
    "facet_labels": wording.FACET_LABELS,
    "draft_endings": ",".join(accepted_endings()),
}


def json_for_script(value: object) -> Markup:
    """Write JSON that may stand inside ``<script>``, whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    # Every character that could end the element is escaped above.
    return Markup(text)  # noqa: S704


@cache
def _static_version(name: str) -> str:
    return hashlib.sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()[:12]


def _static(name: str) -> str:
    """Return the address of a static file; it changes whenever the file does."""
    return f"/static/{name}?v={_static_version(name)}"


def _fingerprint() -> str:
    """Return a hash of templates and static files: a new look is a new version."""
    digest = hashlib.sha256()
    for folder in (_WEB_FOLDER / "templates", STATIC_FOLDER):
        for path in sorted(folder.rglob("*.*")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


_OF_RECORDS: Final = {
    "certainty": certainty_words,
    "described_entity": described_entity,
    "described_heading": described_heading,
    "description": description_label,
    "edtf": edtf_words,
    "work_date": work_date_words,
}
"""Filters that say what a record describes, and when."""

_OF_DRAFTS: Final = {
    "citation_form": citation_words,
    "french": french_spaces,
    "repetition": repetition_words,
    "share": share_words,
}
"""Filters that say what was found for a draft."""


class Pages:
    """Renders pages.

    Args:
        settings: Of the application; templates see them as ``settings``.

    Attributes:
        fingerprint: Changes whenever a template or a static file does.
        iris: Reads and mints the IRIs of this library.
    """

    def __init__(self, settings: WebSettings) -> None:
        self.fingerprint = _fingerprint()
        self.iris = Iris(settings.base_iri)
        self._environment = Environment(
            loader=FileSystemLoader(_WEB_FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(_OF_RECORDS)
        self._environment.filters.update(_OF_DRAFTS)
        self._environment.filters.update(
            marked=marked,
            cells=escaped,
            clipped=clipped,
            excerpt=excerpt,
            date=wording.date_words,
            field_name=wording.field_label,
            origin_name=wording.origin_label,
            same_work=wording.match_words,
            number=wording.number_words,
            size=wording.size_words,
            heading_end=heading_end,
            loss=loss_words,
            loss_remedy=loss_remedy,
            role=wording.role_label,
            kind=wording.kind_label,
            language=wording.language_label,
            media=wording.media_label,
            score=wording.score_words,
            script_json=json_for_script,
            coins=coins,
            web_address=links.web_address,
        )
        self._environment.globals.update(_GLOBALS, settings=settings, static=_static)

    def render(self, template: str, **values: Any) -> str:  # noqa: ANN401
        """Return the HTML of a page.

        Raises:
            jinja2.TemplateError: If a template is wrong, which is a bug of ours.
            CallCancelled: If nobody waits for the page any more.
        """
        checkpoint()
        return self._environment.get_template(template).render(**values)
