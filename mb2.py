import duckdb,time
c=duckdb.connect()
c.execute("create table t as select cast((i*7919)%1000000000000 as decimal(18,0))*cast(0.000000000001 as decimal(12,12)) a, (i*7919)%1000000000000 p, cast((i*104729)%100000000000/100.0+1 as decimal(18,2)) b, cast((i*10429)%100000000000/100.0+1 as decimal(18,2)) d from range(1200000) r(i)")
print(c.execute("select typeof(a), typeof(b) from t limit 1").fetchall())
c.execute("""create macro fen(y) as cast(y*100 as hugeint); create macro pico(share) as cast(share * 1000000000000 as hugeint);
create macro fen8(y) as cast(y*100 as bigint);
""")
def t(q):
    s=time.process_time(); c.execute(q).fetchall(); print(round((time.process_time()-s)*10,2), q[:150])
t("select sum(pico(a)) from t")
t("select sum(fen(b)) from t")
t("select sum(pico(a)*fen(b)) from t")
t("select sum(p::hugeint*fen(b)) from t")
t("select sum(p::hugeint*fen(b)-fen(d)*1000000000000) from t")
t("select sum(fen8(b)) from t")
t("select sum(cast(p as double)*cast(b as double)) from t")
