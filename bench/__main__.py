"""python -m bench --projects N --json FILE: generates N projects, builds the store and measures it."""

import argparse
import json
import shutil
import sys
from pathlib import Path

from bench import isolation, measures

# What a project takes of the disk at the height of a run: batches, versions, facts and SQLite, with room to spare.
BYTES_A_PROJECT = 16_000


def main() -> int:
    """Runs the parts asked for and writes their figures; an interrupted run leaves nothing behind."""
    asked = _arguments()
    folder = asked.folder or Path("/tmp")
    if shutil.disk_usage(folder).free < asked.projects * BYTES_A_PROJECT:
        needed = asked.projects * BYTES_A_PROJECT / 1e9
        print(f"磁盘空间不够：{folder} 需要约 {needed:.0f} GB。请用 --folder 指到别处。", file=sys.stderr)
        return 2
    try:
        with isolation.workspace(asked.folder) as place:
            found = measures.run(asked.projects, asked.parts, place)
    except KeyboardInterrupt:
        print("已中断，没有写结果，临时文件已清除。", file=sys.stderr)
        return 130
    except isolation.Failed as failure:
        print(f"没有测完，没有写结果：{failure}。", file=sys.stderr)
        return 1
    asked.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"已写入 {asked.json}。")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="性能测量：生成、建库、逐项计时。")
    parser.add_argument("--projects", type=int, required=True, help="项目数，如 10000")
    parser.add_argument("--json", type=Path, required=True, help="结果文件")
    parser.add_argument("--folder", type=Path, help="临时文件放在哪里，默认系统临时目录")
    parser.add_argument("--parts", nargs="+", choices=measures.PARTS, default=list(measures.PARTS), help="只测几部分")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
