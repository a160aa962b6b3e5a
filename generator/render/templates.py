"""The theme's templates of pages: Jinja, autoescaped, with what it does most often done faster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Call, Getattr
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup

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
        cache_size=-1,
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
        made.root_render_func.__globals__.update(escape=escaped, Macro=_macro)
        return made


def _macro(
    environment: Environment, func: Any, name: str, arguments: tuple[str, ...], *asks: bool
) -> Callable[..., str]:
    """A macro as a plain function, half as dear: called with words in their order it asks nothing.

    `asks`: whether it takes other names, more words, a caller; and whether its words are escaped.
    """
    made = Macro(environment, func, name, list(arguments), *asks)
    if any(asks[:3]):
        return made
    func.__defaults__ = (missing,) * len(arguments)  # its own defaults take their place
    return lambda *args, **named: made(*args, **named) if named else Markup(func(*args))


class _Code(CodeGenerator):
    """Python as one would write it: a dot is a dot, what is called is called.

    Values are records of ours: no dot ever means the key of a mapping. A story's page calls 14
    macros and no function that wants the context: Jinja asks of each anew what it wants.
    """

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 - as in Jinja
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(  # noqa: N802
        self, node: Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        self.visit(node.node, frame)
        self.write("(*()")  # a signature begins with a comma
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")


class _Templates(Environment):
    template_class = _Template
    code_generator_class = _Code

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain mapping: a page compares its names with those of what it imports, 20 µs."""
        return {**self.globals, **(d or {})}
