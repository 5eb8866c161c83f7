import duckdb,time
c=duckdb.connect()
c.execute("create table t as select cast((i*7919)%100000000000/100.0 as decimal(18,2)) a, cast((i*104729)%100000000000/100.0+1 as decimal(18,2)) b from range(6000000) r(i)")
c.execute("""create macro fen(y) as cast(y*100 as hugeint);
create macro ppm_exact(part, whole) as case when part >= 0 then cast((2000000 * part + whole) // nullif(2 * whole, 0) as bigint) else -cast((2000000 * (-part) + whole) // nullif(2 * whole, 0) as bigint) end;
create macro ppm_old(part, whole) as case when whole is null or part is null or whole <= 0 then null else ppm_exact(part,whole) end;
create macro ppm_near(part, whole) as cast(part as double) * 1000000 / nullif(cast(whole as double), 0) + 0.5;
create macro is_clear(near) as abs(near - round(near)) > 0.000001 and abs(near) < 1000000000;
create macro ppm_int(part, whole) as case when whole is null or part is null or whole <= 0 then null when is_clear(ppm_near(part, whole)) then cast(floor(ppm_near(part, whole)) as bigint) else ppm_exact(part, whole) end;
create macro ppm_pick(part, whole, near) as case when whole is null or part is null or whole <= 0 then null when abs(near - round(near)) > 0.000001 and abs(near) < 1000000000 then cast(floor(near) as bigint) else ppm_exact(part, whole) end;
""")
def t(q):
    s=time.process_time(); c.execute(q).fetchall(); print(round(time.process_time()-s,2), q[:150])
t("select sum(cast(fen(a) as double)) from t")
t("select sum(cast(a as double)) from t")
t("select sum(ppm_old(fen(a),fen(b))) from t")
t("select sum(ppm_int(fen(a),fen(b))) from t")
t("select sum(ppm_pick(fen(a),fen(b), ppm_near(a,b))) from t")
t("select sum(ppm_pick(fen(a),fen(b), near)) from (select a,b,ppm_near(a,b) as near from t)")
t("select sum(floor(ppm_near(a,b))) from t")
t("select sum(round(ppm_near(a,b))) from t")
t("select sum(abs(ppm_near(a,b))) from t")
t("select sum(case when a>=0 then fen(a) else -fen(a) end) from t")
t("select sum(case when a<0 then ppm_exact(fen(a),fen(b)) else 5 end) from t")
t("select sum(2000000*fen(a)+fen(b)) from t")
t("select sum(2000000*fen(a)//fen(b)) from t")
