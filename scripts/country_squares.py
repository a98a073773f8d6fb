"""Make the tile map of countries: one square for each ISO 3166-1 code, near to where the country lies.

    python scripts/country_squares.py            # writes src/foja/text/country_squares.toml
    python scripts/country_squares.py --check    # writes nothing, says whether it would change

Rough middles of countries, in whole degrees of latitude and longitude, typed for foja; no outline, no data of others.
Where many small countries lie close together the map is stretched, and a square goes to the nearest free place.
"""

from __future__ import annotations

import sys
from itertools import pairwise, product
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src" / "foja" / "text" / "country_squares.toml"
EAST = ((-180, 0), (-130, 3), (-85, 7), (-55, 12), (-25, 15), (-10, 17), (40, 28), (60, 31), (150, 41), (180, 44))
NORTH = ((84, 0), (72, 1), (60, 4), (35, 12), (10, 19), (-10, 23), (-35, 28), (-60, 31), (-85, 32))
"""Degrees and the place on the map, in squares; straight lines between."""
MIDDLES = """
AD 42 1 AE 24 54 AF 34 66 AG 17 -62 AI 18 -63 AL 41 20 AM 40 45 AO -12 18 AQ -80 0 AR -35 -65 AS -14 -170 AT 47 14
AU -25 134 AW 12 -70 AX 60 20 AZ 40 48 BA 44 18 BB 13 -59 BD 24 90 BE 51 4 BF 12 -2 BG 43 25 BH 26 51 BI -3 30
BJ 9 2 BL 18 -63 BM 32 -65 BN 4 115 BO -17 -65 BQ 12 -68 BR -10 -53 BS 24 -76 BT 27 90 BV -54 3 BW -22 24 BY 53 28
BZ 17 -88 CA 58 -105 CC -12 97 CD -3 23 CF 7 21 CG -1 15 CH 47 8 CI 8 -6 CK -21 -160 CL -32 -71 CM 5 12 CN 35 103
CO 4 -73 CR 10 -84 CU 22 -79 CV 16 -24 CW 12 -69 CX -10 106 CY 35 33 CZ 50 15 DE 51 10 DJ 12 43 DK 56 10 DM 15 -61
DO 19 -70 DZ 28 3 EC -2 -78 EE 59 26 EG 27 30 EH 25 -13 ER 15 39 ES 40 -4 ET 9 39 FI 63 26 FJ -18 178 FK -52 -59
FM 7 158 FO 62 -7 FR 46 2 GA -1 12 GB 54 -2 GD 12 -62 GE 42 43 GF 4 -53 GG 50 -3 GH 8 -1 GI 36 -5 GL 72 -40
GM 13 -16 GN 10 -11 GP 16 -62 GQ 2 10 GR 39 22 GS -54 -37 GT 15 -90 GU 13 145 GW 12 -15 GY 5 -59 HK 22 114
HM -53 73 HN 15 -87 HR 45 16 HT 19 -73 HU 47 19 ID -3 118 IE 53 -8 IL 31 35 IM 54 -5 IN 21 78 IO -6 72 IQ 33 44
IR 32 54 IS 65 -18 IT 43 12 JE 49 -2 JM 18 -77 JO 31 37 JP 37 138 KE 1 38 KG 41 75 KH 13 105 KI 0 173 KM -12 44
KN 17 -63 KP 40 127 KR 36 128 KW 29 48 KY 19 -81 KZ 48 67 LA 18 103 LB 34 36 LC 14 -61 LI 47 9 LK 7 81 LR 6 -9
LS -29 28 LT 55 24 LU 50 6 LV 57 25 LY 27 17 MA 32 -6 MC 44 7 MD 47 29 ME 43 19 MF 18 -63 MG -19 47 MH 9 168
MK 42 22 ML 17 -4 MM 21 96 MN 47 104 MO 22 113 MP 16 146 MQ 15 -61 MR 20 -10 MS 17 -62 MT 36 14 MU -20 57
MV 3 73 MW -13 34 MX 24 -102 MY 4 102 MZ -18 35 NA -22 17 NC -21 165 NE 17 9 NF -29 168 NG 9 8 NI 13 -85 NL 52 5
NO 61 9 NP 28 84 NR -1 167 NU -19 -170 NZ -42 173 OM 21 57 PA 9 -80 PE -9 -75 PF -15 -140 PG -6 145 PH 12 122
PK 30 70 PL 52 20 PM 47 -56 PN -24 -128 PR 18 -66 PS 32 35 PT 39 -8 PW 7 134 PY -23 -58 QA 25 51 RE -21 55 RO 46 25
RS 44 21 RU 62 95 RW -2 30 SA 24 45 SB -9 160 SC -5 55 SD 15 30 SE 62 16 SG 1 104 SH -16 -6 SI 46 15 SJ 78 18
SK 49 19 SL 8 -12 SM 44 12 SN 14 -14 SO 5 46 SR 4 -56 SS 7 30 ST 0 7 SV 14 -89 SX 18 -63 SY 35 38 SZ -27 31
TC 22 -72 TD 15 19 TF -49 69 TG 8 1 TH 15 101 TJ 39 71 TK -9 -172 TL -9 126 TM 39 59 TN 34 9 TO -20 -175 TR 39 35
TT 11 -61 TV -8 178 TW 24 121 TZ -6 35 UA 49 32 UG 1 32 UM 19 167 US 39 -98 UY -33 -56 UZ 41 64 VA 42 12 VC 13 -61
VE 7 -66 VG 18 -64 VI 18 -65 VN 16 108 VU -16 167 WF -13 -177 WS -14 -172 YE 15 48 YT -13 45 ZA -30 24 ZM -14 28
ZW -19 30
"""


