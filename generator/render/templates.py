"""The theme's templates of pages: Jinja, autoescaped, with what it does most often done faster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context, Macro

from generator.render.breaks import clauses, soft
from generator.render.compiled import Compiled
from generator.render.html import escaped, tied


def templates_of(theme: Path, compiled: Path | None = None) -> Environment:
    """The templates of a theme's folder, compiled on first use; `compiled` keeps them for later.

    They are given records: an attribute that is not there is a bug, an AttributeError.
    """
    made = _Templates(
        loader=FileSystemLoader(theme),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=Compiled(compiled, _compiler()) if compiled else None,
    )
    made.filters["soft"] = soft
    made.filters["clauses"] = clauses
    made.filters["tied"] = tied
    made.filters["join"] = _join
    return made


def _compiler() -> bytes:
    return jinja2.__version__.encode() + Path(__file__).read_bytes()


def _join(words: Iterable[str], mark: str = "") -> str:
    """Jinja's own join asks each time whether it must await and escape: 4 µs."""
    return mark.join(words)


class _Template(Template):
    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        made = super().from_code(environment, code, globals, uptodate)
        made.root_render_func.__globals__["escape"] = escaped
        return made


class _Context(Context):
    """A story's page calls 14 macros: Jinja asks of each anew what it wants to be passed."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        """As a template calls what it names; `named` may hold two words for Jinja itself."""
        if type(called) is not Macro:
            return super().call(called, *args, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(self.eval_ctx, *args, **named)


class _Templates(Environment):
    """Values are records of ours: no dot ever means the key of a mapping."""

    template_class = _Template
    context_class = _Context
    getattr = staticmethod(getattr)  # type: ignore[assignment]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain mapping: a page compares its names with those of what it imports, 20 µs."""
        return {**self.globals, **(d or {})}
