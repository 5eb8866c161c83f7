-- One row per early-warning rule with its sentence, what clears it and the basis it rests on.
-- label: 预警规则
-- params:
-- returns: rule, label, sentence, clears, basis, position
select rule, label, sentence, clears, basis, position
from rules_info
order by position