def place(degrees: float, scale: tuple[tuple[int, int], ...]) -> float:
    """Where a degree stands on the map."""
    for (first, at), (last, to) in pairwise(scale):
        low, high = sorted((first, last))
        if low <= degrees <= high:
            return at + (to - at) * (degrees - first) / (last - first)
    raise ValueError(degrees)


def tiles() -> dict[str, tuple[int, int]]:
    """Column and row of each code: the nearest free place, then moves and swaps while they bring squares nearer."""
    words = MIDDLES.split()
    wanted = {
        code: (place(float(words[n + 2]), EAST), place(float(words[n + 1]), NORTH))
        for n, code in enumerate(words)
        if n % 3 == 0
    }
    cells = list(product(range(EAST[-1][1] + 1), range(NORTH[-1][1] + 1)))

    def far(code: str, cell: tuple[int, int]) -> float:
        return (wanted[code][0] - cell[0]) ** 2 + (wanted[code][1] - cell[1]) ** 2

    at: dict[str, tuple[int, int]] = {}
    taken: dict[tuple[int, int], str] = {}
    for code in sorted(wanted):
        at[code] = min((cell for cell in cells if cell not in taken), key=lambda cell: (far(code, cell), cell))
        taken[at[code]] = code
    moved = True
    while moved:
        moved = False
        for code in sorted(at):
            here = at[code]
            for cell in cells:
                other = taken.get(cell)
                gain = far(code, here) - far(code, cell)
                if other is not None:
                    gain += far(other, cell) - far(other, here)
                if gain > 1e-9:
                    at[code], taken[cell] = cell, code
                    if other is None:
                        del taken[here]
                    else:
                        at[other], taken[here] = here, other
                    here, moved = cell, True
    return at


def text() -> str:
    head = "# Column and row of each country on the map, from the top left. Made by scripts/country_squares.py.\n\n"
    return head + "".join(f"{code} = [{x}, {y}]\n" for code, (x, y) in sorted(tiles().items()))


if __name__ == "__main__":
    made = text()
    if "--check" in sys.argv:
        sys.exit(0 if OUT.read_text("utf-8") == made else f"{OUT} would change")
    OUT.write_text(made, "utf-8")
