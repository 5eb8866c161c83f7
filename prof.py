import time, sys, resource
from pathlib import Path
import duckdb
from dualwatch import batches, catalogue, store as st
from dualwatch.access import OPERATOR
n=sys.argv[1]
b=batches.all_batches(Path(f"/tmp/w4s/{n}/batches"))
p=Path(f"/tmp/w4s/{n}/out.duckdb"); p.unlink(missing_ok=True)
c=duckdb.connect(config=st.OFFLINE)
c.execute("attach $path as fresh (storage_version 'v1.5.0')", {"path": str(p)}); c.execute("use fresh"); st._set_scope(c, OPERATOR)
tot=time.time()
for s in catalogue.store_steps():
    t=time.time(); u=time.process_time(); c.execute(s.body); m=time.time(); st.FILLERS.get(s.name, st._nothing)(c,b)
    d=time.time()-t
    if d>0.05: print(f"{s.name:30s} sql {m-t:6.2f} fill {d-(m-t):6.2f} cpu {time.process_time()-u:6.2f}")
t=time.time(); st._check(c); print("checks",round(time.time()-t,2))
t=time.time(); st._content(c,p); print("content",round(time.time()-t,2))
c.execute("use memory"); c.execute("detach fresh")
print("total",time.time()-tot,"file MB",p.stat().st_size/1e6,"rss MB",resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1e3)
c.execute(f"attach '{p}' as f (read_only)")
print(c.execute("select profile, rule, count(*) from f.base.flags group by all order by all").fetchall())
