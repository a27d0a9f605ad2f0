"""Generators of documents for the property tests of the graph."""

from hypothesis import strategies as st

from ontology.described import (
    DeducedDate,
    Described,
    DescribedCertainty,
    DescribedKind,
    work_date,
)
from ontology.model import (
    Abstract,
    DeclaredLink,
    Document,
    DocumentKind,
    DocumentRecord,
    EntityKind,
    FieldOrigin,
    Mention,
    Page,
    Passage,
    Section,
    Source,
    abstracts_in_order,
)
from ontology.structure import Block, BlockKind, Loss, LossKind, PassageRole

texts = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=("Cs",)),
        st.sampled_from(list("é’«»œﬁ\n\r\t\\\"'<>{}|^`%\x00\u2028\ufffe😀")),
    ),
    max_size=40,
)
names = texts.filter(bool)
identifiers = st.from_regex(r"[a-z0-9][a-z0-9-]{0,30}", fullmatch=True)
numbers = st.integers(min_value=0, max_value=10**9)
dates = st.one_of(
    st.none(),
    st.sampled_from(["2024", "2024-03", "2024-03-05", "2024-02-31", "s. d.", "٢٠٢٤"]),
    names,
)
addresses = st.one_of(
    st.none(), names, st.sampled_from(["https://a.example/é?x=1#y", "http://a b"])
)


counts = st.integers(min_value=1, max_value=10**6)
blocks = st.builds(
    Block,
    st.sampled_from(BlockKind),
    st.just(0) | numbers,
    st.just(10**9) | st.just(10**9 + 1),
    level=st.integers(0, 9),
    label=texts,
    row=numbers,
    column=numbers,
    row_span=counts,
    column_span=counts,
    is_header=st.booleans(),
    parent=st.none() | numbers,
)
losses = st.builds(
    Loss,
    st.sampled_from(LossKind),
    counts,
    st.sets(st.integers(1, 999), max_size=3).map(lambda n: tuple(sorted(n))),
    texts,
)


abstracts = st.builds(Abstract, names, st.sampled_from(["fr", "en", "und"]))
deduced = st.sampled_from([DeducedDate("2020-09/2022"), DeducedDate("2023")])
described = st.builds(
    Described,
    st.sampled_from(DescribedKind),
    names,
    st.none() | identifiers,
    st.sampled_from([None, "2024", "2018/2019", "2023?", "2023/..", "s. d."]),
    st.lists(names, max_size=3).map(tuple),
    st.none() | texts,
    st.none() | counts,
    st.sampled_from([None, "fr"]),
    addresses,
    st.sampled_from([None, "10.1234/x"]),
    addresses,
    st.sets(names, max_size=2).map(lambda n: tuple(sorted(n))),
    st.none() | st.sampled_from(DescribedCertainty),
)


@st.composite
def passages(draw, document):
    """A run of passages with offsets that fit their texts."""
    found, start = [], 0
    for position in range(draw(st.integers(0, 4))):
        text = draw(names)
        start += draw(st.integers(0, 9))
        found.append(
            Passage(
                identifier=f"{document}.{position}",
                document=document,
                position=position,
                page=draw(st.integers(1, 999)),
                start=start,
                end=start + len(text),
                text=text,
                language=draw(st.sampled_from(["fr", "en", "und", "FR", "?"])),
                section=tuple(draw(st.lists(texts, max_size=3))),
                role=draw(st.sampled_from(PassageRole)),
            )
        )
        start += len(text)
    return tuple(found)


@st.composite
def mentions(draw, passages_):
    """Mentions of some passages, several on one span at times."""
    if not passages_:
        return ()
    found = []
    for _ in range(draw(st.integers(0, 4))):
        passage = draw(st.sampled_from(passages_))
        found.append(
            Mention(
                passage=passage.identifier,
                document=passage.document,
                page=passage.page,
                start=passage.start,
                end=passage.end,
                text=passage.text,
                entity=draw(identifiers),
                kind=draw(st.sampled_from(EntityKind)),
                method=draw(names),
                confidence=round(draw(st.floats(0, 1)), 6),
            )
        )
    return tuple(found)


@st.composite
def records(draw):
    """A document with passages and mentions."""
    identifier = draw(identifiers)
    found = draw(passages(identifier))
    language = draw(st.sampled_from(["fr", "und", "en", "FR", "français"]))
    things = tuple(draw(st.lists(described, max_size=2)))
    own = draw(dates)
    dated = work_date(own, things) is not None
    document = Document(
        identifier=identifier,
        source=Source(draw(names), draw(names), draw(numbers), draw(names)),
        collection=draw(names),
        title=draw(names),
        text="".join(p.text for p in found),
        pages=tuple(
            Page(
                n + 1,
                draw(numbers),
                draw(numbers),
                draw(texts),
                draw(st.none() | texts),
                draw(st.none() | st.integers(0, 1_000).map(lambda n: n / 1_000)),
                tuple(draw(st.lists(texts, max_size=2))),
            )
            for n in range(draw(st.integers(1, 3)))
        ),
        is_paged=draw(st.booleans()),
        kind=draw(st.sampled_from(DocumentKind)),
        language=language,
        date=own,
        authors=tuple(draw(st.lists(names, max_size=4))),
        publisher=draw(st.none() | texts),
        url=draw(addresses),
        licence=draw(addresses),
        abstracts=abstracts_in_order(draw(st.lists(abstracts, max_size=3)), language),
        describes=things,
        deduced_date=None if dated else draw(st.none() | deduced),
        sections=tuple(
            Section(draw(texts), draw(st.integers(1, 6)), draw(numbers))
            for _ in range(draw(st.integers(0, 2)))
        ),
        blocks=tuple(draw(st.lists(blocks, max_size=3))),
        losses=tuple(draw(st.lists(losses, max_size=3, unique_by=lambda x: x.kind))),
        links=tuple(
            DeclaredLink(draw(st.sampled_from(EntityKind)), draw(names), draw(texts))
            for _ in range(draw(st.integers(0, 2)))
        ),
        origins=tuple(
            FieldOrigin(draw(texts), draw(texts), draw(texts))
            for _ in range(draw(st.integers(0, 2)))
        ),
    )
    return DocumentRecord(document, found, draw(mentions(found)))
