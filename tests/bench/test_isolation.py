"""An interrupted run leaves nothing behind; a measure that fails says so; nginx gets the ports of the run."""

import os
import signal
import subprocess
import sys

import pytest

from bench import front, isolation


def test_a_workspace_is_gone_after_a_failure(tmp_path):
    with pytest.raises(RuntimeError), isolation.workspace(tmp_path) as folder:
        (folder / "store").mkdir()
        raise RuntimeError

    assert not list(tmp_path.iterdir())


def test_a_measure_without_an_answer_fails(tmp_path):
    with pytest.raises(isolation.Failed, match=r"bench\.building:nothing"):
        isolation.run("bench.building:nothing", tmp_path)


def test_an_interrupted_run_leaves_nothing_and_says_so(tmp_path):
    out = tmp_path / "out.json"
    folder = tmp_path / "work"
    folder.mkdir()
    run = subprocess.Popen(
        [sys.executable, "-m", "bench", "--projects", "200", "--json", str(out), "--folder", str(folder)],
        cwd=isolation.ROOT, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    for line in run.stderr:
        if "generate" in line:
            break
    os.kill(run.pid, signal.SIGTERM)
    said = run.stderr.read()

    assert run.wait(60) == 130
    assert "已中断" in said and "Traceback" not in said
    assert not out.exists() and not list(folder.iterdir())


def test_a_disk_too_small_is_told_before(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "bench", "--projects", "1000000000000", "--json", str(tmp_path / "out.json")],
        cwd=isolation.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert run.returncode == 2
    assert "磁盘空间不够" in run.stderr


def test_the_committed_configuration_gets_the_ports_of_a_run():
    text = front.configured(front.CONFIGURATION.read_text(encoding="utf-8"), [1001, 1002, 1003], 999)

    assert [line.strip() for line in text.splitlines() if line.strip().startswith("server 127")] == [
        "server 127.0.0.1:1001;", "server 127.0.0.1:1002;", "server 127.0.0.1:1003;"
    ]  # fmt: skip
    assert "listen 127.0.0.1:999;" in text and "8080" not in text
