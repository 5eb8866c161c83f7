-- One row per profile, rule and limit, as the profile states it.
-- label: 预警线
-- params:
-- returns: profile, profile_label, rule, rule_label, name, shown
select
    limits.profile,
    profiles.label as profile_label,
    limits.rule,
    rules.label as rule_label,
    limits.name,
    limits.shown
from profile_limits as limits
inner join profiles on profiles.profile = limits.profile
inner join rules_info as rules on rules.rule = limits.rule
order by rules.position, limits.name, limits.profile
