"""The library of generations: build, publish, verify, roll back, make again."""

from gtnum.library.library_folder import Building, Library

__all__ = ["Building", "Library"]
