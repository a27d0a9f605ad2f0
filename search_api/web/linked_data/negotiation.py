"""Which form of a description a client wants: by suffix, else by ``Accept``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from graph.errors import NotAcceptable
from search_api.web.accept_header import Acceptance

__all__ = ["FORMS", "HTML", "RDF_FORMS", "Form", "form_of_suffix", "wanted_form"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a description can have.

    Attributes:
        suffix: In addresses, without the dot.
        media_type: As it is sent.
        aliases: Other types by which clients ask for it.
        title: For people, in French.
    """

    suffix: str
    media_type: str
    aliases: tuple[str, ...]
    title: str


HTML: Final = Form("html", "text/html", ("application/xhtml+xml",), "page")
RDF_FORMS: Final = (
    Form(
        "ttl",
        "text/turtle",
        ("application/x-turtle", "application/turtle", "text/rdf+turtle"),
        "Turtle",
    ),
    Form("jsonld", "application/ld+json", ("application/json", "text/json"), "JSON-LD"),
    Form("nt", "application/n-triples", ("text/ntriples", "text/plain"), "N-Triples"),
    Form(
        "rdf",
        "application/rdf+xml",
        ("application/xml", "text/xml"),
        "RDF/XML",
    ),
    Form("trig", "application/trig", ("application/x-trig",), "TriG"),
    Form("nq", "application/n-quads", ("text/x-nquads", "text/nquads"), "N-Quads"),
)
FORMS: Final = (HTML, *RDF_FORMS)
_BY_SUFFIX: Final = {form.suffix: form for form in FORMS}


def form_of_suffix(path: str) -> tuple[str, Form | None]:
    """Split a path into what stands before a known suffix, and its form.

    >>> form_of_suffix("lab/techne.ttl")[0]
    'lab/techne'
    >>> form_of_suffix("passage/fiche.12")
    ('passage/fiche.12', None)
    """
    name, dot, suffix = path.rpartition(".")
    if dot and name and suffix in _BY_SUFFIX:
        return name, _BY_SUFFIX[suffix]
    return path, None


def wanted_form(request: Request, offered: Sequence[Form] = FORMS) -> Form:
    """Choose the form by ``Accept``; Turtle where everything is welcome.

    At equal weight, HTML wins where the client names it: only browsers do.

    Raises:
        NotAcceptable: If none of the forms is wanted; it lists them.
    """
    header = ", ".join(request.headers.getlist("accept"))
    accepted = Acceptance.parse(header)
    ranked = sorted(
        (
            (*_weight(form, accepted), -place, form)
            for place, form in enumerate(offered)
        ),
        key=lambda entry: entry[:3],
    )
    weight, _, _, form = ranked[-1]
    if weight <= 0:
        types = tuple(each.media_type for each in offered)
        raise NotAcceptable(
            f"cette ressource ne se donne pas en « {header[:120]} »",
            available=types,
            remedy=f"Demandez {', '.join(types)}.",
        )
    return form


def _weight(form: Form, accepted: Acceptance) -> tuple[float, int]:
    """Return how much a form is wanted, and a bonus for HTML where it is named."""
    exact = [
        found.weight
        for found in accepted.ranges
        for name in (form.media_type, *form.aliases)
        if found.precision(name) == 2
    ]
    if exact:
        return max(exact), int(form is HTML)
    # A page for « */* » would surprise programmes, which rarely say more.
    return accepted.weight(form.media_type), -int(form is HTML)
