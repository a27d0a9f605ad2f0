"""Whether a value can be the name of a person or of a body, and not of an account.

File properties hold what a machine knew: a login, a service account, the program, the
maker of the scanner. A name of a person has a given name and a surname with capitals; a
body says what it is, or is an acronym. Anything else is no author: none is better than
a wrong one.
"""

import re
import unicodedata
from typing import Final

from ingest.metadata.origin_trust import CURATED, FILE_PROPERTIES

__all__ = ["is_plausible_author"]

_PROGRAMS: Final = frozenset(
    {
        "brother", "canon", "lexmark", "sharp", "abbyy",
        "acrobat", "adobe", "aspose", "calibre", "canva", "chrome",
        "chromium", "corel", "creator", "crystal", "distiller", "docx", "docx4j",
        "doxygen", "epson", "excel", "exstream", "finereader", "fop", "foxit",
        "ghostscript", "google", "gotenberg", "imagemagick", "indesign", "itext",
        "jasperreports", "kofax", "konica", "kyocera", "latex", "latex2e",
        "libreoffice", "lualatex", "markdown", "microsoft", "minolta", "mpdf",
        "neooffice", "nitro", "odfpy", "onlyoffice", "openoffice", "openpyxl",
        "openxml", "oracle", "pandoc", "pdf", "pdf24", "pdfcreator", "pdfkit",
        "pdflatex", "pdftex", "phpword", "photoshop", "poi", "powerpoint", "pptx",
        "primopdf", "prince", "printer", "publisher", "puppeteer", "python",
        "quarkxpress", "quartz", "reportlab", "ricoh", "safari", "scanner", "scribus",
        "skia", "sphinx", "tcpdf", "tex", "toshiba", "typst", "weasyprint", "windows",
        "wkhtmltopdf", "word", "wordpress", "workcentre", "writer", "xelatex",
        "xerox", "zotero", "office2007", "office", "hp", "dell", "acer", "asus",
        "lenovo", "sony", "samsung", "packard", "compaq",
    }
)  # fmt: skip
_ACCOUNTS: Final = frozenset(
    {
        "account", "admin", "administrateur", "administrator", "admins", "anonyme",
        "anonymous", "auteur", "author", "bot", "build", "builder", "compte",
        "client", "comptes", "daemon", "default", "editor", "editeur", "export",
        "exploitation", "formation", "guest", "hostname", "inconnu", "invite",
        "jenkins", "laptop", "localhost", "login", "machine", "mac", "macbook",
        "master", "n/a", "nobody", "nom", "none", "nom-prenom", "null", "operateur",
        "operator", "ordinateur", "owner", "pc", "portable", "poste", "prenom",
        "proprietaire", "prod", "production", "root", "scan", "secretaire",
        "secretariat", "serveur", "server", "session", "source", "stagiaire",
        "sysadmin", "sysop", "system", "systeme", "temp", "test", "tester",
        "undefined", "unknown", "unspecified", "user", "username", "usr",
        "utilisateur", "visiteur", "webmaster", "win", "www", "x", "xx", "xxx",
    }
)  # fmt: skip
_NEVER: Final = frozenset(
    {
        "microsoft", "libreoffice", "openoffice", "onlyoffice", "adobe", "python",
        "user", "users", "utilisateur", "admin", "administrateur", "administrator",
        "root", "webmaster", "windows",
    }
)  # fmt: skip
"""Words that no person and no body has in its name."""

_FIRST_LAST: Final = frozenset(
    {"first last", "john doe", "jane doe", "your name", "votre nom", "name surname"}
)
_BODY = re.compile(
    r"\b(?:academie|agence|amis|archives|association|bibliotheque|bureau|cabinet|centre|"
    r"chaire|chambre|collectif|college|comite|commission|communaute|conseil|cooperative|"
    r"delegation|departement|direction|ecole|editions|equipe|federation|fondation|"
    r"groupe|gtnum\d*|inspe|inspection|institut|laboratoire|ligue|lycee|mairie|ministere|"
    r"mission|musee|observatoire|office|organisation|pole|rectorat|region|reseau|"
    r"secretariat|service|societe|syndicat|team|unite|universite|union|ville|"
    r"committee|council|department|foundation|group|institute|laboratory|ministry|"
    r"network|school|society|university|project|projet)s?\b"
)
_LOGIN = re.compile(
    r"[a-z]+[._-][a-z]+\d*|[a-z]+\d+|[a-z]{1,20}|\w*\d{2,}\w*|.*[\\/@_{}<>|=#~%$]+.*"
)
_MACHINE = re.compile(r"[A-Z0-9]{2,}(?:[-_.][A-Z0-9]+)+|[A-Z]+\d[\dA-Z]*")
_MODEL = re.compile(r"(?=\w*[a-z])\w*\d{3,}\w*")
_FILE = re.compile(
    r"\.(?:docx?|odt|pdf|tex|indd|pptx?|rtf|txt|dvi|qxd|xlsx?|fm|book|dot[xm]?|ps|eps)$",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-ZÀÉÈ]{2,9}(?:[ &/-][A-ZÀÉÈ]{2,9}){0,2}")
