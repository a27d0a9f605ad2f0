"""Where the W3C suites lie, when somebody has them: ``--w3c FOLDER``."""

from pathlib import Path


def pytest_addoption(parser):
    """Add the option; without it the tests of the suites are skipped."""
    parser.addoption("--w3c", type=Path, help="folder of the W3C SPARQL 1.1 suites")
