"""One module a chart: a DataFrame and a Palette in, a plotly Figure out."""
