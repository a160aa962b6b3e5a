"""What in a text reaches a person through a network: addresses of mail, WeChat ids, QQ numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.personal import AMOUNT, Span, followed
from generator.model.patterns import finder, later

_MAIL_HOSTS = r"(?:163|126|139|189|qq|sina|sohu|yeah|foxmail)\."  # 请把#换成@
_EMAIL = finder(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}"
    rf"(?: ?@ ?| ?[\[(] ?(?:at|AT|@) ?[\])] ?|#(?={_MAIL_HOSTS}))"
    r"(?:[A-Za-z0-9-]{1,63}\.){0,3}[A-Za-z0-9-]{1,63}"
    r"(?:\.(?!(?:png|jpe?g|webp|gif)\b)[A-Za-z]{2,24}"
    r"|(?:[。点]|\. | ?[\[(] ?(?:dot|DOT) ?[\])] ?)(?:com|cn|net|org))(?![A-Za-z0-9])",
    *"@ #".split(),
    *"at] at) AT] AT)".split(),
    *("at ]", "at )", "AT ]", "AT )"),
)


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses."""
    yield from (match.span() for match in _EMAIL(text))


_WECHAT = finder(
    r"(?P<app>[微威薇] ?信|加[微威薇](?=[: ]?[a-z])"
    r"|(?<![a-z0-9])(?:weixin|wechat|vx|wx(?!id_)|v ?信|(?P<v>v(?=:)|(?<=加)v)))"
    r"(?P<called>号码?|账号|同号|名| ?id)?"
    r"(?P<sep>[:是为 “\"'(]{0,3})(?P<id>[a-z][-_a-z0-9]{5,19})(?![-_a-z0-9@])"
    r"|(?<![a-z0-9])wxid_[a-z0-9]{8,20}",
    *"信 x X t T v V 加微 加威 加薇".split(),
    core="[微威薇vV] ?信|[vVwW][xX]|[wW][eE][iIcC]|加[vV微威薇]|[vV]:",
    flags=re.IGNORECASE,
)


def wechat_ids(text: str) -> Iterator[Span]:
    """WeChat ids of people; without 号 or a colon only what has a digit, so that words may stay."""
    for match in _WECHAT(text):
        id = (match["id"] or "wxid_").lower()
        named = not match["v"] and (match["called"] or (match["sep"] or ":").strip())
        told = named or re.search(r"[\d_-]", id)
        if told and not id.startswith(("gh_", "wechat", "weixin", "miniprogram")):
            yield match.span("id") if match["id"] else match.span()


_QQ = finder(
    r"(?<![A-Za-z0-9])(?:Q ?Q|qq|扣扣|[Qq](?=号))(?:号码?|账号)?[:是为 (]{0,3}"
    r"(?P<n>[1-9]\d{4,10})(?!\d|[-.@]\w)" + AMOUNT,
    *("QQ", "Q Q", "qq", "扣扣", "Q号", "q号"),
)
_NEXT_QQ = later(r"[/、,;；和或] ?(?P<n>(?!1[3-9]\d{9}(?!\d))[1-9]\d{4,10})(?!\d|[-.@]\w)" + AMOUNT)


def qq_numbers(text: str) -> Iterator[Span]:
    """QQ numbers of people, not of groups, and those told in the same breath."""
    yield from followed(text, (match.span("n") for match in _QQ(text)), _NEXT_QQ())
