"""From paths to files: folders, zips at any depth, and everything that must be refused or passed over."""

import io
import zipfile
from pathlib import Path

import pytest

from dualwatch.intake.sources import Collection, Limits, collect
from dualwatch.model import Level
from tests.intake.files import write_zip


def names(collection: Collection) -> list[str]:
    return [source.name for source in collection.files]


def refused(collection: Collection) -> list[str]:
    return [str(problem) for problem in collection.problems if problem.level is Level.REJECTED]


def zipped(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_folder_is_read_in_order_with_its_subfolders(tmp_path: Path) -> None:
    (tmp_path / "县区").mkdir()
    (tmp_path / "b.csv").write_text("b")
    (tmp_path / "县区" / "a.csv").write_text("a")
    assert names(collect(tmp_path)) == ["b.csv", "县区/a.csv"]


def test_zips_are_opened_at_any_depth(tmp_path: Path) -> None:
    inner = zipped({"项目.csv": b"x"})
    path = write_zip(tmp_path / "外.zip", {"内.zip": inner, "a.csv": b"y"})
    assert names(collect(path)) == ["外.zip/内.zip/项目.csv", "外.zip/a.csv"]


def test_a_zip_too_deep_is_refused(tmp_path: Path) -> None:
    content = zipped({"a.csv": b"x"})
    for _ in range(Limits().depth):
        content = zipped({"b.zip": content})
    (tmp_path / "c.zip").write_bytes(content)
    collection = collect(tmp_path / "c.zip")
    assert not collection.files
    assert "嵌套" in refused(collection)[0]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "bomb.zip", {"a.csv": bytes(64 * 1024 * 1024), "b.csv": b"x"})
    collection = collect(path)
    assert names(collection) == ["bomb.zip/b.csv"]
    assert "压缩炸弹" in refused(collection)[0]


def test_windows_zips_keep_chinese_names(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"XXXX.csv": b"x"})
    path.write_bytes(path.read_bytes().replace(b"XXXX.csv", "项目.csv".encode("gb18030")))
    assert names(collect(path)) == ["a.zip/项目.csv"]


def test_a_protected_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.csv": b"secret"})
    content = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1
    path.write_bytes(bytes(content))
    assert "密码" in refused(collect(path))[0]


def test_a_broken_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.csv": b"x" * 1000})
    path.write_bytes(path.read_bytes()[:60])
    assert "损坏" in refused(collect(path))[0]


def test_what_is_no_table_is_passed_over_in_a_folder_and_refused_by_name(tmp_path: Path) -> None:
    for name in ("~$a.xlsx", ".DS_Store", "说明.docx", "a.et"):
        (tmp_path / name).write_bytes(b"x")
    collection = collect(tmp_path)
    assert not collection.files
    assert {problem.level for problem in collection.problems} == {Level.NOTICE}
    assert len(collection.problems) == 4
    assert "另存为 .xlsx" in refused(collect(tmp_path / "a.et"))[0]


@pytest.mark.parametrize("lock", ["~$项目.xlsx", ".~lock.项目.xlsx#"])
def test_a_workbook_that_is_still_open_is_told(tmp_path: Path, lock: str) -> None:
    for name in ("项目.xlsx", "另一个.xlsx", lock):
        (tmp_path / name).write_bytes(name.encode())
    for collection in (collect(tmp_path), collect(tmp_path / "项目.xlsx")):
        (problem,) = [one for one in collection.problems if one.level is Level.WARNING]
        assert problem.file == "项目.xlsx"
        assert "打开着" in problem.reason and "保存并关闭" in problem.reason


@pytest.mark.parametrize("lock", ["~$项目.xlsx", ".~lock.项目.xlsx#"])
def test_the_lock_of_a_workbook_sent_alone_is_told_apart_from_the_workbook(tmp_path: Path, lock: str) -> None:
    (tmp_path / lock).write_bytes(b"x")
    (problem,) = collect(tmp_path / lock).problems
    assert problem.level is Level.NOTICE
    assert "关闭表格软件，改传原来的那个文件" in problem.reason


@pytest.mark.parametrize("name", ["../../etc/项目.csv", "/etc/项目.csv", "..\\..\\项目.csv", "C:/项目.csv"])
def test_a_path_out_of_the_zip_is_only_a_name(tmp_path: Path, name: str) -> None:
    (source,) = collect(write_zip(tmp_path / "a.zip", {name: b"x"})).files
    assert ".." not in source.name and source.name.startswith("a.zip/") and source.name.endswith("项目.csv")
    assert [path.name for path in tmp_path.rglob("*")] == ["a.zip"]


@pytest.mark.parametrize(("name", "words"), [("a.xlsb", ".xlsx"), ("a.rar", ".zip"), ("a.pdf", "不是表格")])
def test_other_kinds_say_what_to_do(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert words in refused(collect(tmp_path / name))[0]


def test_missing_empty_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    (tmp_path / "a.csv").touch()
    assert "找不到" in refused(collect(tmp_path / "没有.csv"))[0]
    assert "空的" in refused(collect(tmp_path / "空"))[0]
    assert "0 字节" in refused(collect(tmp_path / "a.csv"))[0]
    assert "没有给出" in refused(collect([]))[0]


def test_the_same_bytes_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x")
    (tmp_path / "b.csv").write_text("x")
    collection = collect(tmp_path)
    assert names(collection) == ["a.csv"]
    assert "完全相同" in collection.problems[0].reason
