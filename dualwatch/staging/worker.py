"""The worker of one staged load: reads, checks, writes the returned lists, builds the candidate, compares."""

import faulthandler
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import filelock

from dualwatch import comparison, loading
from dualwatch.intake.sources import collect
from dualwatch.loading import Loading
from dualwatch.logs import logger
from dualwatch.model import DualwatchError, Problem
from dualwatch.releases import write_whole
from dualwatch.reports.returns_xlsx import returned
from dualwatch.settings import settings
from dualwatch.staging import progress
from dualwatch.staging.jobs import CHECK, CHECKED, COMPARISON, FAILED, READY, RETURNS, Job, finish
from dualwatch.staging.progress import Watch
from dualwatch.staging.summary import summary
from dualwatch.store import Store

WHOLE_FILE = "本批没有能入库的行，没有可发布的。请按检查结果更正后重新导入。"
UNCHANGED = "这些文件以前都导入过，内容相同，没有变化。"
CAN_PUBLISH = "检查和对照完毕，可以发布。"


def work(folder: Path) -> None:
    """Does one job to its end, whatever it is, and writes how it ended; past the time limit the process is stopped."""
    limit = settings().time_limit
    with filelock.FileLock(folder / Job.LOCK):
        faulthandler.dump_traceback_later(limit, exit=True, file=sys.stderr)
        job = Job(Store(folder.parents[1]), folder.name)
        try:
            state, sentence = _done(job)
        except DualwatchError as error:
            state, sentence = FAILED, str(error)
        except Exception as error:
            logger().error("staging_failed", error=repr(error), exc_info=True)
            state, sentence = FAILED, f"没有完成：{type(error).__name__}。现用版本没有改变；请把文件交给维护人员。"
        finish(folder, state, sentence)


def _done(job: Job) -> tuple[str, str]:
    watch = Watch(job.folder, {path.name: path.stat().st_size for path in job.files.values()})
    watch.enter(progress.READING)
    options = job.options
    found = loading.examine(job.store, job.files.values(), progress=watch.rows, **options)
    watch.enter(progress.CHECKING)
    _write(job.folder / CHECK, summary(found))
    _write(job.folder / RETURNS, list(_returns(job, found.intake.problems)))
    if not found.intake.tables:
        return CHECKED, _why_nothing(found)
    watch.enter(progress.BUILDING)
    prepared = job.store.prepare([found.intake], job.operator, stage=job.id)
    if prepared is None:
        return CHECKED, UNCHANGED
    watch.enter(progress.COMPARING)
    _write(job.folder / COMPARISON, asdict(comparison.compare(job.store, prepared)))
    watch.enter(progress.DONE)
    return READY, CAN_PUBLISH


def _why_nothing(found: Loading) -> str:
    return UNCHANGED if found.already_loaded and not found.refused else WHOLE_FILE


def _returns(job: Job, problems: Iterable[Problem]) -> Iterable[dict[str, Any]]:
    """Writes the list that goes back for each file with refusals or doubts; says where."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    to_mend = {file: own for file, own in by_file.items() if any(one.level in loading.TO_MEND for one in own)}
    sources = collect(job.files.values()).files if to_mend else []
    contents = {source.name: source.content for source in sources if source.name in to_mend}
    for number, (file, own) in enumerate(to_mend.items(), start=1):
        name, content = returned(file, contents.get(file, b""), own)
        place = job.folder / "returns" / str(number) / name
        place.parent.mkdir(parents=True)
        place.write_bytes(content)
        yield {"file": file, "name": name, "path": str(place.relative_to(job.folder)), "problems": len(own)}


def _write(path: Path, values: Any) -> None:
    write_whole(path, json.dumps(values, ensure_ascii=False))
