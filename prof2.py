import time, sys
from pathlib import Path
import duckdb
from dualwatch import catalogue, rules, store as st
from dualwatch.access import OPERATOR
c=duckdb.connect("/tmp/w4s/100000/out.duckdb", read_only=True)
st._set_scope(c, OPERATOR)
for profile in list(rules.profiles().values())[:1]:
    for name, stated in profile.rules.items():
        rule=catalogue.rules()[name]
        b=rules.bind(rule, profile, 2026, None, stated); b={k:b[k] for k in rule.parameters}
        t=time.process_time(); w=time.time(); r=c.sql(rule.body, params=b).to_arrow_table(); u=time.process_time()
        c.register("found", r); c.execute("create or replace temp table ff as select f.month, to_json(f) d from found f"); 
        print(name, r.num_rows, "query", round(u-t,2), "json+insert", round(time.process_time()-u,2))
