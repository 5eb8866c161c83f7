"""Names cut to the width of their place."""

import pytest

from components.names import shortened, width


@pytest.mark.parametrize(
    ("name", "most", "said"),
    [
        ("民政局", 10, "民政局"),
        ("人力资源社会保障局", 7, "人力资源社会…"),
        ("Sec. de Urbanismo", 10, "Sec. de Urbanismo"),
        ("Sec. Infraestructura y Obra Pública", 10, "Sec. Infraestruc…"),
        ("", 3, ""),
    ],
)
def test_a_name_is_cut_only_where_it_does_not_fit(name, most, said):
    assert shortened(name, most) == said
    assert width(shortened(name, most)) <= most
