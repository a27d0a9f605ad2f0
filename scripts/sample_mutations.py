"""Make the code wrong in small ways, and count how often the fast tests see it.

A seed draws the mutations: each package gets its share by lines, the kinds take turns.
Each one is made in a copy of the tree and only the tests of the mutated file's own
folder run (``tests/`` mirrors the packages), so a number says what a room says about
itself. One warm process imports the libraries once and forks for each mutation.

    python scripts/sample_mutations.py --seed 1 --count 100

Mutations that no test can see stand in ``scripts/equivalent_mutations.json`` with
their reason; they are drawn, reported and not counted.
"""

import argparse
import compileall
import importlib
import json
import os
import py_compile
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.mutation_sites import Site, find_sites

__all__ = ["Outcome", "TestRun", "draw", "order_tests", "sample", "test_folder"]

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("ontology", "ingest", "graph", "search_api", "gtnum")
EQUIVALENT = ROOT / "scripts" / "equivalent_mutations.json"
SECONDS_AT_LEAST = 90.0
SLOWER_AT_MOST = 10.0

# Comparisons and constants take two turns: they are what tests miss most.
_TURNS = (
    *("compare", "boolean", "raise", "constant"),
    *("compare", "return", "not", "constant"),
)
_WARM = (
    *("numpy", "faiss", "tantivy", "rdflib", "pyoxigraph", "pyshacl", "onnxruntime"),
    *("tokenizers", "rapidfuzz", "Stemmer", "datasketch", "pydantic_settings"),
    *("fastapi", "fastapi.testclient", "jinja2", "typer", "rich", "yaml", "lxml.html"),
    *("trafilatura", "pypdf", "pypdfium2", "docx", "pptx", "frontmatter", "feedparser"),
    *("hypothesis", "httpx", "reportlab.platypus"),
)
_PASSED = {0, 5}  # pytest: all passed, no test collected
_TIMED_OUT = -1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutation."""

    site: Site
    status: str  # killed, timed out, survived, untested, equivalent
    tests: str = ""
    seconds: float = 0.0
    seen_by: str = ""


def draw(
    sites: Mapping[str, Sequence[Site]], lines: Mapping[str, int], seed: int, count: int
) -> list[Site]:
    """Draw mutations, the same for the same tree and seed.

    Args:
        sites: By package.
        lines: Lines of code by package; they weigh its share.
        seed: Of the draw.
        count: How many; fewer when the packages hold fewer sites.
    """
    chance = random.Random(seed)  # noqa: S311
    drawn: list[Site] = []
    for package, share in _shares(lines, count).items():
        kinds: dict[str, list[Site]] = defaultdict(list)
        for site in sites[package]:
            kinds[site.kind].append(site)
        for found in kinds.values():
            chance.shuffle(found)
        turn, left = 0, min(share, len(sites[package]))
        while left:
            kind = _TURNS[turn % len(_TURNS)]
            turn += 1
            if kinds[kind]:
                drawn.append(kinds[kind].pop())
                left -= 1
    return drawn


def _shares(lines: Mapping[str, int], count: int) -> dict[str, int]:
    """Divide a count by lines; the largest remainders get what is left over."""
    whole = sum(lines.values())
    exact = {name: count * number / whole for name, number in lines.items()}
    shares = {name: int(value) for name, value in exact.items()}
    by_rest = sorted(exact, key=lambda name: shares[name] - exact[name])
    for name in by_rest[: count - sum(shares.values())]:
        shares[name] += 1
    return shares


def test_folder(root: Path, file: str) -> Path:
    """Return the nearest folder under ``tests`` that mirrors the folder of a file."""
    folder = root / "tests" / Path(file).parent
    while not any(folder.glob("test_*.py")) and folder != root / "tests":
        folder = folder.parent
    return folder


test_folder.__test__ = False  # type: ignore[attr-defined]


def order_tests(folder: Path, file: str) -> tuple[list[Path], list[Path]]:
    """Return the test files that name the module, then the others of the folder."""
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    package, _, name = module.rpartition(".")
    first, rest = [], []
    for path in sorted(folder.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        named = (
            f"from {module} ",
            f"import {module}\n",
            f"from {package} import {name}",
        )
        is_own = path.stem == f"test_{name}"
        if is_own or any(phrase in text for phrase in named):
            first.append((not is_own, path))
        else:
            rest.append(path)
    return [path for _, path in sorted(first)], rest


@dataclass(slots=True)
class TestRun:
    """Runs test files in forks of this process, in a copy of the tree.

    Attributes:
        root: The copy; this process has gone into it.
        options: For pytest, beside those of the project.
        normal: Seconds that a folder takes unmutated, by folder.
    """

    __test__ = False

    root: Path
    options: Sequence[str] = ()
    normal: dict[Path, float] = field(default_factory=dict)

    def measure(self, folder: Path) -> None:
        """Run the tests of a folder on the true code, once.

        Raises:
            SystemExit: If they fail: then no mutation could be judged.
        """
        if folder in self.normal:
            return
        started = time.monotonic()
        files = sorted(folder.rglob("test_*.py"))
        code, log = self.run(files, cap=1_800.0)
        if code not in _PASSED:  # a busy machine may fail a test once
            code, log = self.run(files, cap=1_800.0)
        if code not in _PASSED:
            sys.exit(f"{folder} fails without a mutation:\n{log[-3_000:]}")
        self.normal[folder] = time.monotonic() - started

    def judge(self, site: Site) -> Outcome:
        """Make one mutation, run its tests, take it back."""
        folder = test_folder(self.root, site.file)
        self.measure(folder)
        path = self.root / site.file
        content = path.read_bytes()
        started = time.monotonic()
        path.write_bytes(site.apply(content))
        try:
            status, seen_by = self._see(site, folder)
        finally:
            path.write_bytes(content)
        seconds = round(time.monotonic() - started, 1)
        tests = folder.relative_to(self.root).as_posix()
        return Outcome(site, status, tests, seconds, seen_by)

    def _see(self, site: Site, folder: Path) -> tuple[str, str]:
        cap = max(SECONDS_AT_LEAST, SLOWER_AT_MOST * self.normal[folder])
        is_tested = False
        for files in order_tests(folder, site.file):
            if not files:
                continue
            code, log = self.run(files, cap)
            if code == _TIMED_OUT:
                return "timed out", ""
            if code not in _PASSED:
                return "killed", _first_failure(log)
            is_tested |= code == 0
        return ("survived" if is_tested else "untested"), ""

    def run(self, files: Iterable[Path], cap: float) -> tuple[int, str]:
        """Run test files in a fork; return the code of pytest and what it wrote."""
        log = self.root / ".mutation.log"
        child = os.fork()
        if child == 0:
            _run_pytest([*self.options, *map(str, files)], log)
        code = _wait(child, cap)
        return code, log.read_text(encoding="utf-8", errors="replace")


def _run_pytest(arguments: list[str], log: Path) -> None:
    """Become pytest; never returns."""
    code = 70
    try:
        os.setsid()
        output = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout = sys.stderr = os.fdopen(1, "w", encoding="utf-8")
        import pytest

        quiet = [
            "-x",
            "-q",
            "-rfE",
            "--no-header",
            "--tb=line",
            "-p",
            "no:cacheprovider",
        ]
        quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
        code = int(pytest.main([*quiet, *arguments]))
        sys.stdout.flush()
    finally:
        os._exit(code)


def _wait(child: int, cap: float) -> int:
    """Return the code of a child, or ``_TIMED_OUT`` after killing its whole group."""
    until = time.monotonic() + cap
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code  # a signal is a failure
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return _TIMED_OUT


def _first_failure(log: str) -> str:
    for line in log.splitlines():
        if line.startswith(("FAILED", "ERROR")):
            return line.partition(" - ")[0]
    return log.strip().rpartition("\n")[2][:160]


def sample(
    run: TestRun, drawn: Iterable[Site], equivalent: Mapping[str, str]
) -> list[Outcome]:
    """Judge each mutation, telling each one on the standard error."""
    outcomes = []
    for number, site in enumerate(drawn, start=1):
        if site.identifier in equivalent:
            outcome = Outcome(site, "equivalent")
        else:
            outcome = run.judge(site)
        outcomes.append(outcome)
        told = f"{number:3} {outcome.status:10} {site.file}:{site.line} {site.kind}"
        print(f"{told}  {_short(site.old)} → {_short(site.new)}", file=sys.stderr)
    return outcomes


def _short(code: str) -> str:
    return " ".join(code.split())[:50]


def as_result(
    outcomes: Sequence[Outcome],
    *,
    seed: int,
    commit: str,
    equivalent: Mapping[str, str],
) -> dict[str, object]:
    """Return what the result file says."""
    counts = Counter(outcome.status for outcome in outcomes)
    killed = counts["killed"] + counts["timed out"]
    return {
        "seed": seed,
        "commit": commit,
        "drawn": len(outcomes),
        "counted": len(outcomes) - counts["equivalent"],
        "killed": killed,
        "killed_by_time_out": counts["timed out"],
        "survived": counts["survived"] + counts["untested"],
        "equivalent": counts["equivalent"],
        "seconds": round(sum(outcome.seconds for outcome in outcomes)),
        "mutations": [
            {
                "id": outcome.site.identifier,
                "line": outcome.site.line,
                "old": outcome.site.old,
                "new": outcome.site.new,
                "status": outcome.status,
                "tests": outcome.tests,
                "seconds": outcome.seconds,
                "seen_by": outcome.seen_by,
                "reason": equivalent.get(outcome.site.identifier, ""),
            }
            for outcome in outcomes
        ],
    }


def copy_tree(source: Path, target: Path) -> None:
    """Copy what git knows or would know, and compile it by content.

    Compiled by content, a mutated file of the same size and second is compiled anew.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=source, capture_output=True, check=True)
    for name in listed.stdout.decode().rstrip("\0").split("\0"):
        if (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, target / name)
    checked = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(target, quiet=2, invalidation_mode=checked)


