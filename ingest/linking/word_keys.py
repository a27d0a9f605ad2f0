"""Cuts a text into words that compare equal when a French reader takes them as equal.

Every word keeps its place in the text and gets a *key*: lower case, no accents, no
ligatures, singular. Apostrophes, hyphens and underscores separate words, so that
``l’IA``, ``recherche-action`` and ``IA_EO`` meet their other spellings.

A ``BREAK`` stands where a name cannot run on: the end of a sentence, a bracket, a
semicolon, a blank line, the border of a cell. The full stop of an initial
(``É. Allouche``) is no break.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.linking.morphology import singular
from ontology import folding

__all__ = ["BREAK", "Words", "bare", "cut", "fold", "hide_addresses", "key_of"]

BREAK = "\x00"
"""Key that stands between two words that no name may span."""

# The words of the house, and two signs that hold a name together: ``·`` writes
# ``enseignant·e·s``, ``@`` is the a of « M@rsouin ».
_WORD = re.compile(
    f"{folding.LETTER}+(?:{folding.SILENT}+{folding.LETTER}*|[·@]{folding.LETTER}+)*"
    f"|{folding.SIGNS}+"
)
_BREAKING = re.compile(r"[.;!?()\[\]{}•|…\t]|\n[ \t]*\n|\f")
# Lengths are bounded so that no chain of dots or hyphens makes the search slow.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w.+-])[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}"
    r"|(?<![\w.-])[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}/\S*"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text and the breaks between them, as parallel tuples.

    Attributes:
        text: What was cut.
        keys: Normal forms; ``BREAK`` for a break.
        starts: First offset of each word in ``text``; of a break, where it stands.
        ends: Offset behind each word.
    """

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def surface(self, first: int, last: int) -> str:
        """Return the exact characters from one word to another, both included."""
        return self.text[self.starts[first] : self.ends[last]]

    def word(self, position: int) -> str:
        """Return a word as printed; an empty text for a break or outside."""
        if 0 <= position < len(self.keys) and self.keys[position] != BREAK:
            return self.text[self.starts[position] : self.ends[position]]
        return ""

    def gap(self, position: int) -> str:
        """Return the characters between a word and the one behind it."""
        if position >= 0 and position + 1 < len(self.keys):
            return self.text[self.ends[position] : self.starts[position + 1]]
        return ""


def bare(word: str) -> str:
    """Return the word without accents and ligatures, its case kept.

    >>> bare("ÆSON"), bare("Créad"), bare("M@rsouin")
    ('AESON', 'Cread', 'Marsouin')
    """
    word = word.replace("@", "a")
    if word.isascii():
        return word
    folded = ((letter, folding.fold(letter)) for letter in word)
    return "".join(new.upper() if old.isupper() else new for old, new in folded)


def fold(word: str) -> str:
    """Return the word in lower case without accents, ligatures and ``·e·s``.

    >>> fold("Œuvres"), fold("enseignant·e·s")
    ('oeuvres', 'enseignant')
    """
    return folding.fold(word.partition("·")[0].replace("@", "a"))


@lru_cache(maxsize=65_536)
def key_of(word: str) -> str:
    """Return what two spellings of one word share: folded and singular.

    >>> key_of("Réseaux"), key_of("numériques"), key_of("IA")
    ('reseau', 'numerique', 'ia')
    """
    return singular(fold(word))


def _is_breaking(text: str, word: int, end: int, following: int) -> bool:
    """Tell whether a name cannot run over the gap ``text[end:following]``."""
    if following - end == 1 and text[end] in " -'’ʼ_,\n":
        return False
    if end - word == 1 and text[end] == "." and text[word].isupper():
        # The stop behind one capital letter is that of an initial.
        end += 1
    return _BREAKING.search(text, end, following) is not None


def hide_addresses(text: str) -> str:
    """Return the text with web and mail addresses struck out, its length kept.

    >>> hide_addresses("voir lest.fr/ia et a@b.fr")
    'voir |||||||||| et ||||||'
    """
    return _ADDRESS.sub(lambda match: "|" * len(match[0]), text)


def cut(text: str) -> Words:
    r"""Cut a text into words in one pass.

    >>> cut("L’IA-éducation. Fin").keys
    ('l', 'ia', 'education', '\x00', 'fin')
    """
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    previous = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        if keys and _is_breaking(text, starts[-1], previous, start):
            keys.append(BREAK)
            starts.append(previous)
            ends.append(previous)
        keys.append(key_of(match.group()))
        starts.append(start)
        ends.append(end)
        previous = end
    return Words(text, tuple(keys), tuple(starts), tuple(ends))
