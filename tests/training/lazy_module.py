"""A module that takes seconds to import, for tests that are collected more often."""

import importlib


class LazyModule:
    """The names of a module, which is imported when one of them is first asked for.

    torch and transformers take 10 s of CPU. Each process of a session collects every
    file of tests, and at most some of them run these. (``importlib.util.LazyLoader``
    does not serve: whoever looks through ``sys.modules``, as `inspect` does, loads it.)
    Private names are not there: pytest asks each thing of a file for some of its own.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self._name), name)
