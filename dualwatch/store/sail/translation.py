"""The store's own SQL for a Spark Connect server: macros inlined in the tree, types and functions in its words.

DuckDB decides what a statement means. Sail counts otherwise where the two share a spelling: it adds whole numbers in
64 bits and drops what does not fit, divides decimals as decimals and truncates a double, so that these are written out.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp, parse
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope

from dualwatch.model import DualwatchError

Types = dict[str, Any]
Kind = exp.DataType.Type
WIDE = "DECIMAL(38, 0)"
WIDE_KINDS = {Kind.INT128, Kind.DECIMAL}
WHOLE_KINDS = {Kind.TINYINT, Kind.SMALLINT, Kind.INT, Kind.BIGINT, Kind.INT128}
DOUBLES = {Kind.DOUBLE}
UNKNOWN = {Kind.UNKNOWN, Kind.NULL}
ROUNDINGS = (exp.Floor, exp.Ceil, exp.Round)


class Untranslatable(DualwatchError):
    """A statement that has no equal on Sail yet."""

    def __init__(self, what: str) -> None:
        """`what` it is that has none."""
        super().__init__(f"有一步还不能在 Sail 上计算（{what}）。没有发布，现用版本不变。请去掉 --engine 再载入。")


class Translator:
    """Remembers the macros it is shown, and says every other statement in Spark's words."""

    def __init__(self, stand_ins: Mapping[str, str], variables: Mapping[str, Any]) -> None:
        """`stand_ins` are macros with another body here than the files give them, `variables` what a session sets."""
        self.variables = variables
        self.macros: dict[str, tuple[list[str], exp.Expr]] = {}
        self.stand_ins = stand_ins

    def learn(self, statement: exp.Create) -> None:
        """Keeps a macro for the statements after it."""
        named = statement.this
        name = named.this.name
        body = (
            exp.maybe_parse(self.stand_ins[name], dialect="duckdb") if name in self.stand_ins else statement.expression
        )
        self.macros[name] = [one.name for one in named.expressions], self.inlined(body)

    def inlined(self, tree: exp.Expr) -> exp.Expr:
        """The tree with every macro replaced by its body, innermost first."""
        tree = tree.copy()
        for call in list(tree.find_all(exp.Anonymous, bfs=False))[::-1]:
            if call.name in self.macros:
                place = call.parent if isinstance(call.parent, exp.Dot) else call
                tree = _put(tree, place, self._expanded(call))
            elif call.name == "getvariable":
                tree = _put(tree, call, exp.convert(self.variables[call.expressions[0].name]))
        return tree

    def _expanded(self, call: exp.Anonymous) -> exp.Expr:
        names, body = self.macros[call.name]
        if len(names) != len(call.expressions):
            raise Untranslatable(f"{call.name}: {len(call.expressions)} arguments")
        given = dict(zip(names, call.expressions, strict=True))

        def filled(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Column) and not node.table and node.name in given:
                return exp.paren(given[node.name].copy())
            return node

        return exp.paren(body.copy().transform(filled))

    def translate(self, tree: exp.Expr, types: Types) -> exp.Expr:
        """One query for Sail; `types` are the DuckDB types of the columns of every table and view it may name."""
        tree = _renamed(self.inlined(tree))
        tree = qualify(tree, schema=types, dialect="duckdb")
        return _worded(annotate_types(tree, schema=types, dialect="duckdb"))


def parsed(text: str) -> list[Any]:
    """The statements of one of the store's texts."""
    return [tree for tree in parse(text, dialect="duckdb") if tree is not None]


def with_values(tree: exp.Expr, bound: Mapping[str, Any]) -> exp.Expr:
    """The tree with its $parameters as literals, which the tree itself writes and escapes."""
    tree = tree.copy()
    for place in list(tree.find_all(exp.Placeholder)):
        place.replace(exp.convert(bound[place.name]))
    return tree


def name_here(table: exp.Table) -> str:
    """The one name by which the server knows a table of any schema."""
    return f"base_{table.name}" if table.db == "base" else table.name


def named_tables(tree: exp.Expr) -> set[str]:
    """The tables and views that a query reads, by the name they have on the server."""
    return {name_here(table) for table in _outer_tables(tree)}


def spark_types(types: Mapping[str, str]) -> dict[str, str]:
    """Columns with their DuckDB types in Spark's words; one that is nothing but NULL is text."""
    return {column: _spark_type(kind) for column, kind in types.items()}


def _spark_type(kind: str) -> str:
    known = {"HUGEINT": WIDE, '"NULL"': "STRING"}
    return known.get(kind) or exp.DataType.build(kind, dialect="duckdb").sql("spark")


def _outer_tables(tree: exp.Expr) -> list[exp.Table]:
    """The tables that are not queries of the tree itself."""
    return [
        table
        for scope in traverse_scope(tree)
        for table in scope.tables
        if table.db or table.name not in scope.cte_sources
    ]


def _renamed(tree: exp.Expr) -> exp.Expr:
    """The tree with every table under its name on the server; a query of the tree's own keeps its name."""
    for table in _outer_tables(tree):
        table.replace(exp.alias_(exp.to_table(name_here(table)), table.alias_or_name, table=True))
    return tree


def _put(tree: exp.Expr, old: exp.Expr, new: exp.Expr) -> exp.Expr:
    """Puts a node in another's place, which may be that of the whole tree."""
    if old is tree:
        return new
    old.replace(new)
    return tree


def _worded(tree: exp.Expr) -> exp.Expr:
    """The typed tree with every node as Sail must hear it, innermost first."""
    for node in list(tree.walk(bfs=False))[::-1]:
        word = WORDS.get(type(node))
        new = word(node) if word else node
        if new is not node:
            new.type = node.type
            tree = _put(tree, node, new)
    return tree


