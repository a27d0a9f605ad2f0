"""What holds for every test.

* Property tests try the same examples in every run: what passes here passes in CI.
  ``--hypothesis-profile=default`` looks for new ones. No example has a deadline.
* Temporary files go to a folder of this session.
* What a test leaves to the garbage collector is collected at the end of that test, so
  that the blame stands there; what modules leave, at the end of their folder.
* At the end no child, thread or temporary file may be left over.
"""

import gc
import sys
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.leftovers import Leftovers

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option; without it the tests of Comunica are skipped."""
    parser.addoption("--comunica", help="folder with node_modules of Comunica")


_RESOURCES = {"subprocess.Popen", "socket.__new__", "tempfile.mkdtemp", "open"}
_opened = False
_ends_folder = False


def _note_resources(event: str, _: object) -> None:
    """Note that something was opened; a hook cannot be taken away again."""
    global _opened
    if event in _RESOURCES:
        _opened = True


sys.addaudithook(_note_resources)


def pytest_configure(config: pytest.Config) -> None:
    """Give each of several processes one thread for arithmetic.

    Threads that wait for each other in a loop make two processes on two busy cores ten
    times slower than one.
    """
    if hasattr(config, "workerinput"):
        patched = pytest.MonkeyPatch()
        config.add_cleanup(patched.undo)
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            patched.setenv(name, "1")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument and number: archives hold the time of day.

    Several processes only run tests whose names they agree on.
    """
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Leave all that is there before a test out of the collection after it.

    A collection that walks through everything imported costs more than most tests.
    """
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Note whether this is the last test of its folder."""
    global _ends_folder
    _ends_folder = nextitem is None or nextitem.path.parent != item.path.parent


@pytest.fixture(scope="module", autouse=True)
def folder_collected(leftovers: Leftovers) -> Iterator[None]:
    """Collect at the end of a folder what the fixtures of its modules left."""
    yield
    if _ends_folder:
        gc.unfreeze()
        gc.collect()


@pytest.fixture(scope="session", autouse=True)
def leftovers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Leftovers]:
    """Give the session a folder for temporary files; at its end nothing may be left."""
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tempfile, "tempdir", str(folder))
        patched.setenv("TMPDIR", str(folder))
        found = Leftovers(folder)
        yield found
        gc.unfreeze()
        gc.collect()
        left = found.names()
    assert not left, "left over at the end:\n" + "\n".join(left)


@pytest.fixture(autouse=True)
def collected(request: pytest.FixtureRequest, leftovers: Leftovers) -> Iterator[None]:
    """Collect garbage after a test that opened files, sockets or processes."""
    global _opened
    yield
    if _opened:
        _opened = False
        gc.collect()
    leftovers.note(request.node.nodeid)
