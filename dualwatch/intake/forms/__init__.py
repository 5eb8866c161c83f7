"""The official forms of performance monitoring, one project a form: self-evaluation, monitoring, tracking."""

from dualwatch.intake.forms.kinds import KINDS
from dualwatch.intake.forms.official import Glance, OfficialForm

__all__ = ["KINDS", "OfficialForm", "official_forms"]


def official_forms() -> list[OfficialForm]:
    """Each official form as a format."""
    glance = Glance()
    return [OfficialForm(kind, glance) for kind in KINDS.values()]
