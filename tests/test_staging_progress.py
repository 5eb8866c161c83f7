"""How far a load is, as its worker writes it and a reader is told it."""

from types import SimpleNamespace

from dualwatch.staging import progress


def test_progress_tells_rows_and_the_time_left(tmp_path, monkeypatch):
    """Of two files of 100 bytes each, half of the first read in ten seconds: thirty more to go."""
    clock = SimpleNamespace(monotonic=lambda: 1_000.0)
    monkeypatch.setattr(progress, "time", clock)
    watch = progress.Watch(tmp_path, {"a.csv": 100, "b.zip": 100})
    watch.rows("a.csv", 0, None)
    assert progress.read(tmp_path).left is None

    clock.monotonic = lambda: 1_010.0
    watch.rows("a.csv", 500, 1_000)
    seen = progress.read(tmp_path)
    assert (seen.phase, seen.done, seen.total, seen.left) == ("读取", 500, 1_000, 30)
    assert seen.told == "正在读取 a.csv：500 / 1,000 行，约还要 30 秒"

    watch.rows("b.zip/c.csv", 20, None)
    assert progress.read(tmp_path).left == 10
    watch.enter("对照")
    assert progress.read(tmp_path).told == "对照……"
