"""How fast files are checked, beside the readers they rest on: wall and CPU seconds and the largest memory.

    python bench/intake.py [--rows 100000] [--parquet-rows 1000000] [--repeat 3] [--json FILE] [--table FILE]

Each measurement runs in a process of its own; of several runs the one with the least CPU time counts.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {"calamine ratio": 3.0, "parquet seconds": 20.0, "memory MB": 1500.0}
HEADER = (
    "预算年度",
    "财政区划",
    "主管部门",
    "预算单位",
    "项目编码",
    "项目名称",
    "项目类别",
    "年初预算数（万元）",
    "全年预算数（万元）",
    "执行率",
)


def row(number: int) -> tuple[object, ...]:
    """One project; every figure and code differs from row to row as real ones do."""
    return (
        2025,
        "371003000",
        f"部门{number % 60}",
        f"单位{number % 900}",
        f"37100325T{number:012d}",
        f"农村公路养护工程{number}",
        "特定目标类",
        round(number * 7.31 % 9000, 2),
        round(number * 7.93 % 9000, 2),
        f"{number % 101}%",
    )


def write_workbook(path: Path, rows: int) -> None:
    """Projects as the office software writes them: texts in a table of their own."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("项目汇总")
        sheet.write_row(0, 0, HEADER)
        for number in range(1, rows + 1):
            sheet.write_row(number, 0, row(number))


def write_parquet(path: Path, rows: int) -> None:
    """The same projects as a Parquet file with typed columns."""
    import pyarrow as pa
    import pyarrow.parquet

    columns = zip(*(row(number) for number in range(1, rows + 1)), strict=True)
    pyarrow.parquet.write_table(pa.table(dict(zip(HEADER, map(list, columns), strict=True))), path)


def check(path: Path) -> int:
    """The rows that the product's own check stores."""
    from dualwatch import intake

    result = intake.read(path)
    return sum(control.rows_stored for control in result.controls)


def bare_calamine(path: Path) -> int:
    """calamine alone: the cells as lists."""
    import python_calamine

    return len(python_calamine.load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)) - 1


def pandas_calamine(path: Path) -> int:
    """pandas over calamine."""
    import pandas as pd

    return len(pd.read_excel(path, engine="calamine"))


def pandas_openpyxl(path: Path) -> int:
    """pandas over openpyxl."""
    import pandas as pd

    return len(pd.read_excel(path, engine="openpyxl"))


def pandas_parquet(path: Path) -> int:
    """pandas over pyarrow."""
    import pandas as pd

    return len(pd.read_parquet(path))


READERS: dict[str, Callable[[Path], int]] = {
    "calamine": bare_calamine,
    "check .xlsx": check,
    "pandas calamine": pandas_calamine,
    "pandas openpyxl": pandas_openpyxl,
    "check .parquet": check,
    "pandas parquet": pandas_parquet,
}


def measure(name: str, path: Path) -> dict[str, float]:
    """One run in this process, imports included in memory and not in time."""
    import pandas
    import pyarrow.parquet  # noqa: F401

    from dualwatch import intake  # noqa: F401

    reader = READERS[name]
    pandas.DataFrame()
    wall, cpu = time.perf_counter(), time.process_time()
    rows = reader(path)
    return {
        "rows": rows,
        "wall": round(time.perf_counter() - wall, 2),
        "cpu": round(time.process_time() - cpu, 2),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def in_own_process(*options: str) -> str:
    """What this script prints when it runs with other options: a large parent would lend its memory to the figure."""
    command = [sys.executable, __file__, *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout


def best(name: str, path: Path, repeat: int) -> dict[str, float]:
    """The run with the least CPU time of several, each in a process of its own."""
    runs = [json.loads(in_own_process("--run", name, str(path)).splitlines()[-1]) for _ in range(repeat)]
    return min(runs, key=lambda run: run["cpu"])


def measure_all(rows: int, parquet_rows: int, repeat: int) -> dict[str, dict[str, float]]:
    """Every reader on its file."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        workbook, parquet = Path(folder, "项目汇总.xlsx"), Path(folder, "项目汇总.parquet")
        in_own_process("--write", str(workbook), str(rows))
        in_own_process("--write", str(parquet), str(parquet_rows))
        for name in READERS:
            found[name] = best(name, parquet if "parquet" in name else workbook, repeat)
    return found


def verdicts(found: dict[str, dict[str, float]]) -> dict[str, float]:
    """The three figures that have a target."""
    return {
        "calamine ratio": round(found["check .xlsx"]["cpu"] / found["calamine"]["cpu"], 2),
        "parquet seconds": found["check .parquet"]["cpu"],
        "memory MB": max(found[name]["memory"] for name in found if name.startswith("check")),
    }


def table(found: dict[str, dict[str, float]]) -> str:
    """The figures as a Markdown table."""
    lines = ["| reader | rows | wall s | CPU s | memory MB |", "|---|---|---|---|---|"]
    for name, run in found.items():
        lines.append(f"| {name} | {run['rows']:,.0f} | {run['wall']} | {run['cpu']} | {run['memory']:.0f} |")
    lines += ["", "| figure | measured | target |", "|---|---|---|"]
    lines += [f"| {name} | {figure} | ≤ {TARGETS[name]:g} |" for name, figure in verdicts(found).items()]
    return "\n".join(lines)


def machine() -> str:
    """What this ran on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--parquet-rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--table", type=Path)
    parser.add_argument("--run", nargs=2, metavar=("READER", "FILE"))
    parser.add_argument("--write", nargs=2, metavar=("FILE", "ROWS"))
    options = parser.parse_args()
    if options.write:
        path, count = Path(options.write[0]), int(options.write[1])
        (write_workbook if path.suffix == ".xlsx" else write_parquet)(path, count)
        return
    if options.run:
        print(json.dumps(measure(options.run[0], Path(options.run[1]))))
        return
    found = measure_all(options.rows, options.parquet_rows, options.repeat)
    print(machine(), table(found), sep="\n\n")
    if options.json:
        kept = {"machine": machine(), "readers": found, "figures": verdicts(found), "targets": TARGETS}
        options.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    if options.table:
        head = (
            "# How fast files are checked\n\n"
            "Checking means everything up to the list of problems: cells, formulas, units, keys, control totals.\n"
            f"Made by `python bench/intake.py --rows {options.rows} --parquet-rows {options.parquet_rows} --table …`"
            f" on {machine()}.\nOf {options.repeat} runs the one with the least CPU time counts; read ratios, since"
            " the machine had other work. An .xlsx has ten columns, the Parquet file the same ten.\n\n"
        )
        options.table.write_text(head + table(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
