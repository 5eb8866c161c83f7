-- One row per profile and month with the pace, its step and whether a monitoring round is due.
-- label: 应达进度与测评期
-- params:
-- returns: profile, month, pace, step, is_round
select profile, month, pace, step, is_round
from profile_months
order by profile, month
