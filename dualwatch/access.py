"""Roles and what each may see: the Scope that the store compares every row with."""

from dataclasses import replace
from typing import Any

from dualwatch.model import Scope, WrongUsage

WHOLE = ("领导", "财政局", "审计", "管理员")
NARROWED = {
    "县区": ("all_regions", "regions"),
    "部门": ("all_departments", "departments"),
    "单位": ("all_agencies", "agencies"),
    "业务科室": ("all_offices", "offices"),
}
CONGRESS = "人大"
OPERATOR = Scope()


def scope_of(role: str | None) -> Scope:
    """The Scope of `ROLE` or `ROLE:CODE[,CODE]`; None is the operator of the machine, who sees all.

    Raises WrongUsage for an unknown role or a missing code.
    """
    if not role:
        return OPERATOR
    name, _, codes = role.partition(":")
    if name in WHOLE:
        return Scope(role=name)
    if name == CONGRESS:
        return Scope(role=name, see_classified=False)
    return _narrowed(name, tuple(code.strip() for code in codes.split(",") if code.strip()))


def _narrowed(name: str, codes: tuple[str, ...]) -> Scope:
    if name not in NARROWED:
        known = "、".join((*WHOLE, CONGRESS, *(f"{key}:代码" for key in NARROWED)))
        raise WrongUsage(f"没有“{name}”这个角色。可用的有：{known}。")
    if not codes:
        raise WrongUsage(f"角色“{name}”要写明代码，例如 {name}:代码。")
    everything, chosen = NARROWED[name]
    narrowed: dict[str, Any] = {everything: False, chosen: codes}
    return replace(Scope(role=name), **narrowed)
