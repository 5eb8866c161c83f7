"""Files written by `report KIND --out`: every registered kind can be made, and what cannot be is said."""

import subprocess
import sys
from importlib import import_module

import openpyxl
import pytest

from dualwatch.reports import REPORTS


@pytest.mark.parametrize("report", REPORTS.values(), ids=lambda report: report.name)
def test_every_kind_has_a_module_that_writes_it(report):
    assert callable(import_module(report.module).write)
    assert report.label


def test_the_alerts_are_written_as_the_question_answers_them(store, tmp_path, run):
    status, out, _ = run("report", "alerts", "--out", tmp_path / "预警.xlsx", "-p", "rules=low_execution",
                         "--store", store)  # fmt: skip

    page = openpyxl.load_workbook(tmp_path / "预警.xlsx")["预警项目"]
    assert status == 0
    assert out.startswith("预警项目 1 个；预警 1 条，写到 ")
    assert [row[1].value for row in page.iter_rows(min_row=3, max_row=3)] == ["a"]
    assert "2026 年 6 月底" in page["A1"].value


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("poems", "--out", "OUT/x.xlsx"), 2, "没有“poems”这种文件。可用：alerts（预警清单）"),
        (("alerts", "--out", "OUT/none/x.xlsx"), 1, "写不了 "),
        (("alerts", "--out", "OUT/x.txt"), 2, "预警清单写成 .xlsx 文件：请改 --out 的文件名，现在是 x.txt。"),
        (("alerts", "--out", "OUT/x"), 2, "预警清单写成 .xlsx 文件"),
        (("quality-lists", "--out", "OUT/x.xlsx"), 2, "各部门问题清单写成 .zip 文件"),
        (("tracking-blanks", "--out", "OUT/x.pdf"), 2, "写成 .zip 文件、 .xlsx 文件、文件夹"),
        (("alerts", "--out", "OUT/x.xlsx", "-p", "colour=red"), 2, "没有参数 colour"),
        (("alerts",), 2, "缺少选项“--out”"),
    ],
)
def test_what_cannot_be_written_is_said(store, tmp_path, run, words, status, sentence):
    left, _, err = run("report", *(word.replace("OUT", str(tmp_path)) for word in words), "--store", store)

    assert (left, sentence in err) == (status, True), err


def test_asking_for_help_does_not_wait_for_pandas():
    told = "import sys; from dualwatch import cli; sys.exit('pandas' in sys.modules or 'openpyxl' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