_PARTICLES: Final = frozenset(
    {
        "de", "du", "des", "d", "da", "di", "del", "della", "do", "dos", "la", "le",
        "les", "van", "von", "der", "den", "ten", "ter", "y", "e", "ben", "bin", "el",
        "al", "zu", "af", "et", "st",
    }
)  # fmt: skip
_TITLES: Final = frozenset(
    {
        "m", "mr", "mme", "mlle", "mrs", "ms", "dr", "pr", "prof", "me",
    }
)  # fmt: skip
_ELIDED = re.compile(r"^(?:[dlo][’'])?[’'-]*")
_LONGEST: Final = 200
_MOST_WORDS: Final = 6


def is_plausible_author(value: str, origin: str) -> bool:
    """Return whether a value can be an author.

    Args:
        value: One name, on one line.
        origin: Where it stands: file properties must look like a name, a field that a
            person filled in must only not look like an account or a program.

    >>> is_plausible_author("SVC-PROD-LEGACY06", "PDF")
    False
    >>> is_plausible_author("Claire Exemple", "PDF")
    True
    """
    plain = _plain(value)
    words = re.findall(r"[^\W_]+", plain)
    if not _is_sane(value, plain, words) or _names_a_program(plain, words):
        return False
    if _BODY.search(plain):
        return len(words) > 1
    if _LOGIN.fullmatch(value) or _MACHINE.fullmatch(value):
        return False
    if origin in CURATED:
        return True
    if origin in FILE_PROPERTIES:
        return _is_person(value) or bool(_ACRONYM.fullmatch(value) and len(value) > 2)
    return any(character.isupper() for character in value) or not value.isascii()


def _is_sane(value: str, plain: str, words: list[str]) -> bool:
    return (
        2 <= len(value) <= _LONGEST
        and bool(words)
        and any(c.isalpha() for c in plain)
        and "@" not in value
        and "://" not in value
        and "\ufffd" not in value
        and not _FILE.search(value)
    )


def _names_a_program(plain: str, words: list[str]) -> bool:
    """Whether it is a program, a placeholder or an account by its words."""
    if plain in _FIRST_LAST or set(words) <= {"first", "last", "prenom", "nom", "name"}:
        return True
    letters = [word for word in words if not word.isdigit()]
    if not _NEVER.isdisjoint(letters):
        return True
    # « Office national … », « Service de la production »: words of bodies as well.
    if _BODY.search(plain) is not None and len(words) > 2:
        return False
    is_model = any(_MODEL.fullmatch(word) for word in words)
    return is_model or any(w in _PROGRAMS or w in _ACCOUNTS for w in letters)


def _is_person(value: str) -> bool:
    """Whether it has the shape of a name: two words or more, with capitals."""
    if any(c.isdigit() for c in value) or any(c in "\\/:;!?()[]{}<>" for c in value):
        return False
    words = [word for word in re.split(r"[\s,]+", value) if word]
    names = [
        word
        for word in words
        if (plain := _plain(word).strip(".'’")) not in _PARTICLES
        and plain not in _TITLES
    ]
    if not 2 <= len(names) <= _MOST_WORDS:
        return False
    are_capital = all(not _ELIDED.sub("", word)[:1].islower() for word in names)
    return are_capital and any(len(word.strip(".")) > 1 for word in names)


def _plain(value: str) -> str:
    """Return the value folded: lower case, without accents."""
    split = unicodedata.normalize("NFKD", value.casefold())
    return "".join(c for c in split if not unicodedata.combining(c)).strip()
