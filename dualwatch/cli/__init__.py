"""python -m dualwatch VERB: the contract that operators and scripts use; never a traceback."""

import re
import sys
from collections.abc import Callable

import typer

from dualwatch.cli import asking, keeping, loading
from dualwatch.model import DualwatchError, WrongUsage

app = typer.Typer(
    name="dualwatch",
    help="双监控：预算执行与绩效目标。",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
VERBS: dict[str, Callable[..., None]] = {
    "sample": loading.sample,
    "check": loading.check,
    "load": loading.load,
    "inbox": loading.inbox,
    "withdraw": loading.withdraw,
    "ask": asking.ask,
    "alerts": asking.alerts,
    "report": asking.report,
    "targets": asking.targets,
    "versions": keeping.versions,
    "publish": keeping.publish,
    "rebuild": keeping.rebuild,
    "prune": keeping.prune,
    "doctor": keeping.doctor,
}
for name, verb in VERBS.items():
    app.command(name)(verb)
MORE = "设 DUALWATCH_LOG_LEVEL=DEBUG 再运行可看详情。"
USAGE = {
    "Missing command": "要写明做什么",
    "Missing option": "缺少选项",
    "Missing argument": "缺少参数",
    "No such command": "没有命令",
    "No such option": "没有选项",
    "Invalid value for": "值不对：",
    "Option": "要有值的选项",
    "Got unexpected extra argument": "多出的参数",
}


def main() -> None:
    """Runs a verb; errors leave as one Chinese sentence with exit status 1 (input) or 2 (usage)."""
    try:
        status = app(standalone_mode=False)
    except typer.Exit as left:
        status = left.exit_code
    except typer.TyperException as error:
        said = _in_chinese(error.format_message())
        status = _complain(f"用法不对：{said}。运行 python -m dualwatch --help 查看用法。", 2)
    except typer.Abort:
        status = _complain("已中断，现用版本没有改变。", 1)
    except DualwatchError as error:
        status = _complain(str(error), 2 if isinstance(error, WrongUsage) else 1)
    except Exception as error:
        status = _unexpected(error)
    sys.exit(status or 0)


@app.callback()
def _check_settings() -> None:
    from pydantic import ValidationError

    from dualwatch.settings import Settings

    try:
        Settings()
    except ValidationError as error:
        wrong = [str(one["loc"][0]) for one in error.errors()]
        names = "、".join(f"DUALWATCH_{name.upper()}" for name in wrong)
        usable = "可用 DEBUG、INFO、WARNING、ERROR" if wrong == ["log_level"] else "要写正整数，或不设"
        raise WrongUsage(f"环境变量 {names} 的值不对：{usable}。") from None


def _unexpected(error: Exception) -> int:
    from dualwatch.logs import logger
    from dualwatch.settings import Settings

    logger().error("unexpected", error=repr(error), exc_info=Settings().log_level == "DEBUG")
    return _complain(f"没有完成：{type(error).__name__}。现用版本没有改变；{MORE}", 1)


def _in_chinese(message: str) -> str:
    """A usage message with the name it speaks of; the library has no Chinese of its own."""
    said = next((chinese for english, chinese in USAGE.items() if message.startswith(english)), "")
    names = re.findall(r"'([^']+)'|(--?[\w-]+)", message)
    return said + "".join(f"“{quoted or bare}”" for quoted, bare in names[:1]) if said else message


def _complain(sentence: str, status: int) -> int:
    typer.echo(sentence, err=True)
    return status
