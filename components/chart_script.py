"""Streamlit's script of charts as it is served: of Plotly only what our charts use, and each chart drawn once.

The script holds Plotly whole, with maps, globes and surfaces: on every load browsers read and set up 4.7 MB of it, most
of the time until the first chart. Plotly's files are functions in it that are called where they are asked for, so that
those nobody asks for any more are left empty.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

NAME = "PlotlyChart"
# The kinds of trace that charts are made of; scatter is Plotly's own core and needs no file.
KINDS = frozenset({"bar", "heatmap"})
# A chart that has just been drawn gets its width and then its figure anew, and Plotly draws everything each time. So it
# waits for its width in a box of its height, and keeps the figure it began with; themes still change the old way.
DRAWN_ONCE = {
    "return t?i(Je,{width:t,...e}):null": (
        "return t>0?i(Je,{width:t,...e}):t?i(`div`,{style:{height:JSON.parse(e.element.spec).layout.height}}):null"
    ),
    "(0,P.useEffect)(()=>{F(t=>Le(t,e.theme,c))},[e.id,c,e.theme])": (
        "(n=>(0,P.useEffect)(()=>{n.current?F(t=>Le(t,e.theme,c)):n.current=!0},[e.id,c,e.theme]))((0,P.useRef)(!1))"
    ),
}
FILE = re.compile(r'(?<![\w$.])(?P<name>[\w$]+)=[\w$]+\(\{"(?P<path>[^"]+)"\([^)]*\)\{')
FILE_END = re.compile(r"\}\}\)[,;]\s*(?:var )?\Z")
CALL = re.compile(r"(?<![\w$.])([\w$]+)\(\)")
REGISTERED = re.compile(r"(?<=\.register\(\[)(?:[\w$]+\(\),?)+(?=\]\))")


class File(NamedTuple):
    """One of Plotly's files in the script: the name it is called by, its path, how it begins, and the rest."""

    name: str
    path: str
    head: str
    rest: str


def served(script: str) -> str:
    """The script as browsers get it; one made otherwise, where nothing is found to leave out, as it came."""
    for twice, once in DRAWN_ONCE.items():
        script = script.replace(twice, once)
    files = _files(script)
    if not files:
        return script
    before = script[: -sum(len(file.head + file.rest) for file in files)]
    files[-1] = _registering_ours(files)
    asked = _asked(files)
    return before + "".join(file.head + (file.rest if file.name in asked else _end(file)) for file in files)


def _files(script: str) -> list[File]:
    """Plotly's files, each with what follows it up to the next; the last with the rest, which registers the kinds."""
    heads = list(FILE.finditer(script))
    ends = [*(head.start() for head in heads), len(script)][1:]
    return [
        File(head["name"], head["path"], head[0], script[head.end() : end])
        for head, end in zip(heads, ends, strict=True)
    ]


def _registering_ours(files: Sequence[File]) -> File:
    """The last file, after which of all kinds of trace those in use alone are registered."""
    ours = {f"{file.name}()" for file in files if file.path in {f"lib/{kind}.js" for kind in KINDS}}
    last = files[-1]
    return last._replace(rest=REGISTERED.sub(lambda listed: _chosen(listed[0], ours), last.rest))


def _chosen(listed: str, ours: set[str]) -> str:
    return ",".join(call for call in listed.split(",") if call in ours)


def _asked(files: Sequence[File]) -> set[str]:
    """The names of the files that are called where the kinds are registered or from a file that is."""
    texts = {file.name: file.rest for file in files}
    asked: set[str] = set()
    waiting = texts.keys() & CALL.findall(files[-1].rest)
    while waiting:
        asked |= waiting
        waiting = texts.keys() & {name for known in waiting for name in CALL.findall(texts[known])} - asked
    return asked


def _end(file: File) -> str:
    """What is left of a file that nobody asks for: how it ends, or all where more than the file follows."""
    end = FILE_END.search(file.rest)
    return end[0] if end else file.rest
