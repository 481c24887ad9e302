"""Finds the executor that the command line names: `dask://HOST:PORT`, or `module:factory`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tosgen.errors import Refused, Unavailable
from tosgen.fleet.crew import Crew, Given
from tosgen.fleet.stock import Kit
from tosgen.saying import Said, say
from tosgen.sources.faults import brief, near

_DASK = re.compile(r"dask://(?P<address>[A-Za-z0-9.-]+:[0-9]{1,5}|\[[0-9A-Fa-f:.]+\]:[0-9]{1,5})")
_FACTORY = re.compile(r"(?P<module>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)")
_WHERE = "--executor"


def executor(named: str, kit: Kit | None) -> Crew:
    """The crew behind a name. Refused (`unknown-executor`), or Unavailable if what is named cannot be had."""
    if found := _DASK.fullmatch(named):
        return _cluster(found["address"], kit)
    if found := _FACTORY.fullmatch(named):
        factory = _Factory(found["module"], found["name"])
        return Given(factory)
    hint = say("write dask://HOST:PORT, or module:factory")
    raise Refused.one("unknown-executor", say("{text} names no executor", text=brief(named)), _WHERE, hint)


def _cluster(address: str, kit: Kit | None) -> Crew:
    if find_spec("distributed") is None:
        hint = say("pip install 'tosgen[cluster]'")
        raise Unavailable.one("missing-extra", say("dask is not installed"), _WHERE, hint)
    from tosgen.fleet.cluster import Cluster  # noqa: PLC0415  # half a second, and an extra

    return Cluster(address, kit)


class _Factory:
    """Makes the executor that a function of the user's gives."""

    def __init__(self, module: str, name: str) -> None:
        self._named = f"{module}:{name}"
        self._make = _found(module, name)

    def __call__(self) -> Executor:
        try:
            made = self._make()
        except (Exception, SystemExit) as error:
            what = say("{name} failed: {error}", name=self._named, error=f"{type(error).__name__}: {error}")
            raise Unavailable.one("executor", what, _WHERE) from error
        if not isinstance(made, Executor):
            what = say("{name} gives a {kind}, no concurrent.futures.Executor", name=self._named,
                       kind=type(made).__name__)  # fmt: skip
            raise _refused(what, say("give one, as ProcessPoolExecutor() does"))
        return made


def _found(module: str, name: str) -> Callable[[], object]:
    if "" not in sys.path and "." not in sys.path:
        sys.path.append(".")  # a factory beside one's profiles; last, so that it hides nothing
    try:
        found: Any = import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise _refused(say("{module} cannot be imported: {error}", module=module, error=error), "") from error
        hint = say("install it, or run where it lies")
        raise _refused(say("there is no module '{module}'", module=module), hint) from None
    except (Exception, SystemExit) as error:
        text = f"{type(error).__name__}: {error}"
        raise _refused(say("{module} cannot be imported: {error}", module=module, error=text), "") from error
    for part in name.split("."):
        there = [each for each in vars(found) if not each.startswith("_")] if hasattr(found, "__dict__") else []
        if not hasattr(found, part):
            what = say("the module '{module}' has no '{name}'", module=module, name=name)
            raise _refused(what, near(part, there))
        found = getattr(found, part)
    if not callable(found):
        raise _refused(say("'{name}' is no function that makes an executor", name=f"{module}:{name}"), "")
    return found  # type: ignore[no-any-return]  # what it gives is looked at


def _refused(what: Said, hint: str) -> Refused:
    return Refused.one("unknown-executor", what, _WHERE, hint)
