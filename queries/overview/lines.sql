-- One row: the lines that part the quadrants under the profile; a line it lacks is borrowed from the default one.
-- label: 象限分界线
-- params: profile
-- returns: money_line, work_line, min_expected, borrowed
select
    quadrant_lines.money_line,
    quadrant_lines.work_line,
    quadrant_lines.min_expected,
    quadrant_lines.borrowed
from quadrant_lines
where quadrant_lines.profile = $profile
order by quadrant_lines.profile
