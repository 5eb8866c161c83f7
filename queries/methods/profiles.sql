-- One row per threshold profile with its date, source, denominator and pace.
-- label: 规则方案
-- params:
-- returns: profile, label, version, source, denominator, pace
select profile, label, version, source, denominator, pace
from profiles
order by profile
