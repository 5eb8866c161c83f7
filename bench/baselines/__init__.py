"""The same questions asked without Dualwatch: raw joins in DuckDB, SQLite, polars and pandas, answers compared."""
