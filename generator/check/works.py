"""Checks of works: something to show, and recordings that everyone can see."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.problem import Finding, Place, Words
from generator.model.site import Site

MOST_BYTES = 50_000_000  # of a recording; a minute of 1080p video is about half of it
_PLAYED = ("avc1", "avc3", "V_VP8", "V_VP9", "vp08", "vp09", "av01", "V_AV1")  # codecs


def work_empty(site: Site) -> Iterator[Finding]:
    """A work has neither a text nor a recording nor a link.

    Why: Its page would show a title only.
    Mend: Write `body`, or name a `file` or a `url`.

    作品没有正文、文件，也没有链接。
    为什么：页面上只剩标题，没有可看的。
    怎么改：写“正文”，或写“文件”“链接”。

    错：
        # stories/works/家书.yml（全文）
        类型: 微家书
        标题: 写给女儿的信
    对：
        # stories/works/家书.yml（全文）
        类型: 微家书
        标题: 写给女儿的信
        正文: |
          第一段。
    """
    for work in site.works:
        if not (work.body and work.body.strip()) and not work.file and not work.url:
            yield Finding(
                Place(work.yml),
                Words("作品没有可看的内容", "the work has nothing to show"),
                Words("写“正文”“文件”或“链接”，至少一样", "write `body`, `file` or `url`"),
            )


def work_captions(site: Site) -> Iterator[Finding]:
    """A video has no captions.

    Why: Who cannot hear, or watches in a hall without sound, has nothing of it (GB/T 37668-2019).
    Mend: Put a WebVTT file beside it and name it in `captions`.

    视频没有字幕。
    为什么：听不见的人，或在没有声音的大厅里看的人，什么也得不到（GB/T 37668—2019）。
    怎么改：把 WebVTT 字幕文件放在旁边，写在“字幕”里。

    错：
        # stories/works/党课.yml（全文）
        类型: 微党课
        标题: 一堂微党课
        文件: 党课.webm
    对：
        # stories/works/党课.yml（全文）
        类型: 微党课
        标题: 一堂微党课
        文件: 党课.webm
        字幕: 党课.vtt
    """
    for work in site.works:
        recording = site.recordings.get((work.key, work.file or ""))
        if recording and recording.kind == "video" and not work.captions:
            yield Finding(
                Place(work.yml, ("file",)),
                Words("视频没有字幕", "the video has no captions"),
                Words(
                    "加上一行  字幕: 文件名.vtt，并把字幕文件放在旁边",
                    "add a line  captions: name.vtt, and put the file beside it",
                ),
            )


def work_codec(site: Site) -> Iterator[Finding]:
    """A video is coded in a way that many browsers do not play.

    Why: Phones record HEVC (H.265); most desktop browsers then show a black picture.
    Mend: Export it as H.264, which all of them play.

    视频编码是 HEVC（H.265）等，很多浏览器放不了。
    为什么：手机常录成这种格式，电脑上多半只有声音，没有画面。
    怎么改：用剪辑软件导出为 H.264 编码的 MP4；手机可以在相机设置里选“兼容性最佳”。

    错：
        # stories/works/党课.yml（全文）
        类型: 微党课
        标题: 一堂微党课
        文件: 手机.mp4
        字幕: 党课.vtt
    对：
        # stories/works/党课.yml（全文）
        类型: 微党课
        标题: 一堂微党课
        文件: 党课.webm
        字幕: 党课.vtt
    """
    for work in site.works:
        recording = site.recordings.get((work.key, work.file or ""))
        if recording and recording.kind == "video" and not recording.codec.startswith(_PLAYED):
            codec = recording.codec.strip()
            yield Finding(
                Place(work.yml, ("file",)),
                Words(f"视频编码是 {codec}，很多浏览器放不了", f"few browsers play {codec}"),
                Words("导出为 H.264 编码的 MP4", "export it as MP4 with H.264"),
            )


def work_large(site: Site) -> Iterator[Finding]:
    """A recording is larger than 50 MB.

    Why: On a phone it takes minutes and a month's data; the hall's machine may stutter.
    Mend: Export it anew, e.g. 720p at 1.5 Mbit/s.

    视频或音频超过 50 MB。
    为什么：手机上要等几分钟，费流量；大厅的机器也可能卡。
    怎么改：重新导出，例如 720p、1.5 Mbps；或放到视频平台，写“链接”。

    错：
        # stories/works/党课.yml（全文）
        类型: 微党课
        标题: 一堂微党课
        文件: 很长.wav
    对：
        # stories/works/党课.yml（全文）
        类型: 微党课
        标题: 一堂微党课
        文件: 录音.wav
    """
    for work in site.works:
        recording = site.recordings.get((work.key, work.file or ""))
        if recording and recording.size > MOST_BYTES:
            size = recording.size / 1_000_000
            yield Finding(
                Place(work.yml, ("file",)),
                Words(f"文件有 {size:.0f} MB，超过 50 MB", f"the file has {size:.0f} MB"),
                Words("重新导出得小一些，例如 720p", "export it smaller, e.g. 720p"),
            )
