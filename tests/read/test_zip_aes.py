"""ZIP archives under AES, as other programs write them: opened with a password, told apart from damage."""

from __future__ import annotations

import io
import struct
import zipfile
from base64 import b85decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.errors import Gap
from foja.model.source import Member, Original
from foja.model.text import Reading
from foja.read.limits import Limits
from foja.read.stage import READ

TEXT = "The clerk of the harbour court read the register aloud. " * 3
MADE = {
    128: (
        "P)h>@6aWDLV*qlVdtCqk002t>005`}000O83jl3pZEr4gcys}o2LJ*9K}7)w0Q9&$2u{YBZZGpALE-W5mMV$Oo>#R;%7_1%c"
        "$=z5HM+zirb6jzWIQYQtR}~)+{O$w#|?<?rk}VDSE&%xSP+y1dJv9>(jHjeP)h*<6ay3h0RUqFa-Mr#00000O8@`>r~m)}2m"
        "lKJ0000000000fB^si003=eZEr4gcys}o2LJ*9K}7)w08mQ>1^@s60096206_o%0DJ%d0000"
    ),
    256: (
        "P)h>@6aWDLV*qlVdtCqk002_}005`}000O83jl3pZEr4gcys}o2LJ*9K}7=y08Z#7dBU{nGPQ>k$n?~J*(gD}ILiku0u_E5L"
        "Tz0rvPL%KgylH6NGE0Ylke#8%zj?d3#lBYtFTOpR29YAG)rUI9n;%E3_6{>sUBFQp|uoiP)h*<6ay3h0RUqFa-Mr#00000Qv"
        "d(}r~m)}2mlKJ0000000000fB^si003=eZEr4gcys}o2LJ*9K}7=y08mQ>1^@s60096206_o%0E7Sl0000"
    ),
}  # fmt: skip
"""An archive with ``memo.txt`` (``TEXT``), made with pyzipper 0.3.6, password "sesame", by the bits of its key."""


def read(content: bytes, *passwords: str) -> list[object]:
    original = Original(sha256="s", name="box.zip", content=content, passwords=passwords)
    return list(READ.run(original, setting=Limits()))


@pytest.mark.parametrize("bits", MADE)
def test_a_password_opens_what_another_program_locked(bits: int) -> None:
    _, reading, member = read(b85decode(MADE[bits]), "wrong", "sesame")
    assert isinstance(reading, Reading) and reading.unlocked and reading.notes == ()
    assert isinstance(member, Member) and ("memo.txt", TEXT.encode()) == (member.name, member.content)


@pytest.mark.parametrize(("passwords", "words"), [((), "needs a password"), (("wrong", ""), "none of the passwords")])
def test_without_the_password_the_gap_asks_for_one(passwords: tuple[str, ...], words: str) -> None:
    with pytest.raises(Gap) as gap:
        read(b85decode(MADE[256]), *passwords)
    assert "encrypted" == gap.value.code and words in gap.value.what and "--password-file" in gap.value.next


def test_what_was_altered_is_not_given_out() -> None:
    content = bytearray(b85decode(MADE[128]))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        info = package.infolist()[0]
    name, extra = struct.unpack("<HH", content[info.header_offset + 26 : info.header_offset + 30])
    content[info.header_offset + 30 + name + extra + 24] ^= 1
    with pytest.raises(Gap) as gap:
        read(bytes(content), "sesame")
    assert "encrypted" == gap.value.code


@given(st.sampled_from(sorted(MADE)), st.integers(0, 10_000), st.integers(0, 255), st.booleans())
def test_no_damage_breaks_the_reader(bits: int, place: int, value: int, cut: bool) -> None:
    content = bytearray(b85decode(MADE[bits]))
    place %= len(content)
    content = content[:place] if cut else content[:place] + bytes([value]) + content[place + 1 :]
    try:
        read(bytes(content), "sesame")
    except Gap as gap:
        assert gap.code and gap.what
