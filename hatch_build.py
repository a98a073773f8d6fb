"""Build hook: a wheel contains the third-party files of the pages, fetched by their pins.

A build where they are already there with the right digests fetches nothing.
Set ``FOJA_BUILD_WITHOUT_ASSETS=1`` to build without them (pages then fall back to the fonts of the
machine and work without partial updates).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Calls ``scripts/assets.py`` before a wheel is put together."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or os.environ.get("FOJA_BUILD_WITHOUT_ASSETS") == "1":
            return
        sys.path.insert(0, str(Path(self.root) / "scripts"))
        try:
            import assets  # the script beside pyproject, not a package
        finally:
            sys.path.pop(0)
        for name in assets.ensure():
            self.app.display_info(f"fetched {name}")
