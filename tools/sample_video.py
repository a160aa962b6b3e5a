"""The sample's short film: words on a red ground, drawn and recorded in headless Chromium.

    python -m tools.sample_video        (needs the development set-up; writes stories/works/五微.*)

WebM holds when it was recorded, so that a second run gives other bytes; the film is kept in git.
"""

import base64
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

WORKS = Path(__file__).resolve().parent.parent / "stories" / "works"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")
SLIDES = ("“五微”", "微家书", "微党课", "微视频", "微故事", "微访谈")
LENGTH = 1330  # milliseconds a slide

_FILM = """async ([slides, length]) => {
  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
  canvas.width = 960; canvas.height = 540;
  function draw(words, part) {
    pen.fillStyle = '#8e1619'; pen.fillRect(0, 0, 960, 540);
    pen.strokeStyle = 'rgba(239,217,167,.5)'; pen.strokeRect(24.5, 24.5, 911, 491);
    pen.fillStyle = '#efd9a7'; pen.fillRect(320, 400, 320 * part, 4);
    pen.font = '700 120px "Noto Serif CJK SC", "Songti SC", SimSun, serif';
    pen.textAlign = 'center'; pen.textBaseline = 'middle'; pen.fillText(words, 480, 260);
    pen.font = '24px "Noto Sans CJK SC", sans-serif'; pen.fillText('示例短片', 480, 470);
  }
  draw(slides[0], 1);
  const cover = canvas.toDataURL('image/jpeg', .9);
  const recorder = new MediaRecorder(canvas.captureStream(25), {
    mimeType: 'video/webm;codecs=vp8', videoBitsPerSecond: 250000 });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const ended = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (const words of slides) {
    const begun = performance.now();
    while (performance.now() - begun < length) {
      draw(words, Math.min(1, (performance.now() - begun) / length));
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = '';
  bytes.forEach((byte) => { text += String.fromCharCode(byte); });
  return [btoa(text), cover.split(',')[1]];
}"""


def main() -> int:
    """Record the film and its cover; 3 without a browser."""
    browser = next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *BROWSERS))), "")
    if not browser:
        print("没有 Chromium", file=sys.stderr)
        return 3
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        film, cover = chromium.new_page().evaluate(_FILM, [SLIDES, LENGTH])
        chromium.close()
    for name, content in (("五微.webm", film), ("五微.jpg", cover)):
        (WORKS / name).write_bytes(base64.b64decode(content))
        print(f"{name}  {(WORKS / name).stat().st_size / 1000:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
