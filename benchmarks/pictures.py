"""The cost of photos: the same stories with and without, cold and warm."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from pathlib import Path

from PIL import Image

from benchmarks import corpus, report
from benchmarks.bench import FULL, SAME, Results, compare, root_of
from benchmarks.contenders import SHOWCASE

PHOTOS = 24
SIZE = (4000, 3000)  # 12 megapixels, what phones take
WITH = replace(SHOWCASE, name="with photos", write=lambda root, count: write(root, count))
WITHOUT = replace(SHOWCASE, name="without photos")


def write(root: Path, count: int) -> None:
    """Writes `count` stories in folders of their own, each with one photo beside it."""
    corpus.write(root, count)
    for number, story in enumerate(corpus.stories(count)):
        file = root / f"stories/{story.kind.folder}/{story.id}.yml"
        folder = file.with_suffix("")
        folder.mkdir()
        file.rename(folder / "story.yml")
        with (folder / "story.yml").open("a", encoding="utf-8", newline="\n") as target:
            target.write(PHOTO)
        (folder / "photo.jpg").write_bytes(photo(number))


PHOTO = """\
图片:
  - 文件: photo.jpg
    说明: 现场
    替代文字: 抽象的光影
    摄影: 程序生成
    授权: 本单位
"""


def photo(number: int) -> bytes:
    """A JPEG of 12 megapixels and about 2 MB: soft shapes with fine grain, as a camera gives."""
    rng = random.Random(f"photo-{number}")
    shapes = Image.frombytes("RGB", (16, 12), rng.randbytes(16 * 12 * 3))
    grain = Image.frombytes("L", (1000, 750), rng.randbytes(1000 * 750))
    large = shapes.resize(SIZE, Image.Resampling.BICUBIC)
    noise = grain.resize(SIZE, Image.Resampling.BILINEAR).convert("RGB")
    data = io.BytesIO()
    Image.blend(large, noise, 0.15).save(data, "JPEG", quality=88)
    return data.getvalue()


def bench_pictures(folder: Path, runs: int, results: Results) -> Results:
    """Builds PHOTOS stories with a photo each beside the same stories without one."""
    for contender in (WITH, WITHOUT):
        contender.write(root_of(contender, folder), PHOTOS)
    for scenario in (FULL, SAME):
        compare((WITH, WITHOUT), scenario, folder, PHOTOS, runs, results)
    return results


def pictures_report(results: Results) -> str:
    """The seconds a photo costs when it is new, and when it is known."""
    rows = []
    for scenario in (FULL, SAME):
        photos = results.figure(WITH, scenario, PHOTOS)
        plain = results.figure(WITHOUT, scenario, PHOTOS)
        if photos and plain:
            each = (photos.seconds - plain.seconds) / PHOTOS
            peak = "–" if photos.peak is None else f"{photos.peak:.0f}"
            rows.append(
                (scenario, f"{photos.seconds:.2f}", f"{plain.seconds:.2f}", f"{each:.3f}", peak)
            )
    head = ("", "with, s", "without, s", "s a photo", "peak MB")
    return f"## {PHOTOS} photos of 12 megapixels\n\n{report.table(head, rows)}\n"
