"""Names as wide as their place: Chinese characters count one, Latin letters and digits about half."""

from unicodedata import east_asian_width

NARROW = 0.56
MORE = "…"


def width(name: str) -> float:
    """How many Chinese characters a name takes up."""
    return sum(1.0 if east_asian_width(letter) in "WFA" else NARROW for letter in name)


def shortened(name: str, most: float) -> str:
    """The name itself, or as much of it as fits with … into the width of `most` Chinese characters."""
    if width(name) <= most:
        return name
    kept = name
    while width(kept) > most - 1:
        kept = kept[:-1]
    return kept.rstrip() + MORE
