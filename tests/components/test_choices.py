"""What the filters offer is what questions take."""

from components.choices import DENOMINATORS, ORDERS, TOPICS
from dualwatch.parameters import CHOICES


def test_every_choice_offered_is_taken_and_every_one_taken_is_offered():
    assert {*TOPICS.values()} == {"", *CHOICES["topic"][1]}
    assert {*ORDERS.values()} == {"", *CHOICES["sort"][1]}
    assert {*DENOMINATORS} == {*CHOICES["denominator"][1]}
