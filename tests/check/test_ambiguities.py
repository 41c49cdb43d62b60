"""Where specifications disagree, a rule says what is held to: each row of the list, by number."""

from __future__ import annotations

import pytest

from feedtool.rules import RULES

ROWS = {
    1: ("FT517",), 2: ("FT523",), 3: ("FT521",), 4: ("FT520",), 5: ("FT542",), 6: ("FT550", "FT557"), 7: ("FT533",),
    8: ("FT552", "FT558"), 9: ("FT549", "FT587"), 10: ("FT530", "FT531", "FT532"), 11: ("FT547", "FT592"),
    12: ("FT546",), 13: ("FT545",), 14: ("FT511",), 15: ("FT541",), 16: ("FT538", "FT539"), 17: ("FT536", "FT537"),
    18: ("FT506",), 19: ("FT520", "FT526"), 20: ("FT563",), 22: ("FT305", "FT589"), 23: ("FT588",), 24: ("FT306",),
    26: ("FT411",), 27: ("FT413",), 28: ("FT412",), 29: ("FT415",), 30: ("FT417",), 31: ("FT529", "FT560"),
    32: ("FT566", "FT567"), 33: ("FT561",), 34: ("FT574",), 35: ("FT579",), 36: ("FT575", "FT586"), 38: ("FT568",),
    39: ("FT517",), 40: ("FT554",), 44: ("FT522",), 45: ("FT544",),
}  # fmt: skip
"""The codes that state a row. Rows 21, 25, 37 and 41 to 43 have none: what they speak of is read in every form, and
what is written is tested where it is written (chapter formats, and the feed's grammar below).
"""


@pytest.mark.parametrize(("row", "codes"), ROWS.items())
def test_each_row_is_a_rule(row: int, codes: tuple[str, ...]) -> None:
    for code in codes:
        rule = RULES[code]
        assert rule.why
        assert rule.fix
        if code.startswith("FT5"):
            assert "ambiguities" in rule.section or row in {8, 13}, code


def test_rows_cited_are_rows_of_the_list() -> None:
    cited = {
        int(number)
        for rule in RULES.values()
        if "ambiguities" in rule.section
        for number in rule.section.partition("ambiguities ")[2].split(", ")
    }
    assert cited <= set(ROWS)
