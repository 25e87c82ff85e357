"""``make teams-app``: the app package to upload to Teams, from the manifest's template and icons drawn here."""

from __future__ import annotations

import json
import os
import re
import string
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from bot.settings import GUID

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "deploy" / "teams" / "manifest.json"
TARGET = ROOT / "dist" / "liaison-teams.zip"
NOBODY = "00000000-0000-0000-0000-000000000000"
DEFAULTS = {
    "app_id": NOBODY,
    "version": "1.0.0",
    "developer": "Liaison",
    "website": "https://www.un.org/en/",
    "privacy": "https://www.un.org/en/about-us/privacy-notice",
    "terms": "https://www.un.org/en/about-us/terms-of-use",
}
VARIABLES = {
    "app_id": "TEAMS_APP_ID", "version": "TEAMS_APP_VERSION", "developer": "TEAMS_APP_DEVELOPER",
    "website": "TEAMS_APP_WEBSITE", "privacy": "TEAMS_APP_PRIVACY", "terms": "TEAMS_APP_TERMS",
}  # fmt: skip
_HTTPS = (r"https://[^\s/]+\S*", "an address that begins with https://")
SHAPES = {
    "app_id": (GUID, "the Microsoft App ID of the registration"),
    "version": (r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", "three numbers, as 1.0.0"),
    "developer": (r"(?s).{1,32}", "a name of at most 32 characters"),
    "website": _HTTPS, "privacy": _HTTPS, "terms": _HTTPS,
}  # fmt: skip
"""What each value must look like for Teams to take the package, and how to say so."""
EPOCH = (2020, 1, 1, 0, 0, 0)
"""Date of the files inside: the same input gives the same package."""

Rgba = tuple[int, int, int, int]
SHRUNK, MIDDLE = 0.85, 0.53
"""The bubble in the coloured icon: so much smaller, its middle (with the tail) in the middle, inside the 120 by 120 pixels that Teams never crops."""
BLUE, WHITE, CLEAR = (0x1B, 0x5E, 0x9E, 255), (255, 255, 255, 255), (255, 255, 255, 0)


def manifest(values: Mapping[str, str]) -> dict[str, Any]:
    """The manifest for one registration; ``values`` are named as in ``DEFAULTS``."""
    filled = {k: json.dumps(v, ensure_ascii=False)[1:-1] for k, v in {**DEFAULTS, **values}.items()}
    # The schema's own address begins with a dollar sign as well, hence the safe form.
    data: dict[str, Any] = json.loads(string.Template(TEMPLATE.read_text(encoding="utf-8")).safe_substitute(filled))
    return data


# ------------------------------------------------------------------ icons: a speech bubble that holds a link


def _bubble(x: float, y: float, inset: float = 0.0) -> bool:
    """Whether a point of the unit square lies in the bubble, made smaller by ``inset``."""
    left, top, right, bottom, radius = 0.14 + inset, 0.18 + inset, 0.86 - inset, 0.70 - inset, max(0.14 - inset, 0.02)
    if left <= x <= right and top <= y <= bottom:
        dx = max(left + radius - x, x - (right - radius), 0.0)
        dy = max(top + radius - y, y - (bottom - radius), 0.0)
        if dx * dx + dy * dy <= radius * radius:
            return True
    reach = 0.88 - inset * 2.2
    return bottom - 0.02 <= y <= reach and 0.28 + inset <= x <= 0.28 + inset + (reach - y) * 0.95


def _link(x: float, y: float) -> bool:
    """Whether a point lies in the two dots and the bar between them."""
    near = min((x - 0.34) ** 2 + (y - 0.44) ** 2, (x - 0.66) ** 2 + (y - 0.44) ** 2)
    return near <= 0.082**2 or (0.34 <= x <= 0.66 and abs(y - 0.44) <= 0.026)


def _color(x: float, y: float) -> Rgba:
    x, y = 0.5 + (x - 0.5) / SHRUNK, MIDDLE + (y - 0.5) / SHRUNK
    return WHITE if _bubble(x, y) and not _link(x, y) else BLUE


def _outline(x: float, y: float) -> Rgba:
    return WHITE if (_bubble(x, y) and not _bubble(x, y, 0.065)) or _link(x, y) else CLEAR


def png(size: int, paint: Callable[[float, float], Rgba], fine: int = 4) -> bytes:
    """A square picture in RGBA; every pixel is the mean of ``fine`` by ``fine`` points."""
    rows = bytearray()
    points = fine * fine
    for row in range(size):
        rows.append(0)  # no filter
        for column in range(size):
            seen = [paint((column + (i + 0.5) / fine) / size, (row + (j + 0.5) / fine) / size) for i in range(fine) for j in range(fine)]
            rows += bytes(sum(p[channel] for p in seen) // points for channel in range(4))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b"")


def problems(values: Mapping[str, str]) -> list[str]:
    """What Teams would refuse in the values given, each with the next step."""
    found = []
    for name, (pattern, wanted) in SHAPES.items():
        if name in values and not re.fullmatch(pattern, values[name]):
            found.append(f"{VARIABLES[name]} is {values[name]!r}; give {wanted}, in the environment or in .env")
    return found


def build(target: Path, values: Mapping[str, str]) -> None:
    """Write the package."""
    files = {
        "manifest.json": json.dumps(manifest(values), ensure_ascii=False, indent=2).encode(),
        "color.png": png(192, _color),
        "outline.png": png(32, _outline),
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)


def borrowed(values: Mapping[str, str]) -> list[str]:
    """The default addresses that a package for real users would claim for itself."""
    return [
        f"{VARIABLES[name]} is not set: the package names {DEFAULTS[name]}; set it to your own, in the environment or in .env, and build again"
        for name in ("privacy", "terms")
        if values.get(name, DEFAULTS[name]) == DEFAULTS[name]
    ]


def main() -> None:
    given = {**dotenv_values(".env"), **os.environ}
    values = {name: value for name, variable in VARIABLES.items() if (value := given.get(variable))}
    if wrong := problems(values):
        sys.exit("\n".join(wrong))
    build(TARGET, values)
    print(TARGET.relative_to(ROOT))
    for warning in borrowed(values) if "app_id" in values else ():
        print(warning, file=sys.stderr)
    if "app_id" not in values:
        print("TEAMS_APP_ID is not set: this package is for looking at only; set it, in the environment or in .env, and build again", file=sys.stderr)


if __name__ == "__main__":
    main()
