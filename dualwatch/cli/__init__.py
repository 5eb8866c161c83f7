"""python -m dualwatch VERB: the contract that operators and scripts use; never a traceback."""

import re
import sys

import click

from dualwatch.cli import asking, keeping, loading
from dualwatch.model import DualwatchError, WrongUsage

VERBS = (
    loading.sample,
    loading.check,
    loading.load,
    loading.inbox,
    loading.withdraw,
    asking.ask,
    asking.alerts,
    asking.report,
    asking.targets,
    keeping.versions,
    keeping.publish,
    keeping.rebuild,
    keeping.prune,
    keeping.doctor,
)
MORE = "设 DUALWATCH_LOG_LEVEL=DEBUG 再运行可看详情。"
USAGE = {
    "Missing command": "要写明做什么",
    "Missing option": "缺少选项",
    "Missing argument": "缺少参数",
    "No such command": "没有命令",
    "No such option": "没有选项",
    "Option": "要有值的选项",
    "Got unexpected extra argument": "多出的参数",
}
NAMED = re.compile(r"'([^']+)'|(--?[\w-]+)|\((.+)\)")


class InOrder(click.Group):
    """Lists its verbs as they are registered: what brings data in comes first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in that order."""
        return list(self.commands)


@click.group(cls=InOrder, no_args_is_help=False)
def app() -> None:
    """双监控：预算执行与绩效目标。"""
    from dualwatch.settings import settings

    settings()


for verb in VERBS:
    app.add_command(verb)


def main() -> None:
    """Runs a verb; errors leave as one Chinese sentence with exit status 1 (input) or 2 (usage)."""
    try:
        status = app(standalone_mode=False)
    except click.ClickException as error:
        said = _wanted(error) or _in_chinese(error.format_message())
        status = _complain(f"用法不对：{said}。运行 python -m dualwatch --help 查看用法。", 2)
    except click.Abort:
        status = _complain("已中断，现用版本没有改变。", 1)
    except DualwatchError as error:
        status = _complain(str(error), 2 if isinstance(error, WrongUsage) else 1)
    except Exception as error:
        status = _unexpected(error)
    sys.exit(status or 0)


def _unexpected(error: Exception) -> int:
    from dualwatch.logs import logger
    from dualwatch.settings import settings

    logger().error("unexpected", error=repr(error), exc_info=settings().log_level == "DEBUG")
    return _complain(f"没有完成：{type(error).__name__}。现用版本没有改变；{MORE}", 1)


def _wanted(error: click.ClickException) -> str:
    """What an option takes that was given something else: all that take less than any text take a whole number."""
    if type(error) is not click.BadParameter or not error.param:
        return ""
    kind = error.param.type
    least, most = (kind.min, kind.max) if isinstance(kind, click.IntRange) else (None, None)
    span = "" if least is None else f" {least} 以上的" if most is None else f" {least} 到 {most} 的"
    return f"“{error.param.opts[0]}”要写{span}整数"


def _in_chinese(message: str) -> str:
    """A usage message with the name it speaks of; the library has no Chinese of its own."""
    said = next((chinese for english, chinese in USAGE.items() if message.startswith(english)), "")
    named = NAMED.search(message)
    return said + (f"“{named[named.lastindex or 0]}”" if named else "") if said else message


def _complain(sentence: str, status: int) -> int:
    click.echo(sentence, err=True)
    return status
