from pathlib import Path


def pytest_addoption(parser):
    """Add the option that the tests against WordPress itself need."""
    parser.addoption("--wordpress", type=Path, help="folder with wp-includes")
