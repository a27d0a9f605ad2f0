"""What a test leaves over is named with that test, until it is gone."""

import subprocess
import sys
import threading

from tests.leftovers import Leftovers


def test_children_threads_and_files_are_named_until_they_are_gone(tmp_path):
    found, may_end = Leftovers(tmp_path), threading.Event()
    command = [sys.executable, "-S", "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
        thread = threading.Thread(target=may_end.wait, name="forgotten", daemon=True)
        thread.start()
        (tmp_path / "gtnum-robots-1").mkdir()
        found.note("the guilty test")
        names = found.names()
        assert [name.split()[0] for name in names] == ["child", "temporary", "thread"]
        assert all(name.endswith("since the guilty test") for name in names)
        assert str(child.pid) in names[0]
        assert "gtnum-robots-1" in names[1]
        assert "forgotten" in names[2]
        child.communicate(b"\n")
    may_end.set()
    thread.join()
    (tmp_path / "gtnum-robots-1").rmdir()
    assert found.names() == []


def test_a_child_that_nobody_waited_for_is_named(tmp_path):
    found = Leftovers(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-S", "-c", ""], stdout=subprocess.PIPE
    ) as p:
        p.stdout.read()  # its end; it is a zombie now, or about to be one
        assert [name.split()[1] for name in found.names()] == [str(p.pid)]