def enter(root: Path) -> None:
    """Make a copy the place where this process and its children import from."""
    os.chdir(root)
    os.environ["PYTHONPATH"] = str(root)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True
    sys.path[:] = [str(root), *(each for each in sys.path if each != str(ROOT))]
    warnings.simplefilter("ignore")
    for name in ("pytest", *_WARM):
        importlib.import_module(name)


def main() -> None:
    """Draw, judge, and write the result."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--package", choices=PACKAGES, help="only this one")
    parser.add_argument("--output", type=Path, help="result file, JSON")
    parser.add_argument("--list", action="store_true", help="draw, judge nothing")
    asked = parser.parse_args()
    packages = (asked.package,) if asked.package else PACKAGES
    sites, lines = {}, {}
    for package in packages:
        paths = sorted((ROOT / package).rglob("*.py"))
        files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}
        sites[package] = [site for each in files.items() for site in find_sites(*each)]
        lines[package] = sum(content.count(b"\n") for content in files.values())
    drawn = draw(sites, lines, asked.seed, asked.count)
    if asked.list:
        for site in drawn:
            print(f"{site.identifier}\t{site.line}\t{_short(site.old)} → {site.new}")
        return
    equivalent = json.loads(EQUIVALENT.read_text("utf-8"))
    command = ["git", "rev-parse", "HEAD"]
    commit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout
    output = asked.output.resolve() if asked.output else None
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        copy_tree(ROOT, Path(folder))
        enter(Path(folder))
        outcomes = sample(TestRun(Path(folder)), drawn, equivalent)
        os.chdir(ROOT)
    result = as_result(
        outcomes, seed=asked.seed, commit=commit.strip(), equivalent=equivalent
    )
    if output:
        text = json.dumps(result, indent=1, ensure_ascii=False)
        output.write_text(text + "\n", encoding="utf-8")
    print({key: value for key, value in result.items() if key != "mutations"})


if __name__ == "__main__":
    main()
