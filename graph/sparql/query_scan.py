"""Reads a query once, token by token, and counts what the guard limits.

What a bracket means decides what ``<`` means (see ``tokens.py``), so the scan follows
what is open. Calls outwards and updates are refused at sight; search blocks, which
look like calls and never leave this process, are collected where they are asked for.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

from graph.errors import QueryRefused, QuerySyntaxError
from graph.sparql.limits import LIMIT_NAMES, GuardLimits
from graph.sparql.tokens import RawBlock, Token, is_operand, read_block, read_token

__all__ = ["Admission", "QueryForm", "Scan", "expanded"]

_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES: Final = {
    *("INSERT", "DELETE", "LOAD", "CLEAR", "DROP"),
    *("CREATE", "ADD", "MOVE", "COPY", "WITH"),
}
_COUNTED: Final = {
    "OPTIONAL": "optionals",
    "LATERAL": "optionals",
    "GRAPH": "graphs",
    "UNION": "unions",
    "MINUS": "negations",
    "EXISTS": "negations",
    "FILTER": "filters",
    "AS": "bindings",
    "SELECT": "selects",
}
_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PATH_SIGNS: Final = frozenset("/|^*+?!")
_SILENT: Final = ("blank", "comment")

QueryForm = str
"""``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``."""


@dataclass(frozen=True, slots=True)
class Admission:
    """A query that may run.

    Attributes:
        form: What kind of answer it has.
        default_graphs: IRIs of its FROM clauses, resolved.
        named_graphs: IRIs of its FROM NAMED clauses, resolved.
        path_signs: Signs that stand in its patterns where property paths have them.
        has_graphs: Whether it has GRAPH.
    """

    form: QueryForm
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    path_signs: frozenset[str] = frozenset()
    has_graphs: bool = False


def expanded(query: str) -> str:
    r"""Return a text with its ``\u`` escapes replaced by what they stand for."""
    return _CODEPOINT.sub(_character, query)


def _character(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    is_scalar = number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_scalar else found[0]


@dataclass(slots=True)
class Scan:
    """One pass over a query: what is open, what was counted, what was declared.

    Attributes:
        query: The text.
        limits: What it may hold.
        keeps_blocks: Whether search blocks are collected; refused like any other
            SERVICE otherwise.
        blocks: The search blocks, in order.
        significant: All tokens but blanks and comments; a search block is one.
        path_signs: Signs of property paths that stand in patterns.
    """

    query: str
    limits: GuardLimits
    keeps_blocks: bool = False
    blocks: list[RawBlock] = field(default_factory=list)
    significant: list[Token] = field(default_factory=list)
    path_signs: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    # "{" "[" "<<" as written; "e" expression, "l" list or path, "v" VALUES, "r" row
    stack: list[str] = field(default_factory=list)
    last: Token | None = None
    form: str | None = None
    in_solution: bool = False
    values_next: bool = False
    from_clause: list[str] = field(default_factory=list)
    declaration: list[str] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    base: str = ""
    defaults: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    def run(self) -> Admission:
        """Read the whole query.

        Raises:
            QueryRefused: If it passes a limit, updates, or calls out.
            QuerySyntaxError: If it holds no query form at all.
        """
        position = 0
        while position < len(self.query):
            token = read_token(self.query, position, may_compare=self._may_compare())
            block = self._block(token)
            position = block.end if block else token.end
            if block is not None:
                self._keep(block)
            elif token.kind not in _SILENT:
                self._refuse_hidden_call(token)
                self._take(token)
                self.significant.append(token)
                self.last = token
        if self.form is None:
            raise QuerySyntaxError(
                "il n’y a ni SELECT, ni ASK, ni CONSTRUCT, ni DESCRIBE",
                line=1,
                column=1,
                remedy="Écrivez une requête SPARQL 1.1.",
            )
        return Admission(
            self.form,
            tuple(self.defaults),
            tuple(self.named),
            frozenset(self.path_signs),
            has_graphs=self.counts["graphs"] > 0,
        )

    def _block(self, token: Token) -> RawBlock | None:
        """Return the search block that begins here."""
        is_call = token.kind == "word" and token.text.upper() == "SERVICE"
        block = read_block(self.query, token) if is_call and self.keeps_blocks else None
        if block is not None and self.stack[-1:] != ["{"]:
            line = self.query.count("\n", 0, token.start) + 1
            raise QuerySyntaxError(
                f"le bloc de recherche de la ligne {line} n’est pas dans un groupe "
                "entre accolades",
                line=line,
                column=token.start - self.query.rfind("\n", 0, token.start),
                remedy="Vérifiez les parenthèses et les accolades qui le précèdent.",
            )
        return block

    def _keep(self, block: RawBlock) -> None:
        self.blocks.append(block)
        text = self.query[block.start : block.end]
        self.significant.append(Token("block", text, block.start))
        self._count("searches")
        self._count("patterns")
        self.last = block.tokens[-1]

    def _may_compare(self) -> bool:
        top = self.stack[-1] if self.stack else ""
        return top in ("e", "l") and is_operand(self.last)

    def _take(self, token: Token) -> None:
        match token.kind:
            case "word":
                self._refuse_calls(token.text)
                self._word(token)
            case "open":
                self._open(token)
            case "close":
                self._close(token)
            case "separator":
                self._separate(1)
            case "operator":
                self._operator(token)
            case "unclear":
                self._refuse_unclear(token)
            case _ if token.kind != "datatype":
                self._operand(token)

    def _refuse_unclear(self, token: Token) -> None:
        raise QueryRefused(
            f"« {token.text[:60]} » se lit comme une IRI ou comme une comparaison",
            rule="unclear",
            remedy="Mettez une espace après « < », ou déclarez un préfixe.",
        )

    def _refuse_calls(self, run: str) -> None:
        if "service" in run.lower():
            raise QueryRefused(
                "SERVICE n’est pas permis : ce service n’interroge aucun autre",
                rule="service",
                remedy="Interrogez l’autre service à part. Si « service » est un "
                "préfixe à vous, donnez-lui un autre nom.",
            )

    def _refuse_hidden_call(self, token: Token) -> None:
        """Refuse ``SERVICEex:a {``; without the brace ``service:a`` is a name."""
        last = self.last
        if token.text == "{" and last is not None and last.kind == "name":
            self._refuse_calls(last.text.partition(":")[0])

    def _word(self, token: Token) -> None:
        for word in token.pieces:
            self._keyword(word)
        self._separate(token.text.count("."))

    def _keyword(self, word: str) -> None:
        if self.form is None and not self.stack:
            self._prologue(word)
        if word in _COUNTED:
            self._count(_COUNTED[word])
        if word in ("SELECT", "GROUP", "HAVING", "ORDER"):
            self.in_solution = True
        elif word == "VALUES":
            self.values_next = True
        elif word == "FROM" and not self.stack:
            self.from_clause = ["FROM"]
        elif word == "NAMED" and self.from_clause:
            self.from_clause = ["FROM", "NAMED"]

    def _prologue(self, word: str) -> None:
        if word in _FORMS:
            self.form = word
        elif word in _UPDATES:
            raise QueryRefused(
                f"{word} modifie les données, et ce service ne fait que les lire",
                rule="update",
                remedy="Les documents entrent par `gtnum ingest DOSSIER`.",
            )
        elif word in ("PREFIX", "BASE"):
            self.declaration = [word]

    def _operand(self, token: Token) -> None:
        if self.declaration:
            self._declare(token)
        elif self.from_clause:
            target = self.named if "NAMED" in self.from_clause else self.defaults
            iri = self.resolve(token)
            if iri is not None:
                target.append(iri)
            self.from_clause = []
        top = self.stack[-1] if self.stack else ""
        if top == "v":
            self._count("rows")
        elif top == "l" and (self.last is None or self.last.kind != "operator"):
            self._count("patterns", 2)  # an item of a list is two triples
        if token.kind in ("name", "node"):
            self._separate(len(token.text) - len(token.text.rstrip(".")))

    def _declare(self, token: Token) -> None:
        if token.kind == "name":
            self.declaration.append(token.text[:-1])
        elif token.kind == "iri":
            iri = _join(self.base, token.text)
            if self.declaration[0] == "BASE":
                self.base = iri
            elif len(self.declaration) > 1:
                self.prefixes[self.declaration[1]] = iri
            self.declaration = []

    def resolve(self, token: Token) -> str | None:
        """Return the IRI a token stands for; None where the engine will object."""
        if token.kind == "iri":
            return _join(self.base, token.text)
        prefix, colon, local = token.text.partition(":")
        if token.kind != "name" or not colon or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + local.replace("\\", "")

    def _open(self, token: Token) -> None:
        entry = token.text
        if entry == "(":
            entry = self._bracket()
        elif entry == "{":
            entry = "v" if self.values_next else "{"
            self.in_solution = self.values_next = False
        # Groups that stand alone are joined; those behind a word have their own limit.
        after_word = self.last is not None and self.last.kind == "word"
        if entry in ("[", "<<", "<<(") or (entry == "{" and not after_word):
            self._count("patterns")
        self.stack.append(entry)
        if len(self.stack) > self.limits.nesting:
            self._refuse("nesting", self.limits.nesting)

    def _bracket(self) -> str:
        """Tell an expression from a list, a path or a row of VALUES."""
        top = self.stack[-1] if self.stack else ""
        if top == "v":
            self._count("rows")
            return "r"
        if self.values_next:
            return "r"
        after_word = self.last is not None and self.last.kind == "word"
        if top == "e" or top == "" or self.in_solution or after_word:
            return "e"
        return "l"

    def _close(self, token: Token) -> None:
        if self.stack:
            self.stack.pop()
        if token.text == "}":
            self.in_solution = False

    def _separate(self, number: int) -> None:
        if number and self.stack and self.stack[-1] in ("{", "["):
            self._count("patterns", number)

    def _operator(self, token: Token) -> None:
        top = self.stack[-1] if self.stack else ""
        in_pattern = top in ("{", "[", "l")
        if in_pattern and token.text in _PATH_SIGNS:
            self.path_signs.add(token.text)
        if token.text in ("/", "|", "^") and in_pattern:
            self._count("path_steps")
        elif top not in ("v", "r"):
            self._count("operators")

    def _count(self, name: str, number: int = 1) -> None:
        self.counts[name] += number
        limit: int = getattr(self.limits, name)
        if self.counts[name] > limit:
            self._refuse(name, limit)

    def _refuse(self, rule: str, limit: int) -> None:
        raise QueryRefused(
            f"la requête compte plus de {limit} {LIMIT_NAMES[rule]}",
            rule=rule,
            limit=limit,
            remedy="Simplifiez-la, ou coupez-la en plusieurs requêtes.",
        )


def _join(base: str, written: str) -> str:
    """Resolve an IRI in angle brackets; what cannot be resolved stays as written."""
    iri = expanded(written[1:-1])
    try:
        return urljoin(base, iri)
    except ValueError:
        return iri
