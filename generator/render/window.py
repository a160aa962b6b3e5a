"""Culture windows: `window/` and `window/<name>/`, a page of its own shell for a lobby screen.

A page is finished here and laid beside the engine's: it shares neither menu nor footer with them.
`build.js` comes last; a running screen reads it, drops what is gone and loads the new page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from generator.model.output import Resized, Text
from generator.model.release import Release, narrowed
from generator.model.site import Settings
from generator.model.window import Playlist, read_hours
from generator.render.frame import Frame, links_from
from generator.render.photos import resized_for
from generator.render.sketches import Sketch
from generator.render.slide import Slide
from generator.render.slides import TITLE, slides_of

FOLDER = "window/"
NEWS = "build.js"
_DIGITS = 12
_BUILD = "\0"  # the build's digest, until the page is known: no text holds a control character


def windows(release: Release, frame: Frame) -> Iterator[Sketch]:
    """The page and the script of every screen; their pictures are those of the stories' pages."""
    shown = narrowed(release, "window")
    for path, playlist in playlists(release.site.settings).items():
        files = (f"{path}index.html", f"{path}{NEWS}")
        yield Sketch(path, _window, (path, playlist, slides_of(playlist, shown)), files)


def playlists(settings: Settings) -> dict[str, Playlist]:
    """Every screen by its address."""
    named = {f"{FOLDER}{one.address_name}/": one for one in settings.window.windows}
    return {FOLDER: settings.window, **named}


def alone(path: str, release: Release, frame: Frame) -> tuple[str, tuple[Resized, ...]]:
    """The page of the screen at `path` and the pictures on it, each in its largest size."""
    shown = narrowed(release, "window")
    playlist = playlists(release.site.settings)[path]
    slides = slides_of(playlist, shown)
    wanted = {slide.picture.webp[-1][0]: None for slide in slides if slide.picture}
    made = {
        job.path: job
        for story in shown.site.stories
        for job in resized_for(story, shown)
        if isinstance(job, Resized) and job.path in wanted
    }
    return _page(path, playlist, slides, "", shown, frame), tuple(made[path] for path in wanted)


def _window(
    path: str, playlist: Playlist, slides: tuple[Slide, ...], release: Release, frame: Frame
) -> Iterator[Text]:
    page = _page(path, playlist, slides, _BUILD, release, frame)
    build = _digest(page.replace(_BUILD, ""))
    yield Text(f"{path}index.html", page.replace(_BUILD, build))
    told = json.dumps({"build": build, "slides": [s.id for s in slides]}, ensure_ascii=False)
    yield Text(path + NEWS, f"window.showcaseWindow={told};\n")


def _page(
    path: str,
    playlist: Playlist,
    slides: tuple[Slide, ...],
    build: str,
    release: Release,
    frame: Frame,
) -> str:
    template = frame.templates.get_template("templates/window.html")
    settings = release.site.settings
    return template.render(
        root=links_from(path, release).root,
        version=frame.version,
        settings=settings,
        title=playlist.title or TITLE,
        seal=settings.seal or settings.site_name[:2],
        host=settings.site_url.partition("//")[2].strip("/"),
        slides=[(slide, slide.seconds(playlist.pace)) for slide in slides],
        night=read_hours(playlist.night or "") or ("", ""),
        day=release.as_of.isoformat(),
        build=build,
        news=NEWS,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
