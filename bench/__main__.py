"""python -m bench --projects N --json FILE: generates N projects, builds the store and measures it."""

import argparse
import json
import shutil
import sys
from pathlib import Path
from tempfile import gettempdir

from bench import isolation, measures, programs

# What a project takes of the disk at the height of a build: batches, the version and what is spilled, with room to
# spare; and with other engines, other versions and other years beside it.
BYTES_A_PROJECT, BYTES_IN_COMPANY = 4_500, 16_000
ALONE = {"questions", "rules", "start", "pages", "viewers"}


def main() -> int:
    """Runs the parts asked for and writes their figures; an interrupted run leaves nothing behind."""
    asked = _arguments()
    if refusal := _refusal(asked):
        print(refusal, file=sys.stderr)
        return 2
    try:
        with isolation.workspace(asked.folder) as place:
            found = measures.run(asked.projects, asked.parts, place)
    except KeyboardInterrupt:
        print("已中断，没有写结果，临时文件已清除。", file=sys.stderr)
        return 130
    except isolation.Failed as failure:
        print(f"没有测完，没有写结果：{failure}。原因见上。", file=sys.stderr)
        return 1
    asked.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"已写入 {asked.json}。")
    return 0


def _refusal(asked: argparse.Namespace) -> str | None:
    """Why the run cannot end well, told before it begins; None where nothing speaks against it."""
    for folder in (asked.json.parent, asked.folder):
        if not folder.is_dir():
            return f"没有文件夹 {folder}。请先建好它。"
    needed = asked.projects * (BYTES_A_PROJECT if ALONE.issuperset(asked.parts) else BYTES_IN_COMPANY)
    if shutil.disk_usage(asked.folder).free < needed:
        return f"磁盘空间不够：{asked.folder} 需要约 {needed / 1e9:.0f} GB。请用 --folder 指到别处。"
    return programs.missing(asked.parts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="性能测量：生成、建库、逐项计时。")
    parser.add_argument("--projects", type=int, required=True, help="项目数，如 10000")
    parser.add_argument("--json", type=Path, required=True, help="结果文件")
    parser.add_argument("--folder", type=Path, default=Path(gettempdir()), help="临时文件放在哪里")
    parser.add_argument("--parts", nargs="+", choices=measures.PARTS, default=list(measures.PARTS), help="只测几部分")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
