-- One row per project and month whose payment is more than 10 times its average payment of the months before.
-- Exactly 10 times is no finding; at least two earlier months with payments are needed. The factor is this product's.
-- label: 单月支付突增十倍
-- sentence: {month} 月支付 {paid}，此前 {paid_months} 个有支付的月份平均 {usual}
-- remedy: 核对金额单位（元、万元）和小数点；属实的注明原因
-- params: year, month, counties, departments, agencies, books, categories, key_only, page, page_size
-- returns: project_id, mof_div_code, mof_div_name, dept_code, dept_name, pro_code, pro_name, month, paid, paid_months, usual
with running as (
    select m.project_no, m.month, m.paid, sum(m.paid) filter (where m.paid > 0) over earlier as paid_before,
           count(*) filter (where m.paid > 0) over earlier as paid_months
    from project_months as m
    where m.fiscal_year = $year and m.project_no in (select j.project_no from findings as j where j.kind = 'payment_jumps')
    window earlier as (partition by m.project_no order by m.month rows between unbounded preceding and 1 preceding)
)
select p.project_id, p.mof_div_code, p.mof_div_name, p.dept_code, p.dept_name, p.pro_code, p.pro_name,
       r.month, r.paid, r.paid_months, mean_of(r.paid_before, r.paid_months) as usual
from findings as f
join projects as p on p.project_no = f.project_no
join running as r on r.project_no = f.project_no and r.month = f.month
where f.kind = 'payment_jumps' and f.fiscal_year = $year and has_month(f.months, $month)
    and picked($counties, f.mof_div_code) and picked($departments, f.dept_code)
    and picked($agencies, f.agency_code) and picked($books, f.budget_book)
    and picked($categories, f.pro_category) and (not $key_only or f.is_key)
order by r.paid desc, p.project_id, r.month
limit $page_size offset ($page - 1) * $page_size