def _is(node: exp.Expr, kinds: set[Any]) -> bool:
    return node.type is not None and node.type.this in kinds


def _must_be_known(part: exp.Expr) -> None:
    if part.type is None or part.type.this in UNKNOWN:
        raise Untranslatable(f"unknown type: {part.sql('duckdb')}")


def _division(node: exp.Div) -> exp.Expr:
    """DuckDB divides whatever it is given as doubles."""
    for side in ("this", "expression"):
        if not _is(node.args[side], DOUBLES):
            node.set(side, exp.cast(node.args[side], "double"))
    return node


def _whole_division(node: exp.IntDiv) -> exp.Expr:
    """The quotient of wide numbers is wide again; Sail refuses one above 64 bits."""
    _must_be_known(node.this)
    _must_be_known(node.expression)
    return exp.cast(node.copy(), WIDE) if _is(node.this, WIDE_KINDS) or _is(node.expression, WIDE_KINDS) else node


def _sum(node: exp.Sum) -> exp.Expr:
    """DuckDB adds whole numbers in 128 bits."""
    _must_be_known(node.this)
    if _is(node.this, WHOLE_KINDS):
        node.set("this", exp.cast(node.this, WIDE))
    return node


def _cast(node: exp.Cast) -> exp.Expr:
    """HUGEINT is a decimal; DuckDB rounds a double to a whole number where Sail cuts it off."""
    if _is(node, {Kind.INT128}):
        return exp.cast(node.this.copy(), WIDE)
    if _is(node, WHOLE_KINDS) and _is(node.this, DOUBLES) and not isinstance(node.this.unnest(), ROUNDINGS):
        raise Untranslatable(f"rounding: {node.sql('duckdb')}")
    return node


def _sign(node: exp.Sign) -> exp.Expr:
    """A whole number in DuckDB, a double in Sail."""
    return exp.cast(node.copy(), "int")


def _arg_max(node: exp.ArgMax) -> exp.Expr:
    """DuckDB passes over rows without the figure asked for."""
    if isinstance(node.parent, exp.Filter):
        return node
    return exp.Filter(this=node.copy(), expression=exp.Where(this=node.this.copy().is_(exp.null()).not_()))


def _median(node: exp.Median) -> exp.Expr:
    """Half the sum of the two in the middle; Sail adds half the distance to the lower, which rounds otherwise."""
    if not _is(node.this, DOUBLES):
        raise Untranslatable(f"median of decimals: {node.sql('duckdb')}")
    lower = _middle(node.this.copy())
    upper = exp.Neg(this=_middle(exp.Neg(this=node.this.copy())))
    return exp.paren(exp.Div(this=exp.paren(exp.Add(this=lower, expression=upper)), expression=exp.Literal.number(2)))


def _middle(figure: exp.Expr) -> exp.Expr:
    half = exp.Anonymous(this="percentile_disc", expressions=[exp.Literal.number("0.5")])
    return exp.WithinGroup(this=half, expression=exp.Order(expressions=[exp.Ordered(this=figure)]))


def _days(node: exp.Sub) -> exp.Expr:
    """The days between two dates are a number, not an interval."""
    if not (_is(node.this, {Kind.DATE}) and _is(node.expression, {Kind.DATE})):
        return node
    return exp.DateDiff(this=node.this.copy(), expression=node.expression.copy())


def _json(node: exp.Anonymous) -> exp.Expr:
    """An object stays one: DuckDB writes it as text when it takes the rows over."""
    return node.expressions[0].copy() if node.name == "to_json" else node


def _alike(node: exp.Expr) -> exp.Expr:
    """Where a decimal meets a double both are doubles; Sail would make decimals of them."""
    parts = [part for part in _branches(node) if part is not None]
    if any(_is(part, DOUBLES) and not isinstance(part, exp.Literal) for part in parts):
        for part in parts:
            if _is(part, {Kind.DECIMAL}) or (isinstance(part, exp.Literal) and _is(part, DOUBLES)):
                part.replace(exp.cast(part.copy(), "double"))
    return node


def _branches(node: exp.Expr) -> list[exp.Expr | None]:
    if isinstance(node, exp.Case):
        return [*(branch.args["true"] for branch in node.args["ifs"]), node.args.get("default")]
    if isinstance(node, exp.If):
        return [node.args["true"], node.args.get("false")]
    if isinstance(node, exp.Binary):
        return [node.this, node.expression]
    return [node.this, *node.expressions]


def _one_row_each(node: exp.Select) -> exp.Expr:
    """Two lists beside each other are one row a place in DuckDB, every pair in Sail."""
    if len([part for part in node.selects if part.find(exp.Explode)]) > 1:
        raise Untranslatable(f"two lists unnested: {node.sql('duckdb')[:200]}")
    return node


def _half_join(node: exp.Join) -> exp.Expr:
    if node.kind in ("SEMI", "ANTI"):
        node.set("side", "LEFT")
    return node


WORDS: dict[type[exp.Expr], Callable[[Any], exp.Expr]] = {
    exp.Anonymous: _json,
    exp.ArgMax: _arg_max,
    exp.Cast: _cast,
    exp.Div: _division,
    exp.IntDiv: _whole_division,
    exp.Join: _half_join,
    exp.Median: _median,
    exp.Sign: _sign,
    exp.Sub: _days,
    exp.Sum: _sum,
    exp.Select: _one_row_each,
    **dict.fromkeys((exp.Least, exp.Greatest, exp.Coalesce, exp.Case, exp.If), _alike),
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE), _alike),
}
