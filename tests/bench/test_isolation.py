"""A run that is interrupted or cannot end well says so and leaves nothing; nginx gets the ports of the run."""

import signal
import subprocess
import sys

import pytest

from bench import front, isolation, programs
from bench.__main__ import main
from bench.measures import PARTS


def test_a_workspace_is_gone_after_a_failure(tmp_path):
    with pytest.raises(RuntimeError), isolation.workspace(tmp_path) as folder:
        (folder / "store").mkdir()
        raise RuntimeError

    assert not list(tmp_path.iterdir())


def test_a_measure_answers_from_a_process_of_its_own_whatever_its_arguments_are_called(tmp_path):
    answer, peak = isolation.run("builtins:dict", tmp_path, folder=tmp_path, place="here")

    assert answer == {"folder": str(tmp_path), "place": "here"}
    assert peak > 0


def test_a_measure_without_an_answer_fails(tmp_path):
    with pytest.raises(isolation.Failed, match=r"bench\.timing:nothing"):
        isolation.run("bench.timing:nothing", tmp_path)


def test_an_interrupted_run_leaves_nothing_and_says_so(tmp_path):
    out = tmp_path / "out.json"
    folder = tmp_path / "work"
    folder.mkdir()
    command = [sys.executable, "-m", "bench", "--projects", "200", "--json", out, "--folder", folder,
               "--parts", "start"]  # fmt: skip
    with subprocess.Popen(command, cwd=isolation.ROOT, stderr=subprocess.PIPE, text=True) as run:
        while "generate" not in run.stderr.readline():
            assert run.poll() is None
        run.send_signal(signal.SIGTERM)
        said = run.stderr.read()

    assert run.returncode == 130
    assert said.splitlines() == ["已中断，没有写结果，临时文件已清除。"]
    assert not out.exists() and not list(folder.iterdir())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"--projects": "1000000000000"}, "磁盘空间不够"),
        ({"--json": "absent/out.json"}, "没有文件夹 absent。请先建好它。"),
        ({"--folder": "absent"}, "没有文件夹 absent。请先建好它。"),
        ({"--parts": "viewers"}, "没有装 nginx"),
    ],
)
def test_what_cannot_end_well_is_told_before(asked, said, tmp_path, monkeypatch, capsys):
    given = {"--projects": "9", "--json": "out.json", "--folder": str(tmp_path), "--parts": "start"} | asked
    monkeypatch.setattr(sys, "argv", ["bench", *(word for pair in given.items() for word in pair)])
    monkeypatch.setattr(programs, "nginx", lambda: None)
    monkeypatch.chdir(tmp_path)

    assert main() == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_nothing_is_missing_where_every_program_is_installed(monkeypatch):
    monkeypatch.setattr(programs, "nginx", lambda: "/usr/sbin/nginx")
    monkeypatch.setattr(programs, "CHROMIUM", sys.executable)

    assert programs.missing(PARTS) is None


def test_the_committed_configuration_gets_the_ports_of_a_run():
    text = front.configured(front.CONFIGURATION.read_text(encoding="utf-8"), [1001, 1002, 1003], 999)

    assert [line.strip() for line in text.splitlines() if line.strip().startswith("server 127")] == [
        "server 127.0.0.1:1001;", "server 127.0.0.1:1002;", "server 127.0.0.1:1003;"
    ]  # fmt: skip
    assert "listen 127.0.0.1:999;" in text and "8080" not in text
