"""How sure a sheet is recognised, in one measure for every format."""

from dualwatch.intake.grids import Grid
from dualwatch.model import Recognition, Sureness

_ENOUGH_COLUMNS = 4
_ENOUGH_PERCENT = 80


def recognition(
    grid: Grid, name: str, label: str, *, used: int, columns: int, named: bool, missing: tuple[str, ...] = ()
) -> Recognition:
    """A sheet taken for a format of which it names itself or not, with `used` of its `columns` understood."""
    told = [f"表头 {columns} 列认出 {used} 列"]
    if named:
        told.insert(0, "名称相符")
    if missing:
        told.append(f"缺少 {'、'.join(f'“{one}”' for one in missing)}")
    sureness = _sureness(used, columns, named, bool(missing))
    return Recognition(grid.file, grid.sheet, name, label, sureness, "，".join(told), used)


def _sureness(used: int, columns: int, named: bool, incomplete: bool) -> Sureness:
    if incomplete:
        return Sureness.GUESSED
    clear = used >= _ENOUGH_COLUMNS and used * 100 >= columns * _ENOUGH_PERCENT
    return Sureness.CERTAIN if named or clear else Sureness.LIKELY
