"""Makes every PDF that the site asks for; what the cache lacks is typeset anew."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import signal
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from generator import pictures
from generator.model.output import Typeset
from generator.model.problem import MAKE, Words
from generator.pictures.cache import keep, key_of, recall, replace
from generator.typeset.failures import FontMissing, GlyphMissing
from generator.typeset.fonts import faces, known_fonts, settle, undrawable
from generator.typeset.typesetter import TEMPLATES, typesetter

ROLES = ("title", "page", "h1", "h2")  # what the templates are set in: 宋体, 黑体, 楷体
NO_FONT = Words(
    f"没有中文字体，风采录、海报和标示牌的 PDF 没有做；运行 {MAKE} fonts，或安装 fonts-noto-cjk",
    f"no Chinese font: no PDFs of yearbooks, posters and signs; run {MAKE} fonts",
)
GETA = "〓"  # what printers have always set for a type they lack
_BOOK = 100_000  # characters of data: twenty stories
_Progress = Callable[[int, int], None]


class Print(Struct, frozen=True):
    """A finished PDF; `lacking` are characters that no font draws, printed as `GETA`."""

    content: bytes
    lacking: str = ""


def make(
    jobs: Sequence[Typeset], out: Path, root: Path, cache: Path, progress: _Progress
) -> Words | None:
    """Makes each job's PDF at `out/<job.path>`; says which characters no font draws.

    `root` may hold fonts, `cache` is its folder for pictures and PDFs; the bytes depend on the
    jobs, the templates and the fonts only. Raises OSError, FontMissing, TypesettingFailed, and
    SourceChanged where a picture is no longer sound.
    """
    lacking = []
    known = known_fonts(root)
    mark = _mark(known)
    for job in jobs:
        key = key_of("print", mark, job.template, job.data, _shown(job), job.written)
        if (kept := recall(cache, key)) is None:
            made = _typeset(job, root, cache, progress, known)
            kept = json.dumps(made.lacking).encode() + b"\n" + made.content
            keep(cache, key, kept)
        head, _, content = kept.partition(b"\n")
        lacking += json.loads(head)
        _put(out / job.path, content)
    return _told(lacking) if lacking else None


def typeset(job: Typeset, root: Path, cache: Path, progress: _Progress) -> Print:
    """One PDF, made anew; see `make`.

    A book is set by a process of its own, which gives its 500 MB and more back to the machine: what
    Typst has set once it keeps for the next, so that books would add up. A new interpreter, for a
    forked one would wait for ever for threads that Typst has started here.
    """
    return _typeset(job, root, cache, progress, known_fonts(root))


def _typeset(job: Typeset, root: Path, cache: Path, progress: _Progress, known: str) -> Print:
    if len(job.data) < _BOOK:
        return _set(job, root, known, lambda to: pictures.make(job.pictures, to, cache, progress))
    with TemporaryDirectory(prefix="showcase-") as laid:
        pictures.make(job.pictures, Path(laid), cache, progress)
        apart = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, apart, initializer=_leave_interrupts) as other:
            return other.submit(_set_there, job, root, known, Path(laid)).result()


def _set_there(job: Typeset, root: Path, known: str, laid: Path) -> Print:
    return _set(job, root, known, lambda to: shutil.copytree(laid, to, dirs_exist_ok=True))


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that waits


def _set(job: Typeset, root: Path, known: str, lay: Callable[[Path], object]) -> Print:
    by = typesetter(root.resolve(), known)
    lacking = undrawable(job.data, ROLES, by.faces)
    data = job.data.translate(dict.fromkeys(map(ord, lacking), GETA))
    settled = settle(((role, data) for role in ROLES), by.faces)
    fonts = {role: settled.chains[role] for role in ROLES} | {"latin": settled.latin}
    whole = f'{{"fonts":{json.dumps(fonts)},"told":{data}}}'
    return Print(by.compile(job.template, whole, job.written, lay), lacking)


def _told(lacking: Iterable[str]) -> Words:
    """What to say of characters that no font draws."""
    words = GlyphMissing("".join(dict.fromkeys(lacking))).words
    return Words(f"{words.zh}；PDF 里先印作{GETA}", f"{words.en}; the PDFs show {GETA} instead")


def can_print(root: Path, cache: Path) -> bool:
    """Whether there are faces to print with; remembered until a font comes or goes."""
    known = known_fonts(root)
    key = key_of("can print", _mark(known))
    kept = recall(cache, key)
    if kept is None:
        try:
            undrawable("", ROLES, faces(root.resolve(), known))
            kept = b"yes"
        except FontMissing:
            kept = b"no"
        keep(cache, key, kept)
    return kept == b"yes"


def _mark(known: str) -> str:
    """Changes whenever the program, its templates or the fonts would print another page."""
    told = sha256(known.encode())
    for template in sorted(TEMPLATES.glob("*.typ")):
        told.update(template.read_bytes())
    return f"{version('typst')} {told.hexdigest()}"


def _shown(job: Typeset) -> tuple[object, ...]:
    """The pictures by what makes their bytes: their names hold the sources' digests."""
    return tuple((p.path, p.width, p.height, p.crop, p.focus, p.format) for p in job.pictures)


def _put(file: Path, content: bytes) -> None:
    if file.is_file() and file.read_bytes() == content:
        return
    replace(file, content)
