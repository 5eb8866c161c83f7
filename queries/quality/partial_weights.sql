-- One row per project whose indicators have a weight only in part, or more than 100 points together.
-- label: 指标权重不全
-- sentence: {pro_name}：{indicators_all} 个指标中 {weighted} 个有权重，合计 {weight_all} 分；没有权重的不计入完成率
-- params: year
-- returns: project_id, pro_name, dept_name, indicators_all, weighted, weight_all
select i.project_id, max(p.pro_name) as pro_name, max(p.dept_name) as dept_name,
       count(i.indicator_no) as indicators_all, count(i.weight) as weighted, sum(i.weight) as weight_all
from indicators as i
join projects as p on p.project_id = i.project_id
where p.fiscal_year = $year
group by i.project_id
having count(i.weight) between 1 and count(i.indicator_no) - 1 or sum(i.weight) > 100
order by i.project_id
