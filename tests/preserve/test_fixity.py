"""The rolling check of the vault: every blob once in n checks, whatever happens between them."""

from __future__ import annotations

import hashlib
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.model.errors import UsageError
from foja.preserve.fixity import MOST_PARTS, SPACE, Arc, check_arc, coverage, next_arc
from foja.preserve.vault import Vault

places = st.one_of(st.sampled_from([0, 1, SPACE // 2, SPACE - 1]), st.integers(0, SPACE - 1))
shares = st.integers(1, 120)


def digest(place: int) -> str:
    return f"{place:064x}"


def arcs_after(last: Arc | None, parts: list[int]) -> list[Arc]:
    made = []
    for one in parts:
        last = next_arc(last, one)
        made.append(last)
    return made


@given(before=st.lists(shares, max_size=6), parts=shares, data=st.data())
@settings(max_examples=150, deadline=None)
def test_n_checks_of_one_nth_read_every_blob_exactly_once(before: list[int], parts: int, data: st.DataObject) -> None:
    """Wherever the earlier checks ended, and whatever is added while they run. A blob that is added in between was
    read back when it was written; it is read at most once more."""
    last = (arcs_after(None, before) or [None])[-1]
    vault = set(data.draw(st.lists(places, max_size=12), "there before"))
    first = frozenset(vault)
    reads = dict.fromkeys(vault, 0)
    edges: set[int] = set()
    for number in range(parts):
        last = next_arc(last, parts)
        edges |= {int(last.low, 16), (int(last.high, 16) - 1) % SPACE, int(last.high, 16)}
        if number < 3:
            new = (
                set(data.draw(st.lists(st.one_of(places, st.sampled_from(sorted(edges))), max_size=3), "added")) - vault
            )
            vault |= new
            reads |= dict.fromkeys(new, 0)
        for place in vault:
            reads[place] += last.holds(digest(place))
    assert {reads[place] for place in first} <= {1}
    assert all(count <= 1 for count in reads.values())


@given(before=st.lists(shares, max_size=4), parts=shares)
@settings(deadline=None)
def test_n_arcs_of_one_nth_are_the_whole_ring_without_overlap(before: list[int], parts: int) -> None:
    last = (arcs_after(None, before) or [None])[-1]
    arcs = arcs_after(last, [parts] * parts)
    assert SPACE == sum(arc.width for arc in arcs)
    assert all(one.high == two.low for one, two in pairwise(arcs))
    assert arcs[0].low == arcs[-1].high
    assert (parts, SPACE) == coverage(reversed(arcs))


@given(
    parts=st.lists(st.integers(1, 9), min_size=1, max_size=14),
    late=st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=3),
)
@settings(max_examples=400, deadline=None)
def test_coverage_never_says_more_than_the_arcs_hold(parts: list[int], late: list[tuple[int, int]]) -> None:
    """Also where several checks at the same time read the same arc, and one was recorded late."""
    arcs = arcs_after(None, parts)
    for which, at in late:
        arcs.insert(at % (len(arcs) + 1), arcs[which % len(arcs)])
    count, covered = coverage(reversed(arcs))
    used = arcs[len(arcs) - count :]
    edges = sorted({0, *(int(end, 16) for arc in arcs for end in (arc.low, arc.high))})
    held = sum(
        high - low for low, high in pairwise([*edges, SPACE]) if any(arc.holds(digest(low)) for arc in used)
    )  # between two edges nothing begins or ends
    assert covered <= held
    if not late:
        assert min(covered, SPACE) == held
        assert covered < SPACE or count == 1 or coverage(reversed(used[1:]))[1] < SPACE  # the oldest was needed


@pytest.mark.parametrize("parts", [0, -1, MOST_PARTS + 1])
def test_a_share_that_is_none(parts: int) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        next_arc(None, parts)


# -- on files


def fill(vault: Vault, order: list[int]) -> set[str]:
    return {vault.put(f"content {n}".encode()).sha256 for n in order}


def nothing(low: str, high: str) -> dict[str, str]:
    return {}


@given(order=st.permutations(range(40)), parts=st.integers(1, 7))
@settings(max_examples=10, deadline=None)
def test_the_order_in_which_files_came_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], parts: int
) -> None:
    one, two = (Vault(tmp_path_factory.mktemp("vault") / "v") for _ in range(2))
    digests = fill(one, sorted(order))
    assert digests == fill(two, order)
    last, read = None, []
    for _ in range(parts):
        last = next_arc(last, parts)
        seen = [check_arc(vault, last, nothing) for vault in (one, two)]
        assert seen[0] == seen[1]
        read.append(seen[0].blobs)
    assert 40 == sum(read)


def test_each_file_is_opened_once_and_only_on_the_arc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault(tmp_path / "v")
    digests = fill(vault, list(range(60)))
    opened: list[str] = []
    real = Vault.inspect
    monkeypatch.setattr(Vault, "inspect", lambda self, one, second=None: opened.append(one) or real(self, one, second))
    last = next_arc(None, 2)  # the ring is then read from its middle
    for _ in range(5):
        last = next_arc(last, 5)
        before = len(opened)
        report = check_arc(vault, last, nothing)
        assert report.blobs == len(opened) - before
        assert all(last.holds(one) for one in opened[before:])
    assert digests == set(opened)
    assert len(digests) == len(opened)


def test_an_arc_holds_its_first_digest_and_not_its_last(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "v")
    digests = sorted(fill(vault, list(range(30))))
    inner = check_arc(vault, Arc(low=digests[3], high=digests[9], part=1, parts=2), nothing)
    outer = check_arc(vault, Arc(low=digests[9], high=digests[3], part=2, parts=2), nothing)
    assert (6, 24) == (inner.blobs, outer.blobs)


def test_damage_is_named_with_what_to_do(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "v")
    digests = sorted(fill(vault, list(range(20))))
    whole, altered, linked, folder, second = digests[:5]
    lost = hashlib.sha256(b"lost").hexdigest()
    vault.path(altered).chmod(0o644)
    vault.path(altered).write_bytes(b"other")
    vault.path(linked).rename(tmp_path / "elsewhere")
    vault.path(linked).symlink_to(tmp_path / "elsewhere")
    vault.path(folder).unlink()
    vault.path(folder).mkdir()
    known = dict.fromkeys(digests, "") | {lost: "", second: "0" * 128}

    def named(low: str, high: str) -> dict[str, str]:
        return {one: two for one, two in known.items() if low <= one < high}

    report = check_arc(vault, next_arc(None, 1), named)
    assert {altered, linked, folder, second} == set(report.altered)
    assert (lost,) == report.missing
    assert 3 == report.exit_code
    assert 5 == len(report.findings)
    assert all(finding.next and finding.where for finding in report.findings)
    assert {altered, linked, folder, second, lost} == {Path(finding.where).name for finding in report.findings}
    assert whole not in str(report.findings)


def test_an_empty_vault_is_whole(tmp_path: Path) -> None:
    report = check_arc(Vault(tmp_path / "v"), next_arc(None, 1), nothing)
    assert (0, 0, 0) == (report.blobs, report.bytes, report.exit_code)


def test_what_is_recorded_stays_small() -> None:
    """Two ends and four numbers, however many files lie between them."""
    from foja.model.record import encode

    arc = next_arc(Arc(low=digest(7), high=digest(random.Random(1).randrange(SPACE)), part=3, parts=90), 90)
    assert 200 > len(encode(arc))
