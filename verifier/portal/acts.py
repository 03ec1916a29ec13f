"""What was done, in words: the names of all events that the portal writes. The chain keeps the code, people read the words."""

from __future__ import annotations

from verifier.portal.language import say

ACTS: dict[str, tuple[str, str]] = {
    "account_changed": ("修改账号", "account changed"),
    "account_made": ("新建账号", "account made"),
    "link_made": ("重置口令（一次性链接）", "password reset by a link"),
    "logged_in": ("登录", "logged in"),
    "logged_out": ("退出", "logged out"),
    "password_changed": ("更改口令", "password changed"),
    "password_set_by_link": ("以一次性链接设置口令", "password set by a link"),
    "unit_changed": ("修改单位", "unit changed"),
    "unit_made": ("新建单位", "unit made"),
    "token_made": ("新建接口令牌", "API token made"),
    "token_revoked": ("停用接口令牌", "API token revoked"),
    "api_submitted": ("经接口提交", "submitted through the API"),
    "application_made": ("新建申报", "application begun"),
    "applicant_changed": ("修改申报信息", "applicant's facts changed"),
    "items_added": ("添加成果", "items added"),
    "items_dropped": ("移去成果", "items dropped"),
    "citation_corrected": ("更正著录", "citation corrected"),
    "version_frozen": ("固定一版", "version frozen"),
    "verified": ("核验完成", "verified"),
    "handed_in": ("提交单位", "handed in"),
    "returned": ("退回", "returned"),
    "forwarded": ("报送上级", "handed upward"),
    "removed": ("删除申报", "application deleted"),
    "erased": ("保存期满，清除内容", "contents erased, their time being over"),
    "file_added": ("添加材料", "file added"),
    "file_removed": ("删去材料", "file removed"),
    "papers_ordered": ("申请出具文件", "papers ordered"),
    "papers_issued": ("出具文件", "papers issued"),
    "export_taken_in": ("采用题录为手工证据", "export taken in as evidence"),
    "print_taken_in": ("存入查询打印件", "registry print taken in"),
    "batch_uploaded": ("上传批次", "batch uploaded"),
    "batch_started": ("开始核验批次", "batch started"),
    "batch_opened": ("建立批次的申报", "batch opened"),
    "batch_paused": ("暂停批次", "batch paused"),
    "batch_resumed": ("继续批次", "batch resumed"),
    "batch_retried": ("重做未完成的", "batch retried"),
    "batch_cancelled": ("取消批次", "batch cancelled"),
    "batch_done": ("批次完成", "batch done"),
    "bundle_ordered": ("申请打包文件", "bundle ordered"),
    "bundle_made": ("打包文件", "bundle made"),
    "exported": ("导出", "exported"),
    "conflict_found": ("发现跨申报人情形", "found across lists"),
    "item_decided": ("写结论", "item decided"),
    "item_noted": ("写备注", "item noted"),
    "item_looked_at_again": ("复核", "second look"),
    "item_raised": ("列为需要核对", "item raised"),
    "decision_shown": ("查看他人结论", "decision shown"),
    "asked_back": ("退问", "asked back"),
    "appealed": ("提出申诉", "appealed"),
    "appeal_answered": ("答复申诉", "appeal answered"),
    "sample_drawn": ("抽取样本", "sample drawn"),
    "sample_looked_at": ("查看样本", "sample looked at"),
    "queue_exported": ("导出待核对成果", "queue exported"),
    "statistics_exported": ("导出统计", "statistics exported"),
}


def named(code: str) -> str:
    """Return an act in words, the code itself where it has none."""
    return say(*ACTS.get(code, (code, code)))
