"""What a load speaks for: stated, taken from the mapping, or only the rows themselves."""

from collections.abc import Sequence

import pandas as pd

from dualwatch.intake.mapping import Mapping
from dualwatch.model import Coverage, Intake, Level, Problem, WrongUsage

_PLACE = ["fiscal_year", "mof_div_code"]


def coverage_of(covers: str | None, mappings: Sequence[Mapping]) -> Coverage:
    """The coverage of a load, as stated or as all its mappings say; raises WrongUsage when `covers` names nothing."""
    said = {mapping.coverage for mapping in mappings}
    stated = covers if covers is not None else (said.pop() if len(said) == 1 else None)
    if stated is None:
        return Coverage()
    if stated.strip().lower() in ("all", "全部"):
        return Coverage("all")
    codes = tuple(dict.fromkeys(part.strip() for part in stated.replace("，", ",").split(",") if part.strip()))
    if not codes:
        raise WrongUsage("--covers 请写 all 或部门编码，例如 --covers 001,002。")
    return Coverage("departments", codes)


def name_silent_departments(intake: Intake) -> None:
    """Where the rows alone say what a load covers, name each department without payments in a month of the file."""
    projects, execution = intake.tables.get("projects"), intake.tables.get("execution")
    if intake.coverage.mode != "rows" or projects is None or execution is None or not execution.num_rows:
        return
    departments = projects.select([*_PLACE, "pro_code", "dept_code", "dept_name", "mof_div_name"]).to_pandas()
    paid = execution.select([*_PLACE, "pro_code", "month"]).to_pandas().merge(departments, on=[*_PLACE, "pro_code"])
    months = execution.select([*_PLACE, "month"]).to_pandas().drop_duplicates()
    names = departments.groupby([*_PLACE, "dept_code"])[["mof_div_name", "dept_name"]].first().fillna("")
    wanted = departments[[*_PLACE, "dept_code"]].drop_duplicates().merge(months, on=_PLACE)
    heard = paid[[*_PLACE, "dept_code", "month"]].drop_duplicates()
    silent = wanted.merge(heard, how="left", indicator=True).query("_merge == 'left_only'")
    files = pd.unique(execution["source_file"].to_pandas())
    for (year, region, department), rows in silent.groupby([*_PLACE, "dept_code"]):
        listed = "、".join(str(month) for month in sorted(rows["month"]))
        county, unit = names.loc[(year, region, department)]
        told = f"{county or region} {unit or department}，{year} 年 {listed} 月"
        intake.problems.append(_silence("、".join(files[:3]), department, told))


def _silence(file: str, department: str, told: str) -> Problem:
    reason = (
        f"{told}没有支付行：没有支付，还是没有报？"
        "已按没有报处理；确实没有支付，请用 --covers 说明本次文件覆盖哪些部门。"
    )
    return Problem(file, None, None, "部门编码", department, reason, Level.WARNING)
