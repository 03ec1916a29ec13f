"""What stands around the references of a list and is none itself: headings, name lines, table heads, signatures, remarks.

A line is left out only for a positive sign of what it is, and never when it shows a sign of a reference. What is left out is
kept with its place, so that it can be said.
"""

from __future__ import annotations

import re

_PERSON = (
    "姓名|申报人|申请人|填表人|制表人|编制人|作者姓名|性别|民族|出生年月|出生日期|学历|学位|毕业院校|工作单位|所在单位|单位|单位名称|单位意见|部门|职称|职务"
    "|现任职称|现职称|现专业技术资格|现专业技术职务|现任专业技术职务|任职时间|任现职时间|拟申报|申报专业|申报系列|申报级别|申报资格|申报职称|从事专业"
    "|专业|联系电话|联系方式|联系人|电话|手机|手机号码|电子邮箱|邮箱|地址|通讯地址|邮编|日期|填表日期|填报日期|时间|年\\s*月\\s*日|审核人|审核意见|审核"
    "|复核人|核对人|经办人|负责人|单位负责人|本人签字|本人签名|签字|签名|签章|盖章|公章|单位盖章|承诺人|本人承诺|承诺|注|备注|说明|附注|填表说明|填写说明|编号|共计|合计|总计|小计"
)
_LABELLED = re.compile(rf"[*＊※●·\s(（]*(?:{_PERSON})\s*(?:[(（][^()（）]{{0,20}}[)）])?\s*[)）]?\s*[:：]")
_BESIDE = re.compile(
    r"\s*[【\[]?\s*(?:摘\s*要|关\s*键\s*词|机\s*构|作者单位|基\s*金(?:项目)?|中图分类号|Abstract|Key\s?words)\s*[】\]]?\s*[:：]", re.I
)
_APPLICANT = re.compile(
    r"\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）]?\s*[、.．]?\s*(?:姓\s*名|申报人(?:姓名)?|申请人|被推荐人|参评人)\s*[:：]"
    r"|\s*(?:姓\s*名|申报人(?:姓名)?|申请人)\s+[\u3400-\u9fff](?:\s?[\u3400-\u9fff·]){1,4}(?:\s+(?:性\s*别|单\s*位|工作单位|职\s*称|专\s*业)|\s*$)"
)
"""An applicant's line with an order before it, or with a blank for a colon."""
_NAME_GAP = re.compile(r"\s*(?:姓\s*名|单\s*位|职\s*称|日\s*期|签\s*字|签\s*名|盖\s*章|电\s*话)\s*[:：]")
_WORKS = (
    "参考文献|引用文献|代表作|代表作品|代表性成果|论\\s*文|论著|著作|专著|教材|译著|专利|发明专利|实用新型|软件著作权|软著|标准|课题|项目|科研项目|获奖|奖项|荣誉|成果|科研成果|研究成果|学术成果|业绩成果|业绩"
    "|文章|作品|学位论文|会议论文|期刊论文|学术论文|专业技术论文|调研报告|研究报告|技术报告|报告|报刊文章"
)
_TAIL = "清\\s*单|目\\s*录|一\\s*览\\s*表|汇总表|统计表|登记表|明细表|列表|明细|汇总|情况|情况表|简表|表|名录|索引|部分|类|如下|附件|材料"
_NUMBERED = r"(?:[(（]?[一二三四五六七八九十]{1,3}[)）]?\s*[、.．]?|第[一二三四五六七八九十]{1,2}[部章节]分?|附(?:件|表|录)?\s*\d{0,2}|表\s*\d{1,2})?"
_COUNT = r"(?:\s*[(（]?\s*共?\s*[计有]?\s*[\d一二三四五六七八九十]{1,4}\s*[篇项部件本条种个]\s*[)）]?)?"
_HEADING = re.compile(
    rf"\s*{_NUMBERED}\s*[:：]?\s*(?:[^\s,，.．。;；:：《》\[\]［］]{{0,40}}?(?:{_WORKS})(?:[及与和、/](?:{_WORKS}))*(?:{_TAIL})?|[^\s,，.．。;；:：《》\[\]［］]{{0,30}}(?:{_TAIL}))"
    rf"{_COUNT}\s*[:：]?\s*$"
)
_CLOSING = re.compile(
    r"\s*(?:[(（]?以上|上述|特此|本人(?:承诺|保证|声明|郑重)|我(?:承诺|保证)|兹(?:证明|有)|经审核|经核实|情况属实|此表|本表|以下空白|[(（]?以下无正文|[(（]?此页|全文完|完毕"
    r"|[—\-–=_*·.…\s]{3,}$)"
)
_TOTAL = re.compile(r"\s*[(（]?\s*(?:共计?|合计|总计|累计)\s*(?:发表)?[^。]{0,12}?\d{1,4}\s*[篇项部件本条种个][^\[\]《》]{0,60}$")
_DATE = re.compile(r"\s*(?:19|20)\d\d\s*[年.\-/]\s*\d{1,2}\s*(?:[月.\-/]\s*\d{0,2}\s*日?)?\s*$|\s*年\s*月\s*日\s*$")
_COLUMN = (
    "序号|编号|题名|题目|论文题目|论文名称|成果名称|名称|标题|作者|作者姓名|全部作者|刊名|期刊|期刊名称|发表刊物|刊物名称|杂志名称|刊号|国内刊号|CN号|ISSN|ISSN号|CN"
    "|发表时间|发表日期|出版时间|时间|日期|年|卷|期|年卷期|卷期|卷期页码|页码|起止页码|本人排名|排名|作者排名|位次|本人位次|署名|备注|级别|期刊级别|是否核心|收录情况|类别|类型|文献类型"
    "|出版社|出版单位|书名|专利号|授权号|证书编号|颁发单位|获奖名称|获奖等级|字数|姓名|单位|著录"
)
_HEADS = re.compile(rf"(?:{_COLUMN})[*：:]?")
_REFERENCE = re.compile(
    r"\[\s?(?:J|M|C|D|P|N|R|S|G|A|Z|EB|DB|CP|DS|CM|PP)\s?(?:/\s?[A-Z0]{2})?\s?\]"  # a type mark
    r"|10\.\d{4,9}/\S|https?://|(?<!\w)www\."
    r"|(?:19|20)\d\d\s?(?:年\s?)?[,，:：]?\s?(?:\d{1,4}\s?(?:卷\s?)?)?[,，]?\s?[(（]\s?[^()（）]{1,8}\s?[)）]\s?[:：,，]"  # 2019, 34(5):
    r"|(?:19|20)\d\d\s?年?[,，]?\s?(?:第?\s?\d{1,4}\s?卷)?[,，]?\s?第?\s?(?:\d{1,3}(?:[/\-]\d{1,3})?|增刊|[一二三四五六七八九十]{1,3})\s?期"
    r"|《[^《》]{2,}》[^《》]{0,20}《[^《》]{2,}》"
    r"|[:：,，]\s?[A-Za-z]?\d{1,5}\s?[-–—~～]\s?[A-Za-z]?\d{1,5}\s?[.．。]?\s*$"  # pages at the end
    r"|(?:19|20)\d\d\s?[,，]\s?\d{1,4}\s?[(（:：]"
    r"|ZL\s?\d{8}|\d{4}SR\d{6,7}|CN\s?\d{9}",
    re.I,
)
LONGEST = 20_000
LONGEST_LINE = 400
"""No heading, name line or remark of a list is longer than this many characters."""
_FULL = str.maketrans("［］【】〔〕", "[][][]")


