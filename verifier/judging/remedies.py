"""Where the evidence that a remedy asks for is to be had: one line a kind, for those kinds that a paper's remedies name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Place(NamedTuple):
    """A kind of evidence by the word that remedies use, and where to get it, in Chinese and English."""

    word: str
    says: str
    english: str


PLACES = (
    Place(
        "版权页",
        "封面、版权页、目录、正文：复印自本人所存原刊；没有的，可向编辑部或收藏该刊的图书馆取得。",
        "Cover, copyright and contents pages, text: copied from one's own copy, else from the editors or a library that holds it.",
    ),
    Place(
        "论文首页",
        "论文首页：复印自原刊，或自收录该文的数据库下载。",
        "First page: from the journal, or downloaded from a database.",
    ),
    Place(
        "证书",
        "资格证书：本人所存原件，单位人事部门存有复印件；遗失的，向发证部门申请证明。",
        "Certificate of the title: one's own, or the unit's personnel file; if lost, the issuer certifies it.",
    ),
    Place(
        "期刊查询",
        "期刊查询页：国家新闻出版署网站 办事服务—从业机构和产品查询—期刊，打印查询结果页。",
        "Registry page: the press administration's site, 办事服务—从业机构和产品查询—期刊; print the page of the result.",
    ),
    Place(
        "导出记录",
        "数据库导出记录、网页打印件：自该库官方网站检索后导出或打印，须见网址和时间。",
        "Export or printed page of a database: from its official site, with address and time visible.",
    ),
    Place(
        "科技文献检索证明",
        "科技文献检索证明：由高校图书馆、科技查新机构等出具，写明机构、编号、日期。",
        "Literature certificate: issued by a university library or a novelty-search station, with issuer, number and date.",
    ),
    Place(
        "编辑部",
        "编辑部说明：由期刊编辑部出具并盖章，写明年、卷、期、页。",
        "The editors' explanation: stamped, with year, volume, issue and pages.",
    ),
    Place(
        "签署意见",
        "本专业或相近专业的意见：由所在单位审核人签署。",
        "Opinion on own or near field: signed by the unit's reviewer.",
    ),
    Place(
        "网上检索页",
        "著作、专利等的网上检索页：自登记该项成果的主管机构官方网站查询并打印。",
        "On-line search page of a book or patent: printed from the site of the authority that registers it.",
    ),
)


def places(remedies: Iterable[str]) -> tuple[Place, ...]:
    """Return where the evidence that some remedies (in Chinese) ask for is to be had, in a fixed order, each once.

    >>> [place.word for place in places(["取得时间填写有误的，请附证书更正。", "请附载有出版日期的版权页，由单位核定（五.4）。"])]
    ['版权页', '证书']
    """
    whole = "\n".join(remedies)
    return tuple(place for place in PLACES if place.word in whole)
