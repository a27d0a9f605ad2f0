"""What both PDF engines are asked for, in the same words."""

__all__ = ["DEEPEST_OUTLINE", "INFORMATION", "LONGEST_OUTLINE", "split_authors"]

LONGEST_OUTLINE = 2_000
"""Bookmarks that are read at most; a loop ends here."""

DEEPEST_OUTLINE = 8

INFORMATION = (
    ("title", "Title"),
    ("authors", "Author"),
    ("date", "CreationDate"),
    ("date", "ModDate"),
    ("subject", "Subject"),
    ("keywords", "Keywords"),
)
"""Field names and keys of the information dictionary."""


def split_authors(name: str, value: str) -> list[str]:
    """Split a list of authors; other fields come back whole.

    One comma may stand inside a name (« Dupont, Anne »), two separate names.
    """
    if name != "authors":
        return [value]
    parts = value.split(";")
    if len(parts) == 1 and value.count(",") >= 2:
        parts = value.split(",")
    return [part.strip() for part in parts if part.strip()]
