"""Hooks: what a plugin can add. Everything that foja ships goes through the same hooks.

A plugin is a package with an entry point in the group ``foja``. Hooks return small descriptions; the
heavy import happens in the worker that needs it, so that a plugin never slows ``foja --help``.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any, cast

import pluggy

from foja.model.record import Record
from foja.model.stage import Stage

GROUP = "foja"
hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


class StageEntry(Record, frozen=True):
    """Where a stage is found. ``name``: the place it takes in the flow (``extract``); ``target`` and
    ``setting``: ``module:attribute`` of the stage and of its default setting."""

    name: str
    target: str
    setting: str


class Hooks:
    """The hook specifications."""

    @hookspec
    def foja_stages(self) -> list[StageEntry]:
        """Stages to use; a plugin's stage replaces foja's own stage of the same name."""
        return []

    @hookspec
    def foja_commands(self, cli: Any) -> None:
        """Add click commands to the group ``cli``."""


class Shipped:
    """foja's own stages, through the hooks that others use."""

    @hookimpl(trylast=True)
    def foja_stages(self) -> list[StageEntry]:
        return [
            StageEntry(name="read", target="foja.read.stage:READ", setting="foja.read.limits:DEFAULT"),
            StageEntry(
                name="read.scan", target="foja.read.scan.stage:READ_SCAN", setting="foja.read.scan.records:DEFAULT"
            ),
            StageEntry(name="extract", target="foja.extract.stage:EXTRACT", setting="foja.extract.stage:DEFAULT"),
            StageEntry(name="resolve", target="foja.resolve.stage:NAMES", setting="foja.resolve.stage:DEFAULT"),
            StageEntry(name="weigh.sketch", target="foja.weigh.stage:SKETCH", setting="foja.weigh.stage:DEFAULT"),
            StageEntry(name="weigh.compare", target="foja.weigh.stage:COMPARE", setting="foja.weigh.stage:DEFAULT"),
            StageEntry(name="weigh.meaning", target="foja.weigh.meaning:MEANING", setting="foja.weigh.meaning:DEFAULT"),
            StageEntry(name="weigh.across", target="foja.weigh.meaning:ACROSS", setting="foja.weigh.meaning:DEFAULT"),
        ]


@cache
def manager() -> pluggy.PluginManager:
    """The plugin manager with foja's own plugin and those installed beside it."""
    found = pluggy.PluginManager(GROUP)
    found.add_hookspecs(Hooks)
    found.register(Shipped(), name="foja.shipped")
    found.load_setuptools_entrypoints(GROUP)
    return found


def _attribute(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


@cache
def stage(name: str) -> tuple[Stage, Record]:
    """The stage that takes the place ``name`` in the flow, and its setting."""
    for entries in manager().hook.foja_stages():
        for entry in entries:
            if entry.name == name:
                return cast(Stage, _attribute(entry.target)), cast(Record, _attribute(entry.setting))
    raise LookupError(f"no stage takes the place {name!r}")
