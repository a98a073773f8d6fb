"""Numbers are compared as symbols, however a language writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.text.quantities import quantities
from foja.text.quantity_match import compare

SAME = [
    ("1,250 people were there.", "Había 1.250 personas."),
    ("1,250,000 people were there.", "1 milhão e 250 mil pessoas"),
    ("3,400,000 euros", "3 Millionen 400.000 Euro"),
    ("5,300 houses", "5 mil e 300 casas"),
    ("US$ 3 million", "US$ 3 mi"),
    ("2 or 3 inches of rain", "5 a 7,5 cm de chuva"),
    ("2,000 square feet", "186 metros quadrados"),
    ("5,000 hectares", "50 km²"),
    ("A 6-foot-6 forward", "O avançado de 1,98 m"),
    ("A 6-foot-6 forward", "El alero de 6 pies, 6 pulgadas"),
    ("tall 1.88 m", "6 ft 2 in"),
    ("temperatures in the 80s", "temperaturas de 27 graus"),
    ("at 2:30", "às 2h:30"),
    ("at 7.55 a. m.", "a las 7:55"),
    ("call 859-292-3680", "appelez le 859 292-3680"),
    ("the collection SS19", "la collection de 2019"),
    ("some ten people", "uma dezena de pessoas"),
    ("a thousand people", "un millar de personas"),
    ("the twenty-first century", "o século vinte e um"),
    ("50 cents", "50 céntimos"),
    ("1,250 people were there.", "Il y avait 1 250 personnes."),
    ("1,250 people were there.", "حضر ١٬٢٥٠ شخصا."),
    ("1,250 people were there.", "۱۲۵۰ نفر آنجا بودند."),
    ("It cost 2.8bn.", "Costó 2800 millones."),
    ("It cost 37 billion.", "Costó 37 mil millones."),
    ("300,000 pupils", "300 тысяч учеников"),
    ("300,000 pupils", "300 ألف تلميذ"),
    ("in the 1930s", "en los años 30"),
    ("in the 1980s", "في الثمانينيات"),
    ("winds of 85 mph", "ráfagas de 137 km/h"),
    ("3 to 6 inches of rain", "75 bis 150 mm Regen"),
    ("a 550 pound load", "משא של 250 ק״ג"),
    ("It was 80 degrees.", "Es waren 27 Grad."),
    ("twenty-five men", "veinticinco hombres"),
    ("twenty-five men", "fünfundzwanzig Männer"),
    ("25 men", "خمسة وعشرون رجلا"),
    ("25 men", "بیست و پنج مرد"),
    ("80 years", "quatre-vingts ans"),
    ("at 11 p.m.", "um 23 Uhr"),
    ("at 7.55am", "a las 7:55"),
    ("the war of 1950-53", "la guerra de 1950 a 1953"),
    ("in the 19th century", "en el siglo XIX"),
    ("call 0800 555 111", "call 111 555 0800"),
    ("85 dead and 85 names", "85 muertos"),
    ("45 miles (72 kilometers) away", "a 72 kilómetros"),
    ("45 miles (72 kilometers) away, 12 dead", "a 72 kilómetros, 12 muertos"),
    ("winds of 85 miles an hour", "رياح بسرعة 85 ميلاً في الساعة"),
    ("winds of 85 mph", "۱۳۷ کیلومتر بر ساعت"),
    ("It was 80 degrees, 10 above average.", "27 °C, 6 degrés de plus que la moyenne, 10"),
    ("between 50 and 60 million", "zwischen 50 Millionen und 60 Millionen"),
    ("half a million people", "500.000 personas"),
    ("a million people", "un millón de personas"),
    ("2,000 people", "ألفي شخص"),
    ("twenty years", "بعشرين عاما"),
    ("the 40 years", "الأربعون عاما"),
    ("aged 18", "في سن الثمانية عشر"),
    ("25 years", "بیست‌وپنج سال"),
    ("in his 40s", "na casa dos quarenta anos"),
    ("two decades", "20 años"),
    ("100 years ago", "il y a un siècle"),
    ("50 per cent of them", "la mitad"),
    ("20 per cent", "20 por ciento"),
    ("half of the time, 12 men", "12 hombres, casi siempre"),
    ("at 11:15", "à 11 h 15"),
    ("250 people", "zweihundertfünfzig Menschen"),
    ("97 people", "quatre-vingt-dix-sept personnes"),
    ("1.5 billion", "mil quinhentos milhões"),
    ("2 billion euros", "dois mil milhões de euros"),
    ("1.2 million", "um milhão e duzentos mil"),
    ("2.5 million people", "dos millones y medio de personas"),
    ("1.5 million", "1 milhão e meio"),
    ("1990", "mil novecentos e noventa"),
    ("24 people", "duas dúzias de pessoas"),
    ("half a dozen, 30 of them men", "meia dúzia, 30 homens"),
    ("dozens of people, 31 in all", "dezenas de pessoas, 31 no total"),
    ("3 trillion", "três biliões"),
    ("the 25th anniversary", "o 25.º aniversário"),
]
ODDS = [
    ("temperatures in the 60s", "temperaturas de 27 graus"),
    ("waves of six meters (15 feet)", "ondas de seis metros, não de 30 pés"),
    ("A 6-foot-6 forward", "O avançado de 1,82 m"),
    ("2,000 square feet", "600 metros quadrados"),
    ("85 were killed", "86 murieron"),
    ("1,127 defections", "1.197 deserciones"),
    ("30,000 pupils", "300 ألف تلميذ"),
    ("300 km (180 miles)", "303 km (180 millas)"),
    ("48 percent for and 48 against", "38 % a favor y 48 en contra"),
    ("winds of 85 mph", "ráfagas de 120 km/h"),
    ("in 1992", "en 1994"),
    ("fifty-eight percent", "59 %"),
    ("25 miles (72 kilometers) away", "a 72 kilómetros"),
    ("302 km (180 miles) of coast", "300 km de costa"),
    ("300 km (120 miles) of coast", "300 km de costa"),
    ("winds of 88 mph", "ráfagas de 137 km/h"),
    ("80 degrees, 80 degrees above average", "27 grados, 5 grados más"),
    ("14 degrees above average", "12 grados por encima"),
    ("400 years ago", "il y a un siècle"),
    ("57 percent of them", "la mitad"),
    ("26 years older", "أكبر بعشرين عاما"),
    ("2 million euros", "dois mil milhões de euros"),
    ("2 million people", "dois milhões e meio de pessoas"),
    ("1,900", "mil novecentos e noventa"),
    ("12 people", "duas dúzias de pessoas"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_one_number_in_two_writings_is_no_difference(first: str, second: str) -> None:
    assert not compare(quantities(first), quantities(second)).at_odds


@pytest.mark.parametrize(("first", "second"), ODDS)
def test_another_number_is_a_difference(first: str, second: str) -> None:
    assert compare(quantities(first), quantities(second)).at_odds


def test_a_number_that_only_one_says_proves_nothing() -> None:
    difference = compare(quantities("85 were killed in 1994"), quantities("Murieron 85 personas"))

    assert [{1994.0}] == [set(one.bare) for one in difference.first]
    assert not difference.at_odds


def test_spans_are_those_of_the_text() -> None:
    text = "Wrote ١٩٩٤, then 2.8bn."

    assert ["١٩٩٤", "2.8bn"] == [text[one.start : one.end] for one in quantities(text)]


LINES = st.text("0123456789 .,٣۵:-–hkmpXIVx°%\"'year millones", max_size=80)


@given(LINES)
def test_a_sentence_agrees_with_itself(text: str) -> None:
    difference = compare(quantities(text), quantities(text))

    assert ((), ()) == (difference.first, difference.second)


@given(LINES, LINES)
def test_the_order_of_two_sentences_says_nothing(first: str, second: str) -> None:
    one, other = (
        compare(quantities(first), quantities(second)),
        compare(quantities(second), quantities(first)),
    )

    assert one.at_odds == other.at_odds


@given(st.integers(10, 999_999_999))
def test_grouping_marks_do_not_change_a_number(value: int) -> None:
    plain = quantities(f"There were {value} of them.")
    for mark in (",", ".", "\u202f", "٬"):
        grouped = f"{value:,}".replace(",", mark)
        assert not compare(plain, quantities(f"There were {grouped} of them.")).at_odds
