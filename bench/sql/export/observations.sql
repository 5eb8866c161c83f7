-- One row per comparable observation: the months it stands for, its completion in 10^-12.
select
    project_id, fiscal_year, indicator_no, month, valid_to, cast(main.pico(completion) as bigint) as completion
from main.observations
where comparable
order by project_id, indicator_no, month
