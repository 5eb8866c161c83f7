"""One module a chart: a DataFrame and a Palette in, a figure as Plotly writes it in JSON out."""
