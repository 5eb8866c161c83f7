"""The kinds of file that the pages hand out, as browsers name them."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
TOML = "application/toml"
