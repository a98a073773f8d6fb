"""A page held against a case, each means by which something on file is found to bear on it; and what became known."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from foja.case import Case
from foja.law.concepts import families
from foja.model.errors import UsageError
from foja.model.page_check import CheckedStatement, PageCheck
from foja.model.record import builtins
from foja.model.vocabulary import Relation
from foja.store.ask_check import OnFile
from store.facts_sample import FACTS, WHO, lira

MORE = """
[[statement]]
id = "no-hand"
file = "wire.txt"
quote = "Tomás Rey said that the court withdrew the order"
content = "Tomás Rey denied that he met the crew of the ship"
modality = "denied"
status = "denied"
polarity = "negative"

[[statement]]
id = "in-passing"
about = ["Tomás Rey"]
file = "court.txt"
quote = "By order of 3 March 2001"
content = "The court says in passing that Tomás Rey planned the fire at the port"
status = "found_incidentally"
modality = "found"

[[statement]]
id = "immune"
file = "wire.txt"
quote = "A report of the Coast Service"
content = "The personal immunity of a head of state in office was invoked"

[[act]]
id = "x1"
machine = "extradition"
title = "Request to Hamun"
kind = "provisional_arrest_requested"
by = "Federal Court of Lira"
date = "2001-05-01"
persons = ["Tomás Rey"]
entered = true

[[act]]
id = "x2"
machine = "extradition"
title = "Request to Hamun"
kind = "not_executed"
by = "Hamun"
date = "2001-05-20"
persons = ["Tomás Rey"]
entered = true

