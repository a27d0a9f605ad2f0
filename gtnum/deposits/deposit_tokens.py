"""Who may deposit: names and SHA-256 of tokens, never the tokens.

A token is 32 random bytes, so its plain hash cannot be guessed back; a password would
need a slow hash instead, and is not accepted.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ontology.errors import KnowledgeError

__all__ = ["Tokens", "mint"]

_ENTRY = re.compile(
    r"(?P<name>[\w][\w.-]{0,39})=(?P<hash>[0-9a-fA-F]{64})"
    r"(?:@(?P<until>\d{4}-\d{2}-\d{2}))?"
)


@dataclass(frozen=True, slots=True)
class _Holder:
    name: str
    digest: bytes
    until: date | None


class Tokens:
    """The tokens that are configured.

    Args:
        written: ``name=sha256`` or ``name=sha256@2027-06-30`` (the last day), separated
            by commas or blanks.

    Raises:
        KnowledgeError: If it is written otherwise; it never repeats what was written.
    """

    def __init__(self, written: str) -> None:
        entries = re.split(r"[\s,]+", written.strip())
        self._holders = _holders([entry for entry in entries if entry])

    def __bool__(self) -> bool:
        """Tell whether any token is configured, valid or not."""
        return bool(self._holders)

    def owner_of(self, token: str, *, today: date | None = None) -> str | None:
        """Return the name behind a token, or None.

        Every configured hash is compared, each in constant time: how long it takes
        tells nothing.
        """
        digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
        day = today or datetime.now(UTC).date()
        found: str | None = None
        for holder in self._holders:
            is_valid = holder.until is None or day <= holder.until
            if hmac.compare_digest(holder.digest, digest) and is_valid:
                found = holder.name
        return found


def mint() -> tuple[str, str]:
    """Return a new token and its SHA-256 in hexadecimal."""
    token = secrets.token_urlsafe(32)
    return token, hashlib.sha256(token.encode()).hexdigest()


def _holders(entries: Sequence[str]) -> tuple[_Holder, ...]:
    holders: list[_Holder] = []
    for position, entry in enumerate(entries, start=1):
        holder = _holder(entry)
        if holder is None:
            raise KnowledgeError(
                f"l’entrée {position} de GTNUM_TOKENS n’est pas « nom=empreinte »",
                remedy="L’empreinte est un SHA-256 de 64 chiffres hexadécimaux, suivi "
                "au besoin de @AAAA-MM-JJ : `gtnum deposits token NOM` en donne une.",
            )
        holders.append(holder)
    return tuple(holders)


def _holder(entry: str) -> _Holder | None:
    match = _ENTRY.fullmatch(entry)
    if match is None:
        return None
    try:
        until = date.fromisoformat(match["until"]) if match["until"] else None
    except ValueError:
        return None
    return _Holder(match["name"], bytes.fromhex(match["hash"]), until)
