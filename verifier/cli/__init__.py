"""The command line: one file a command, each imported only when it is called (start-up time is the reason)."""

from __future__ import annotations

import errno
import importlib
import keyword
import os
import sys
from gettext import gettext

import click

from verifier import __version__
from verifier.cli.language import LANG, say
from verifier.errors import StorageError, VerifierError, why

COMMANDS = {
    "check": ("核验一位申报人的成果清单，出具检索证明", "Verify one applicant's list and print the certificate"),
    "batch": ("成批核验", "Verify many applicants' lists"),
    "template": ("写出供单位填写的工作簿", "Write the workbook that a unit fills in"),
    "parse": ("读取著录，逐条输出 JSON", "Read citations and print them as JSON"),
    "demo": ("用自带的演示目录跑一遍", "Run once over the packaged demo catalogue"),
    "policy": ("查看、比较、试用评审通知的规则", "List, compare and try the notices' rules"),
    "simulate": ("试算：现资格在另一时间取得，哪些成果在期间内", "Which outputs would count with another date of the title"),
    "decide": ("登记对某项成果的人工结论", "Record a person's decision on an item"),
    "registry": ("导入期刊名录快照，查刊、查沿革", "Import registers of journals, find a journal, show its history"),
    "dossier": ("装订卷宗：论文及其网上检索页，目录、页码、核对表", "Bind the dossier: outputs and their search pages"),
    "authenticate": ("核对出具的文件：是否改动、由谁出具、是否有效", "Check an issued paper: unchanged, by whom, standing"),
    "sign": ("以单位自己的证书签署检索证明", "Sign a certificate by the unit's own certificate"),
    "import": ("导入自行导出的题录、保存的网页、打印件，作为手工证据", "Take in exports, saved pages and prints as manual evidence"),
    "corpus": ("建立、检索本地语料库（开放数据包、授权导出）", "Build and search local corpora (open dumps, licensed exports)"),
    "worklist": ("按刊列出须到登记网站人工查询的清单", "List by journal what a person must look up at the registry"),
    "sources": ("各来源的状态、最近一次成功、当日余量", "Each source's state, last good time and budget left"),
    "replay": ("只凭证据库重新得出核验结果，逐字节比对", "Make a report again from the archive alone, byte for byte"),
    "evidence": ("查看、校验留存的证据", "List, show and check the archived evidence"),
    "cache": ("查看、清理网页缓存", "Look at and prune the page cache"),
    "audit": ("校验留痕：谁在何时做了什么", "Check the chains of who did what and when"),
    "backup": ("备份全部数据：证据、留痕、门户、上传的材料", "Back up everything: evidence, chains, portal, uploads"),
    "restore": ("将备份恢复到空文件夹，并校验留痕", "Put a backup into an empty folder and check its chains"),
    "portal": ("启动核验门户（网页）", "Run the web portal"),
    "stub": ("启动演示站点", "Serve a catalogue as stub sites"),
}
FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Commands(click.Group):
    """A group that imports a command's module only when that command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command = importlib.import_module(f"verifier.cli.{name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl([(name, say(*texts)) for name, texts in COMMANDS.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=say(
        "专业技术资格申报研究成果核验：读取著录，检索期刊信息和各数据库，依评审通知核对，出具检索证明。",
        "Verify research outputs for professional-title review: read citations, ask the registry and the databases, "
        "judge by the notice, print the retrieval certificate.",
    ),
    epilog=say("例：verifier check 清单.docx --applicant 申报人.toml --out 结果", "E.g. verifier check list.docx --applicant me.toml --out out"),
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default=LANG, expose_value=False, help=say("界面语言", "Language"))
@click.option("--log-json", is_flag=True, help=say("日志每行一个 JSON（不含姓名）；同 VERIFIER_LOG=json", "Log JSON lines (without names); as VERIFIER_LOG=json"))
@click.version_option(__version__, message="%(version)s", help=say("显示版本", "Show the version"))
def cli(log_json: bool) -> None:
    """Hold the commands together; set up the log, which children inherit by the environment."""
    import logging

    from verifier import logs

    if log_json:
        os.environ[logs.VARIABLE] = "json"
    logging.basicConfig(handlers=[logs.handler()])


def main(argv: list[str] | None = None) -> None:
    """Run the command line; every error becomes one sentence and the exit code of the contract."""
    try:
        code = cli.main(args=argv, standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(0)
    except click.ClickException as error:
        fail(usage(error), 2)
    except click.Abort:
        zh, en = "已中断。已检索到的内容留在缓存中，重新运行即可续作。", "Interrupted. What was retrieved stays; run again to go on."
        fail(say(zh, en), 130)
    except VerifierError as error:
        fail(error.say(LANG), error.exit_code)
    except OSError as error:
        fail(storage(error).say(LANG), 2)


def fail(sentence: str, code: int) -> None:
    """Print one sentence on standard error and leave."""
    click.echo(sentence, err=True)
    sys.exit(code)


def storage(error: OSError) -> StorageError:
    """Turn an operating-system error into a sentence that says what to do next."""
    where = error.filename or ""
    if error.errno in FULL_DISK:
        return StorageError(
            f"磁盘已满，无法写入 {where}。请腾出空间后重新运行，已检索的内容不会丢失。",
            f"The disk is full, {where} cannot be written. Make room and run again; nothing retrieved is lost.",
        )
    return StorageError(
        f"无法读写 {where}（{why(error)}）。请检查路径和权限后重新运行。",
        f"{where} cannot be read or written ({error.strerror}). Check the path and its permissions, then run again.",
    )


def usage(error: click.ClickException) -> str:
    """Say in the language of this run what is wrong with a command's words."""
    message = error.format_message()
    if LANG == "en":
        return message + " See --help."
    match error:
        case click.NoSuchOption():
            text = f"没有选项 {error.option_name}"
        case click.MissingParameter():
            text = f"缺少参数 {error.param.human_readable_name if error.param else ''}"
        case click.BadParameter():
            name = error.param.opts[0] if error.param and error.param.opts else ""
            text = f"参数 {name} 的值不能用：{message.split(': ', 1)[-1]}"
        case click.UsageError() if message.startswith(gettext("No such command").split("{")[0]):
            text = f"没有这个命令：{message.split(chr(39))[1] if chr(39) in message else ''}"
        case click.FileError():
            text = f"文件 {error.ui_filename} 无法读取"
        case _:
            text = f"命令用法有误：{message}"
    return f"{text}。请用 --help 查看用法后重试。"