[[act]]
id = "n1"
machine = "red_notice"
title = "Notices of 2001"
kind = "published"
by = "Interpol General Secretariat"
date = "2001-06-01"
persons = ["Ana Beltrán", "Ivo Nagy"]
entered = true
"""


@pytest.fixture(scope="session")
def built_lira_facts(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    path = lira(tmp_path_factory.mktemp("checked"))
    with Case(path) as case:
        case.import_facts(FACTS + MORE, "facts.toml", actor=WHO, why="Read")
    return path


@pytest.fixture
def file(built_lira_facts: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built_lira_facts, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        yield case


def checked(case: Case, text: str, **asked: str) -> PageCheck:
    return case.check_text(f"A page on the fire\n\n{text}\n", **asked)


def found(page: PageCheck, rule: str) -> list[tuple[Relation, str]]:
    return [(b.relation, b.reason) for one in page.statements for b in one.bearings if b.rule == rule]


def test_an_act_on_file_confirms_and_its_absence_is_told(file: Case) -> None:
    page = checked(file, "The Federal Court of Lira ordered the arrest of Tomás Rey.")
    ((relation, reason),) = found(page, "acts")
    assert relation is Relation.CONFIRMS
    assert "order to arrest, by Federal Court of Lira, 2001-03-03" in reason
    page = checked(file, "The prosecutor asked Interpol for a red notice against Tomás Rey.")
    assert (
        Relation.QUALIFIES,
        "no red notice for Tomás Rey was found in this file, which is not that there is none",
    ) in (found(page, "acts"))


def test_a_request_is_not_an_order(file: Case) -> None:
    """The page says requested, the file has the order: told, with where it stands."""
    page = checked(file, "The prosecutor requested an arrest warrant for Tomás Rey.")
    ((relation, reason),) = found(page, "acts")
    assert relation is Relation.QUALIFIES
    assert "ordered (in force: yes), in “Warrant of 2001”" in reason


def test_a_state_is_that_of_the_day_of_the_page(file: Case) -> None:
    page = checked(file, "The prosecutor requested an arrest warrant for Tomás Rey.", as_of="2001-03-01")
    assert not any("ordered" in reason for _, reason in found(page, "acts"))


def test_figures_agree_or_exclude(file: Case) -> None:
    page = checked(file, "The fire of 2 March 2001 left 12 dead, El Faro reported.")
    assert Relation.CONFIRMS in [relation for relation, _ in found(page, "figures") + found(page, "same")]
    page = checked(file, "The fire of 2 March 2001 left 40 dead, El Faro reported.")
    assert Relation.CONTRADICTS in [relation for relation, _ in found(page, "figures")]


def test_what_is_alleged_on_file_is_no_fact(file: Case) -> None:
    page = checked(file, "Investigators claim that Tomás Rey planned the fire at the port.")
    ((relation, reason),) = found(page, "standing")
    assert relation is Relation.QUALIFIES
    assert "found in passing" in reason


def test_a_notice_is_no_arrest(file: Case) -> None:
    page = checked(file, "The prosecutor called on Interpol to arrest Tomás Rey.")
    bearing = next(b for one in page.statements for b in one.bearings if b.rule == "words")
    assert bearing.relation is Relation.QUALIFIES
    assert "no power of arrest" in bearing.says
    assert bearing.sources


def test_words_that_the_law_keeps_apart(file: Case) -> None:
    page = checked(file, "The court said that diplomatic immunity protects the harbour chief.")
    ((_, reason),) = found(page, "words")
    assert "(diplomatic)" in reason


def test_what_is_expected_of_a_measure_meets_what_became_of_others(file: Case) -> None:
    page = checked(file, "The arrest warrant for Tomás Rey would limit his travel to other countries.")
    assert any("1 answers" in reason for _, reason in found(page, "effect"))


def test_how_many_had_a_notice_on_a_day(file: Case) -> None:
    page = checked(file, "Interpol issued red notices for 9 persons on 5 June 2001, the agency reported.")
    ((relation, reason),) = found(page, "count")
    assert relation is Relation.CONTRADICTS
    assert "for 2: Ana Beltrán, Ivo Nagy" in reason
    page = checked(file, "Interpol issued red notices for 2 persons on 5 June 2001, the agency reported.")
    assert [relation for relation, _ in found(page, "count")] == [Relation.CONFIRMS]


def test_how_many_in_words_and_since_when(file: Case) -> None:
    page = checked(file, "Several press reports say that all ten accused have been under red notices since 2000.")
    ((relation, reason),) = found(page, "count")
    assert relation is Relation.CONTRADICTS
    assert reason.startswith("on 2000-12-31 a notice was in force, by what is on file, for 0; the page counts ten")


def test_an_incident_of_that_day(file: Case) -> None:
    page = checked(file, "The fire at the Port of Lira on 2 March 2001 was the worst, El Faro reported.")
    assert (Relation.CONFIRMS, "an incident of that day is on file") in found(page, "incident")


def test_a_page_of_other_things_has_nothing_on_file(file: Case) -> None:
    page = checked(file, "The mayor of Quell opened a library on Tuesday. She said that it holds nine thousand books.")
    assert [one for one in page.statements if one.bearings] == []


def test_nothing_is_kept_and_nothing_is_called_true(file: Case, tmp_path: Path) -> None:
    before = (len(file.events(limit=10_000)), file.table_digests())
    page = checked(file, "The Federal Court of Lira ordered the arrest of Tomás Rey. The fire left 12 dead.")
    assert (len(file.events(limit=10_000)), file.table_digests()) == before
    told = " ".join(bearing.reason + bearing.says for one in page.statements for bearing in one.bearings).casefold()
    assert told
    assert not re.search(r"\b(true|false|verdict|fact-check|correct|incorrect|wrong|lie|lies|guilty)\b", told)
    assert "verdict" not in str(builtins(page))
    with pytest.raises(UsageError, match="no file"):
        file.check_page(tmp_path / "none.html")
    with pytest.raises(UsageError, match="no text"):
        file.check_text("  ")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing")
    with pytest.raises(UsageError, match="could not be read"):
        file.check_page(broken)


def test_one_reason_is_told_once(file: Case) -> None:
    text = "The police wanted Interpol to arrest Ana Beltrán. The mayor asked Interpol to detain Ivo Nagy."
    page = checked(file, text)
    speaks: list[CheckedStatement] = [one for one in page.statements if one.bearings or one.like]
    assert sum(b.rule == "words" for one in speaks for b in one.bearings) == 1
    assert any(one.like for one in speaks)


def test_families_have_sources_and_two_members() -> None:
    for family in families():
        assert family.sources, family.name
        assert len(family.member) > 1, family.name
        for member in family.member:
            assert family.members_in(f"x {(*family.cues, '')[0]} {member.words[0]} x") >= {member.name}
        assert family.members_in("The harbour was closed.") == frozenset()


# --- changes


def test_changes_are_by_what_became_known(file: Case) -> None:
    changed = file.changes("2001-06-01")
    assert {row.outlet or row.source_label for row in changed.statements} == {
        "The register of the Federal Court of Lira"
    }
    titles = {row.act.matter.title for row in changed.acts}
    assert "Request to Hamun" in titles  # entered: known since it was recorded
    assert changed.recorded["statements"] > 0
    warrant = [one for one in changed.states if one.after.matter.title == "Warrant of 2001"]
    assert warrant == []  # the press had it in May; the register changes how well it is shown, not where it stands
    earlier = file.changes("2001-05")
    (one,) = [one for one in earlier.states if one.after.matter.title == "Warrant of 2001"]
    assert (one.before, one.after.subject.name) == (None, "Tomás Rey")
    assert file.changes("2999").statements == ()
    between = file.changes("2001-05", known_by="2001-05-31")
    assert {row.id for row in between.statements} == {row.id for row in earlier.statements} - {
        row.id for row in changed.statements
    }
    assert all(row.known_on <= "2001-05-31" for row in between.acts)
    with pytest.raises(UsageError):
        file.changes("spring")


# --- acts and posts in plain words

PLAIN = """
[[act]]
id = "r1"
machine = "red_notice"
title = "Request of 2002"
kind = "requested"
by = "NCB Lira"
date = "2002-01-05"
persons = ["Tomás Rey"]
entered = true

