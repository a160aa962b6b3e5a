"""Photos made small: this program's pictures against the same work by libvips, and its memory.

`python -m benchmarks.resizing MAKER IN OUT` does the work once; `bench_resizing` measures it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Failed, Run, run
from benchmarks.pictures import SIZE, photo
from benchmarks.report import table

WIDTHS = (400, 800, 1600)  # of WebP; the largest as JPEG too
SHARE = (1200, 630)  # a JPEG, cut
HERE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Resizing:
    """The runs of one maker over the same photos; `cold` made all of them."""

    maker: str
    cold: Run
    warm: Run | None
    weight: int


def bench_resizing(folder: Path, photos: int) -> list[Resizing]:
    """Makes `photos` photos with every maker that is installed; two are drawn, then copied.

    Copies differ in a byte behind the picture, so that no cache knows them.
    """
    source = folder / "photos"
    source.mkdir()
    drawn = [photo(number) for number in range(2)]
    for number in range(photos):
        content = drawn[number % 2] + number.to_bytes(4, "big")
        (source / f"{number:05}.jpg").write_bytes(content)
    found = []
    for maker in MAKERS:
        out = folder / maker
        command = [sys.executable, "-m", "benchmarks.resizing", maker, str(source), str(out)]
        try:
            cold = run(command, HERE)
        except Failed as failure:
            print(f"{maker} did not run: {str(failure).splitlines()[-1]}", file=sys.stderr)
            continue
        warm = run(command, HERE) if maker == "showcase" else None
        weight = sum(path.stat().st_size for path in out.glob("*.*"))
        found.append(Resizing(maker, cold, warm, weight))
        shutil.rmtree(out)
    return found


def resizing_report(found: list[Resizing], photos: int) -> str:
    """Seconds a photo, memory and weight of every maker."""
    rows = []
    for each in found:
        warm = f"{each.warm.seconds / photos:.4f}" if each.warm else "–"
        cpu = "–" if each.cold.cpu is None else f"{each.cold.cpu / photos:.3f}"
        peak = "–" if each.cold.peak is None else f"{each.cold.peak:.0f}"
        rows.append(
            (
                *(each.maker, f"{each.cold.seconds / photos:.3f}", cpu, warm, peak),
                f"{each.weight / photos / 1000:.0f}",
            )
        )
    head = ("", "s a photo", "CPU s a photo", "warm, s a photo", "peak MB", "KB a photo")
    title = f"## {photos} photos of 12 megapixels, five pictures of each"
    return f"{title}\n\n{table(head, rows)}\n"


def _showcase(source: Path, out: Path) -> None:
    from generator import pictures
    from generator.model.output import ImageFormat, Resized

    def job(path: Path, width: int, height: int, format: ImageFormat, crop: bool) -> Resized:
        name = f"{path.stem}-{width}{'-og' if crop else ''}.{format}"
        return Resized(name, path, width, height, format, crop)

    jobs = []
    for path in sorted(source.iterdir()):
        jobs += [job(path, width, width * SIZE[1] // SIZE[0], "webp", False) for width in WIDTHS]
        jobs.append(job(path, WIDTHS[-1], WIDTHS[-1] * SIZE[1] // SIZE[0], "jpeg", False))
        jobs.append(job(path, *SHARE, "jpeg", True))
    pictures.make(jobs, out, out / "cache", lambda done, of: None)


def _libvips(source: Path, out: Path) -> None:
    """Shrink-on-load once, the smaller sizes from the largest; qualities and efforts as ours."""
    import pyvips  # type: ignore[import-not-found]

    out.mkdir()

    def one(path: Path) -> None:
        large = pyvips.Image.thumbnail(str(path), WIDTHS[-1], output_profile="srgb").copy_memory()
        for width in WIDTHS:
            small = large if width == WIDTHS[-1] else large.thumbnail_image(width)
            small.webpsave(str(out / f"{path.stem}-{width}.webp"), Q=80, effort=2, keep="none")
        jpeg = {"Q": 82, "interlace": True, "optimize_coding": True, "keep": "none"}
        large.jpegsave(str(out / f"{path.stem}.jpg"), **jpeg)
        cut = large.thumbnail_image(SHARE[0], height=SHARE[1], crop="centre")
        cut.jpegsave(str(out / f"{path.stem}-og.jpg"), **jpeg)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, sorted(source.iterdir())))


MAKERS: dict[str, Callable[[Path, Path], None]] = {"showcase": _showcase, "libvips": _libvips}

if __name__ == "__main__":
    MAKERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
