"""Whose page is drawn now: a few at a time in each process; the others wait their turn, first come, first served.

Python runs one script at a time whatever their number. Where fifty share it, all of them end late; where they take
turns, those that came first do not wait for those that came last.
"""

from contextlib import AbstractContextManager, nullcontext
from threading import Semaphore
from typing import Any

from components import links

# Enough that one is drawn while others wait for the database, which works beside Python.
AT_ONCE = 3
DRAWING = Semaphore(AT_ONCE)


def taken(page: Any) -> AbstractContextManager[Any]:
    """A turn for drawing `page`, waited for; 数据导入 needs none: to open a large workbook would keep all waiting."""
    return nullcontext() if links.is_open(page, links.INTAKE) else DRAWING