[[act]]
id = "r2"
machine = "red_notice"
title = "Request of 2002"
kind = "refused"
by = "Interpol Executive Committee"
date = "2002-03-01"
persons = ["Tomás Rey"]
entered = true

[[act]]
id = "j1"
machine = "criminal_ar"
title = "The fire at the port"
kind = "acquitted"
by = "Trial Court of Lira"
date = "2003-05-02"
persons = ["Ana Beltrán"]
entered = true

[[act]]
id = "s1"
machine = "red_notice"
title = "Notices of 2001"
kind = "suspended"
by = "Interpol General Secretariat"
date = "2004-10"
persons = ["Ana Beltrán", "Ivo Nagy"]
entered = true

[[act]]
id = "s2"
machine = "red_notice"
title = "Notices of 2001"
kind = "cancelled"
by = "Interpol General Assembly"
date = "2005-09-27"
persons = ["Ana Beltrán", "Ivo Nagy"]
entered = true

[[act]]
id = "j2"
machine = "criminal_ar"
title = "Fraud in the customs of Lira"
kind = "convicted"
by = "Customs Court of Lira"
date = "2010-06-01"
persons = ["Rita Solano"]
entered = true

[[act]]
id = "j4"
machine = "criminal_ar"
title = "The fire at the port"
kind = "acquitted"
by = "Trial Court of Lira"
date = "2003-05-02"
persons = ["Rita Solano"]
entered = true

[[act]]
id = "j3"
machine = "state_responsibility"
title = "Harbour families v. Hamun"
kind = "decided"
by = "Inter-American Court of Lira"
date = "2012-04-05"
persons = ["Hamun"]
entered = true

[[act]]
id = "ab1"
machine = "in_absentia_ar"
title = "Trial of the absent"
kind = "ordered"
by = "Court Six"
date = "2013-02-03"
persons = ["Ivo Nagy"]
entered = true

[[circumstance]]
id = "c1"
kind = "death"
persons = ["Otto Emil Brandt"]
since = "2015-02-12"
entered = true

