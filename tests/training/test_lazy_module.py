"""A lazy module is imported by what a test asks for, not by being collected."""

import subprocess
import sys

import pytest

from tests.training.lazy_module import LazyModule


def test_a_public_name_imports_the_module_and_a_private_one_does_not(
    tmp_path, monkeypatch
):
    (tmp_path / "costly_module.py").write_text("answer = 42\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    lazy = LazyModule("costly_module")
    with pytest.raises(AttributeError):
        lazy._fixture_of_pytest  # noqa: B018
    assert "costly_module" not in sys.modules
    try:
        assert lazy.answer == 42
        assert "costly_module" in sys.modules
    finally:
        sys.modules.pop("costly_module", None)


def test_collecting_the_tests_of_training_imports_no_torch(pytestconfig):
    program = (
        "import sys, pytest\n"
        "pytest.main(['--collect-only', '-q', '-p', 'no:cacheprovider', '-m', '',\n"
        "             'tests/training'])\n"
        "print('torch' in sys.modules)\n"
    )
    command = [sys.executable, "-c", program]
    told = subprocess.run(
        command, cwd=pytestconfig.rootpath, capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines()[-1] == "False", told.stdout
