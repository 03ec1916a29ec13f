"""What anybody may look up without a login, and the administrator's tokens for other platforms."""

from __future__ import annotations

import re

from .cast import Meet


def test_a_certificate_is_checked_by_its_number_and_by_its_file(submitted: str, arrive: Meet, meet: Meet) -> None:
    pu = arrive("pu").open(submitted).press("出具检索证明和卷宗").sees("编号")
    paper = pu.download("检索证明")
    number = re.search(r"编号\s*[：:]?\s*([A-Z0-9][A-Z0-9-]{8,})", pu.text())
    assert number, pu.text()
    anybody = meet("anybody").open("/login").follow("查验检索证明")
    anybody.fill(编号="不是编号").press("查验").sees("校验位不符")
    anybody.fill(编号=number[1]).press("查验").sees(number[1], "内容摘要", "演示数据").sees_not("濮砚棣")
    anybody.attach("或上传证明的", "检索证明.pdf", paper).press("查验文件").sees("逐字节相同").sees_not("濮砚棣")
    broken = paper.replace(b"%%EOF", b"%%E0F", 1)
    anybody.attach("或上传证明的", "检索证明.pdf", broken).press("查验文件").sees_not("逐字节相同")
    anybody.press("English").sees("Check a certificate")


def test_a_token_is_shown_once_and_revoked(arrive: Meet, meet: Meet) -> None:
    arrive("shen")
    admin = meet("admin").open("/").follow("接口令牌").follow("新建令牌").choose(以哪个单位审核人的身份="沈审核").fill(用途="省申报平台")
    admin.press("保存").sees("只在此处显示一次").follow("返回").sees("省申报平台")
    admin.press("停用 省申报平台").sees("令牌已停用")