[[circumstance]]
id = "c2"
kind = "visit"
persons = ["Otto Emil Brandt"]
countries = ["BO"]
value = "left_without_arrest"
since = "2011-05-31"
rests_on = ["order-told"]

[[post]]
id = "po1"
person = "Tomás Rey"
title = "Minister of Harbours"
rank = "minister"
since = "1999-03"
until = "2001-02"
entered = true

[[post]]
id = "po2"
person = "Tomás Rey"
title = "Deputy Minister of Harbours"
rank = "deputy_minister"
since = "1997"
until = "1999-02"
entered = true
"""


@pytest.fixture(scope="session")
def built_plain(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    path = lira(tmp_path_factory.mktemp("plain"))
    with Case(path) as case:
        case.import_facts(FACTS + MORE + PLAIN, "facts.toml", actor=WHO, why="Read")
    return path


@pytest.fixture
def plain(built_plain: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built_plain, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        yield case


@pytest.mark.parametrize(
    ("text", "relation", "reason"),
    [
        ("The red notice for Tomás Rey was published in 2002.", Relation.CONTRADICTS, "instead: decision that no"),
        ("Interpol published a notice against Tomás Rey, El Faro reported.", Relation.CONTRADICTS, "instead:"),
        ("A red notice against Tomás Rey was refused in 2002.", Relation.CONFIRMS, "on file for Tomás Rey: decision"),
        ("Ana Beltrán was convicted in 2003 for the fire.", Relation.CONTRADICTS, "instead: judgment: acquittal"),
        ("Ana Beltrán was acquitted in May 2003.", Relation.CONFIRMS, "judgment: acquittal, by Trial Court of Lira"),
        ("Ana Beltrán was acquitted in 2006.", Relation.QUALIFIES, "of another date: judgment: acquittal"),
        ("In 2001 a judge acquitted Tomás Rey.", Relation.QUALIFIES, "no acquittal for Tomás Rey was found"),
        ("The red notices of 2001 were withdrawn in 2004.", Relation.QUALIFIES, "of another date: cancellation"),
        # an outcome is told, and its date has the request alone
        (
            "Interpol published a red notice in January 2002 at the request of Lira.", Relation.QUALIFIES,
            "of that date on file for “Request of 2002”: request for a notice",
        ),
        # one matter came out so, another otherwise: the words say which is meant
        ("Rita Solano was convicted of the fire at the port.", Relation.CONTRADICTS, "another matter: judgment: acq"),
        ("Rita Solano was convicted of fraud in the customs.", Relation.CONFIRMS, "judgment: conviction, by Customs"),
        ("Rita Solano was convicted.", Relation.QUALIFIES, "in another matter: judgment: acquittal"),
        ("Rita Solano was convicted in June 2010.", Relation.CONFIRMS, "judgment: conviction, by Customs"),
        # nothing on file about whom it names: what that body did then, what was done that day in such proceedings
        ("The Inter-American Court of Lira convicted Ana Roca in 2012.", Relation.QUALIFIES, "date on file: judg"),
        ("Judge Olmo sentenced six men in absentia on 3 February 2013.", Relation.QUALIFIES, "order to go on in absen"),
    ],
)  # fmt: skip
def test_acts_told_in_plain_words(plain: Case, text: str, relation: Relation, reason: str) -> None:
    """Another outcome contradicts, another date qualifies."""
    told = found(checked(plain, text), "acts")
    assert any(one is relation and reason in words for one, words in told), told
    if relation is Relation.CONFIRMS:
        assert Relation.CONTRADICTS not in [one for one, _ in told]


@pytest.mark.parametrize(
    ("text", "rule", "relation", "reason"),
    [
        ("Otto Emil Brandt died in Lisbon in 2012.", "death", Relation.CONTRADICTS, "another date: death, 2015"),
        ("Otto Emil Brandt died in February 2015.", "death", Relation.CONFIRMS, "death, 2015-02-12"),
        ("Otto Emil Brandt was murdered in 2015.", "death", Relation.QUALIFIES, "how it came about is another"),
        ("Bolivia arrested Otto Emil Brandt in May 2011.", "visit", Relation.CONTRADICTS, "left without arrest"),
        ("Bolivia arrested Otto Brandt in 2011.", "visit", Relation.CONTRADICTS, "left without arrest"),
    ],
)  # fmt: skip
def test_deaths_and_visits(plain: Case, text: str, rule: str, relation: Relation, reason: str) -> None:
    told = found(checked(plain, text), rule)
    assert any(one is relation and reason in words for one, words in told), told


@pytest.mark.parametrize(
    "text",
    ["Otto Emil Brandt did not die in 2012.", "Argentina arrested Otto Emil Brandt in 2011.", "A man died in 2012."],
)
def test_what_is_not_told_meets_no_death_and_no_visit(plain: Case, text: str) -> None:
    page = checked(plain, text)
    assert [*found(page, "death"), *found(page, "visit")] == []


def test_a_name_of_its_own_is_not_that_of_the_sentence_before(plain: Case) -> None:
    page = checked(plain, "Tomás Rey was Minister of Harbours in 2000. Mayor Luis Conti was acquitted in 2004.")
    assert not any("Tomás Rey" in words for _, words in found(page, "acts"))


def test_names_side_by_side_are_one_where_the_file_has_it(plain: Case) -> None:
    on_file = OnFile(plain._connection)
    assert on_file.whole(("Ana", "Tomás", "Rey"), "Ana, Tomás Rey") == ("Ana", "Tomás Rey")
    assert on_file.whole(("Tomás", "Beltrán"), "Tomás Beltrán") == ("Tomás", "Beltrán")


def test_a_surname_leads_to_the_one_name_that_ends_in_it(plain: Case) -> None:
    on_file = OnFile(plain._connection)
    assert on_file.party_of("rey") == on_file.party_of("tomas rey") != "rey"
    assert on_file.party_of("tomas") == "tomas"  # a first name is none
    assert on_file.party_of("service") == "service"  # the name of a body ends in it, and no person's
    assert on_file.party_of("nobody") == "nobody"


def test_what_is_denied_is_not_told(plain: Case) -> None:
    told = found(checked(plain, "Interpol did not publish a red notice for Tomás Rey in 2002."), "acts")
    assert Relation.CONTRADICTS not in [one for one, _ in told]


def test_an_ended_notice_is_not_counted_as_one_in_force(plain: Case) -> None:
    page = checked(plain, "Interpol cancelled the red notices for 9 persons on 27 September 2005.")
    assert found(page, "count") == []


@pytest.mark.parametrize(
    ("text", "relation", "reason"),
    [
        ("Tomás Rey became Minister of Harbours in 1999.", Relation.CONFIRMS, "Minister of Harbours, from 1999-03"),
        ("Tomás Rey became Minister of Harbours in 1997.", Relation.CONTRADICTS, "of 1997 on file: Deputy Minister"),
        ("Tomás Rey was Minister of Harbours in 2000.", Relation.CONFIRMS, "Minister of Harbours, from 1999-03"),
        ("Tomás Rey was Minister of Harbours in 2007.", Relation.CONTRADICTS, "the post is not of 2007"),
        ("Tomás Rey was Minister of Harbours in 2001.", Relation.CONFIRMS, "Minister of Harbours"),
        ("Tomás Rey was Minister of Harbours from 1999 to 2001.", Relation.CONFIRMS, "Minister of Harbours, from"),
        ("Tomás Rey was Minister of Harbours from 1999 to 2005.", Relation.QUALIFIES, "Minister of Harbours, from"),
    ],
)  # fmt: skip
def test_posts_told_in_plain_words(plain: Case, text: str, relation: Relation, reason: str) -> None:
    told = found(checked(plain, text), "posts")
    assert any(one is relation and reason in words for one, words in told), told


def test_other_words_are_no_post(plain: Case) -> None:
    assert found(checked(plain, "Tomás Rey visited the harbours in 2007."), "posts") == []
