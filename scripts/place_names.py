"""Make the names of countries, territories and cities in the languages of foja, by place.

    python scripts/place_names.py            # writes src/foja/resolve/match/data/places.toml
    python scripts/place_names.py --check    # writes nothing, says whether it would change

Countries and the cities that stand for a time zone come from CLDR as the package babel ships it (Unicode License v3),
capitals that stand for no time zone were typed for foja. Names that are one once folded stand once.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel import Locale

from foja.resolve.match.fold import split

OUT = Path(__file__).resolve().parents[1] / "src" / "foja" / "resolve" / "match" / "data" / "places.toml"
LANGUAGES = ("en", "es", "fr", "pt", "de", "it", "ru", "ar", "fa", "he", "tr")
CAPITALS = """
Washington; Washington D.C.; Вашингтон; واشنطن; واشنگتن; וושינגטון; Vaşington
Beijing; Pekín; Pékin; Pequim; Peking; Pechino; Пекин; بكين; پکن; בייג׳ינג; Pekin
New Delhi; Nueva Delhi; Nova Délhi; Neu-Delhi; Nuova Delhi; Нью-Дели; نيودلهي; دهلی نو; ניו דלהי; Yeni Delhi
Brasília; Brasilia; Бразилиа; برازيليا; برازیلیا; ברזיליה
Ottawa; Оттава; أوتاوا; اتاوا; אוטווה
Canberra; Camberra; Канберра; كانبرا; کانبرا; קנברה; Kanberra
Bern; Berne; Berna; Берн; برن; ברן
Ankara; Анкара; أنقرة; آنکارا; אנקרה
Islamabad; Исламабад; إسلام آباد; اسلام‌آباد; איסלאמבאד; İslamabad
Abuja; Абуджа; أبوجا; ابوجا; אבוג׳ה
Hanoi; Hanói; Hanoï; Ханой; هانوي; هانوی; האנוי
Rabat; Рабат; الرباط; رباط; רבאט
Pretoria; Претория; بريتوريا; پرتوریا; פרטוריה
The Hague; La Haya; La Haye; Haia; Den Haag; L'Aia; Гаага; لاهاي; لاهه; האג; Lahey
Geneva; Ginebra; Genève; Genebra; Genf; Ginevra; Женева; جنيف; ژنو; ז׳נבה; Cenevre
Abu Dhabi; Abu Dabi; Abou Dabi; Абу-Даби; أبوظبي; ابوظبی; אבו דאבי
Sanaa; Saná; Sana; Sanaá; Сана; صنعاء; צנעא
Yerevan; Ereván; Erevan; Eriwan; Ереван; يريفان; ایروان; ירוואן; Erivan
Quito; Кито; كيتو; کیتو; קיטו
Wellington; Веллингтон; ويلينغتون; ولینگتون; וולינגטון
Yaoundé; Yaundé; Jaunde; Яунде; ياوندي; یائونده; יאונדה
Naypyidaw; Naipyidó; Нейпьидо; نايبيداو; نایپیداو; נאיפידאו
Jerusalem; Jerusalén; Jérusalem; Jerusalém; Gerusalemme; Иерусалим; القدس; اورشلیم; ירושלים; Kudüs
"""
HEAD = """\
# Names of countries, territories and cities, by place, in English, Spanish, French, Portuguese, German, Italian,
# Russian, Arabic, Persian, Hebrew and Turkish. Made by scripts/place_names.py. A name here says nothing about the
# status of any.
# Countries and cities of time zones are from CLDR (package babel); the last lines were typed for foja. CLDR is
#
# Copyright (c) 2004-2025 Unicode, Inc. Unicode License v3 (https://www.unicode.org/license.txt). Permission is hereby
# granted, free of charge, to any person obtaining a copy of data files and any associated documentation (the "Data
# Files") or software and any associated documentation (the "Software") to deal in the Data Files or Software without
# restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, and/or sell
# copies of the Data Files or Software, and to permit persons to whom the Data Files or Software are furnished to do
# so, provided that either (a) this copyright and permission notice appear with all copies of the Data Files or
# Software, or (b) this copyright and permission notice appear in associated Documentation. THE DATA FILES AND SOFTWARE
# ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
# OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF THIRD PARTY RIGHTS. IN NO EVENT SHALL THE
# COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL
# DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT,
# NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THE DATA FILES OR
# SOFTWARE.

"""


NO_COUNTRY = ("EU", "EZ", "UN", "ZZ", "QO")
NO_CITY = ("Etc", "Antarctica")


def countries() -> list[list[str]]:
    held = [{str(code): str(name) for code, name in Locale(one).territories.items()} for one in LANGUAGES]
    codes = sorted(code for code in held[0] if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY)
    return [[names[code] for names in held if code in names] for code in codes]


def cities() -> list[list[str]]:
    """By time zone; where a language has no name of its own, the zone is called as in English."""
    held = [
        {str(zone): str(names["city"]) for zone, names in Locale(one).time_zones.items() if "city" in names}
        for one in LANGUAGES
    ]
    zones = sorted({zone for names in held for zone in names if "/" in zone and not zone.startswith(NO_CITY)})
    called = {zone: zone.rsplit("/", 1)[1].replace("_", " ") for zone in zones}
    return [[called[zone], *(names[zone] for names in held if zone in names)] for zone in zones]


def folded(name: str) -> str:
    return " ".join(word.folded for word in split(name))


def lines() -> str:
    typed = [line.split("; ") for line in CAPITALS.strip().splitlines()]
    rows = []
    for group in [*countries(), *cities(), *typed]:
        names = {folded(name): name for name in reversed(group)}
        if len(names) > 1:
            rows.append("  [" + ", ".join(f'"{name}"' for name in group if names.pop(folded(name), "")) + "],")
    return HEAD + "places = [\n" + "\n".join(rows) + "\n]\n"


def main() -> None:
    made = lines()
    if "--check" in sys.argv:
        sys.exit(0 if OUT.read_text(encoding="utf-8") == made else "places.toml would change")
    OUT.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
