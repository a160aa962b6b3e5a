"""What is done faster than Jinja does it gives what Jinja gives: every text is escaped."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator.package import WORK, compiled_folder
from generator.render.compiled import Compiled
from generator.render.html import escaped
from generator.render.templates import templates_of

SIGNS = st.text(st.sampled_from("&<>\"'甲a;#39 "))
VALUES = st.one_of(SIGNS, SIGNS.map(Markup), st.text(), st.integers(), st.none(), st.booleans())
PIECES = "{% macro pair(x, y='<') %}<i>{{ x }}{{ y }}</i>{% endmacro %}"
PAGE = (
    "{% from 'pieces.html' import pair %}"
    "{% macro say(x) %}<b title='{{ x }}'>{{ x }}</b>{% endmacro %}"
    "{% macro around() %}<u>{{ caller() }}</u>{% endmacro %}"
    "{% set kept = x %}{% for one in [x, kept] %}{{ one }}{{ pair(one) }}{% endfor %}"
    "{{ pair(x, y=x) }}{{ pair(x, say(x)) }}{% call around() %}{{ x }}{% endcall %}"
    "{{ say(x) }}{{ '<' ~ x }}{{ x if x else '>' }}{{ x | upper }}"
)
JOIN = "{{ words | join('<') }}"


class Loud(str):
    """A string of another class, which says nothing about its markup."""


@given(VALUES)
def test_what_is_escaped_is_what_markupsafe_makes_of_it(value: object) -> None:
    assert str(escaped(value)) == str(escape(value))


def test_strings_of_other_classes_are_escaped_too() -> None:
    assert escaped(Loud("<甲>")) == "&lt;甲&gt;"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> jinja2.Environment:
    theme = tmp_path_factory.mktemp("theme")
    (theme / "page.html").write_text(PAGE, encoding="utf-8")
    (theme / "pieces.html").write_text(PIECES, encoding="utf-8")
    (theme / "join.html").write_text(JOIN, encoding="utf-8")
    return templates_of(theme)


@given(value=st.one_of(SIGNS, SIGNS.map(Markup)))
def test_a_page_is_what_plain_jinja_makes_of_it(value: str, ours: jinja2.Environment) -> None:
    pieces = jinja2.DictLoader({"pieces.html": PIECES})
    plain = jinja2.Environment(autoescape=True, loader=pieces).from_string(PAGE)
    assert ours.get_template("page.html").render(x=value) == plain.render(x=value)


@given(words=st.lists(st.one_of(SIGNS, SIGNS.map(Markup))))
def test_words_are_joined_as_words_whatever_markup_they_hold(
    words: list[str], ours: jinja2.Environment
) -> None:
    assert ours.get_template("join.html").render(words=words) == escape("<".join(words))


def made(theme: Path, compiled: Path, text: str, by: bytes = b"1") -> tuple[str, bytes]:
    """What a template of this text gives, and what is then kept of it in its one file."""
    (theme / "page.html").write_text(text, encoding="utf-8")
    loader, kept = jinja2.FileSystemLoader(theme), Compiled(compiled, by)
    environment = jinja2.Environment(autoescape=True, loader=loader, bytecode_cache=kept)
    page = environment.get_template("page.html").render(x="<")
    (file,) = compiled.iterdir()
    return page, file.read_bytes()


def test_an_edited_template_takes_the_place_of_what_was_kept(tmp_path: Path) -> None:
    places = tmp_path, tmp_path / "compiled"
    page, code = made(*places, "甲{{ x }}")
    assert made(*places, "甲{{ x }}") == (page, code) and page == "甲&lt;"
    assert made(*places, "乙{{ x }}") == ("乙&lt;", made(*places, "乙{{ x }}")[1])
    assert made(*places, "甲{{ x }}") == (page, code)


def test_what_was_compiled_by_something_else_is_compiled_anew(tmp_path: Path) -> None:
    places = tmp_path, tmp_path / "compiled"
    page, code = made(*places, "甲{{ x }}")
    assert made(*places, "甲{{ x }}", by=b"2") != (page, code)
    assert made(*places, "甲{{ x }}") == (page, code)


def test_compiled_templates_lie_where_python_keeps_our_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the theme is the root's own, or nothing may be written there."""
    root, own = tmp_path / "root", tmp_path / "own"
    (own / "theme").mkdir(parents=True)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "python"))
    assert compiled_folder(root).is_relative_to(tmp_path / "python")
    assert compiled_folder(own) == own / WORK / "templates"
    (tmp_path / "file").touch()
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "file"))
    assert compiled_folder(root) == root / WORK / "templates"
    monkeypatch.undo()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert compiled_folder(root) == root / WORK / "templates"
