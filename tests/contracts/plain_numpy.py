"""Vectors in one numpy file: the smallest kind of vector index that keeps the contract.

For tests only; a kind of your own may begin as a copy of this page.
"""

import json

import numpy as np

from search_api.embedded_texts import embedded_text
from search_api.errors import IndexMismatch
from search_api.identifiers import document_of
from search_api.ports import best_first, question_row


class PlainNumpyIndex:
    def __init__(self, folder):
        try:
            self.texts = json.loads((folder / "texts.json").read_text("utf-8"))
            self.rows = np.load(folder / "rows.npy", allow_pickle=False)
        except (OSError, ValueError, EOFError) as cause:
            raise IndexMismatch(str(cause), remedy="Lancez `gtnum reindex`.") from cause
        self._places = {name: place for place, name in enumerate(self.texts)}

    def __len__(self):
        return len(self.rows)

    def search(self, vector, limit, *, documents=None):
        cosines = zip(self._places, self._cosines(vector, self.rows), strict=True)
        return best_first(
            (name, cosine)
            for name, cosine in cosines
            if documents is None or document_of(name) in documents
        )[:limit]

    def similarities(self, vector, passages):
        return self._cosines(vector, self.vectors(passages))

    def vectors(self, passages):
        return self.rows[[self._places[name] for name in passages]]

    def background(self, vector):
        return sum(self._cosines(vector, self.rows)) / max(1, len(self))

    def close(self): ...

    def _cosines(self, vector, rows):
        return (rows @ question_row(vector, self.rows.shape[1])[0]).tolist()


class PlainNumpyWriter:
    def __init__(self, embedder, previous=None, *, batch_size=256, workspace=None):
        self._embedder = embedder
        before = PlainNumpyIndex(previous) if previous else None
        self._texts = dict(before.texts) if before else {}
        rows = before.rows if before else ()
        self._known = dict(zip(self._texts.values(), rows, strict=True))

    def add(self, document, passages):
        if any(document_of(name) == document.identifier for name in self._texts):
            raise ValueError(f"document {document.identifier!r} is in the index")
        for passage in passages:
            text = embedded_text(document.title, passage)
            self._texts[passage.identifier] = text

    def remove(self, document):
        kept = {n: t for n, t in self._texts.items() if document_of(n) != document}
        self._texts = kept

    def commit(self, folder):
        new = [text for text in self._texts.values() if text not in self._known]
        made = self._embedder.embed_passages(new)
        self._known |= dict(zip(new, made, strict=True))
        rows = [self._known[text] for text in self._texts.values()]
        shaped = np.array(rows, np.float32).reshape(-1, self._embedder.dimension)
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "rows.npy", shaped)
        (folder / "texts.json").write_text(json.dumps(self._texts), "utf-8")

    def discard(self): ...
