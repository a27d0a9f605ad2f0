"""Checks that every quotation of an answer stands on its page, on both sides."""


def check_verbatim(results, record, catalogue):
    """Return how many quotations were checked, draft and documents together.

    Args:
        results: Of ``Related.find``.
        record: The draft that was asked with.
        catalogue: Of the generation.
    """
    return sum(_draft_side(results, record)) + sum(_their_side(results, catalogue))


def _draft_side(results, record):
    text = record.document.text
    spans = [
        *(one.found for one in results.cited),
        *(one.found for one in results.definitions),
        *(span for one in results.keywords for span in one.named),
        *(one.named for one in results.to_mention if one.named),
        *(one.found for p in results.paragraphs for one in p.repeats),
        *(p.passage for p in results.paragraphs),
        *(part for one in results.documents for part, _ in one.pairs),
    ]
    for span in spans:
        assert span.text
        assert text[span.start : span.end] == span.text
        yield True


def _their_side(results, catalogue):
    passages = [
        *(hit.passage for one in results.documents for _, hit in one.pairs),
        *(one.hit.passage for p in results.paragraphs for one in p.found),
    ]
    for passage in passages:
        yield _is_on_page(passage, catalogue)
    placed = [
        *(one for p in results.paragraphs for one in p.repeats),
        *(e for one in results.to_mention for e in one.evidence if e.passage),
        *(one.definition for one in results.definitions),
    ]
    for one in placed:
        passage = one.passage
        assert one.text
        start, end = one.start - passage.start, one.end - passage.start
        assert passage.text[start:end] == one.text
        yield _is_on_page(passage, catalogue)


def _is_on_page(passage, catalogue):
    on_page = catalogue.passages_of(passage.document, page=passage.page)
    assert passage in on_page
    return True