def looks_like_reference(line: str) -> bool:
    """Tell whether a line shows a sign that only references have: a mark, an issue, pages, a DOI, two book-title marks.

    >>> looks_like_reference("甲. 题名[J]. 刊名"), looks_like_reference("姓名：甲  单位：某院")
    (True, False)
    """
    return _REFERENCE.search(line[:LONGEST].translate(_FULL)) is not None


def is_heading(line: str) -> bool:
    """Tell whether a whole line is a heading such as 任现职以来发表论文清单, 二、专利（3项）, 附件1：成果目录.

    >>> is_heading("一、论文（共8篇）"), is_heading("基于多源数据的论文推荐. 情报科学, 2019")
    (True, False)
    """
    return len(line) <= 60 and not looks_like_reference(line) and _HEADING.match(line) is not None


def is_label(line: str) -> bool:
    """Tell whether a line speaks of the person or the office: 姓名：… 单位：…, 审核人：, （盖章）.

    >>> is_label("姓名：甲某  单位：某院"), is_label("注：带*者为通信作者"), is_label("作者：甲某. 题名[J]. 刊名, 2019(3): 1-5.")
    (True, True, False)
    """
    if looks_like_reference(line):
        return False
    return any(shape.match(line) for shape in (_LABELLED, _NAME_GAP, _APPLICANT, _CLOSING, _TOTAL))


def is_date(line: str) -> bool:
    """Tell whether a line is a day or month and nothing else, as under a signature.

    >>> is_date("2021年9月6日"), is_date("2020."), is_date("年  月  日")
    (True, False, True)
    """
    return _DATE.match(line) is not None


def is_heads(line: str) -> bool:
    """Tell whether every word of a line is a column head: 序号 论文题目 刊名 发表时间."""
    words = re.split(r"[\s|,，;；、/]+", line.strip(" |\t"))
    return len(words) > 1 and all(_HEADS.fullmatch(word) for word in words)


def is_beside(line: str) -> bool:
    """Tell whether a line gives what databases print below a reference: its abstract, keywords, units, funds. It may be long.

    >>> is_beside("摘要：以某厂钢包为原型。"), is_beside("摘要写作的常见问题. 甲某. 某刊, 2019(3): 1-5.")
    (True, False)
    """
    return _BESIDE.match(line) is not None


def is_furniture(line: str, after_an_end: bool = True) -> bool:
    """Tell whether a line belongs to the page and not to a reference; a heading only where a reference may end before it."""
    line = line.strip()
    if not line or len(line) > LONGEST_LINE:
        return False
    return is_label(line) or is_heads(line) or (after_an_end and (is_heading(line) or is_date(line)))
