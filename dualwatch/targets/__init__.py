"""Reads what people write as a target or a result: '≥95%', '不超过30天', '12月底前', '显著提升'.

One reader serves targets and actuals. It never invents a number: a value is made of digits that
stand together in the text, and a text that could mean two numbers gives none.
"""

from dualwatch.targets.reading import Reading, accumulation, read
from dualwatch.targets.units import base_unit

__all__ = ["Reading", "accumulation", "base_unit", "read"]
