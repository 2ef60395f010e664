"""A regulation as people paste it → its clauses, and back. Pure functions.

「第3条（秘密区分）」 and “Article 3 (Levels)” begin a clause, 「第2章 …」 a chapter; a heading in brackets on a line
of its own belongs to the clause below it, as Japanese laws write it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from classification.books import RuleTopic

_NUMERAL: Final = "[0-9０-９一二三四五六七八九十百]+"
_START: Final = re.compile(
    rf"^(?P<number>第\s*{_NUMERAL}\s*(?:条(?:の{_NUMERAL})*|章|節)|(?:Article|Section|Chapter)\s+\d+)"
    r"(?=$|[\s　.:：（(【])[.:：　 ]*(?:[（(【](?P<title>[^）)】]{1,100})[）)】])?[　 ]*(?P<rest>.*)$",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(r"^[（(【]([^）)】]{1,100})[）)】]$")
_CHAPTER: Final = re.compile(r"章|節|chapter", re.IGNORECASE)
_SUPPLEMENT: Final = re.compile(r"^(附\s*則|付\s*則|Supplementary provisions?)[　 ]*$", re.IGNORECASE)

# The words by which a topic is guessed; the chief corrects it. The first topic with a word in the title wins.
WORDS: Final[Mapping[RuleTopic, str]] = {
    RuleTopic.SANCTION: "罰則|懲戒|違反|sanction|disciplin",
    RuleTopic.AUDIT: "監査|audit",
    RuleTopic.TRAINING: "教育|研修|training|education",
    RuleTopic.INCIDENT: "漏えい|漏洩|事故|インシデント|incident|leak",
    RuleTopic.REVIEW: "見直し|改廃|改定|改正|review|amendment",
    RuleTopic.PERSONAL_MEDIA: "私物|個人所有|個人の端末|USB|private device|personal device",
    RuleTopic.CLOUD_AI: "クラウド|生成AI|生成ＡＩ|AI|ＡＩ|cloud|外部サービス",
    RuleTopic.TELEWORK: "テレワーク|在宅|リモート|telework|remote work",
    RuleTopic.VISITOR: "来訪|見学|入退室|来客|visitor",
    RuleTopic.PERSONNEL: "入社|退職|異動|誓約|採用|leaving|pledge|joining",
    RuleTopic.RECEIVED: "他社|預かり|受領|受け取|第三者の秘密|entrusted|received",
    RuleTopic.DISPOSAL: "廃棄|消去|返却|disposal|destruction",
    RuleTopic.TRANSFER: "持出|持ち出|送付|送信|移送|taking out|sending|transfer",
    RuleTopic.COPY: "複製|複写|コピー|copy|copies|reproduction",
    RuleTopic.DISCLOSURE: "開示|提供|取引先|公表|発表|disclosure|outsider",
    RuleTopic.LABEL: "表示|ラベル|label|marking",
    RuleTopic.ACCESS: "アクセス|閲覧|利用者|access",
    RuleTopic.STORAGE: "保管|保存|施錠|storage|keeping",
    RuleTopic.CLASSIFICATION: "区分|指定|分類|classification|level",
    RuleTopic.ROLES: "責任者|体制|組織|管理者|委員会|responsib|role",
    RuleTopic.DEFINITION: "定義|definition",
    RuleTopic.SCOPE: "目的|適用|範囲|purpose|scope",
}


@dataclass(frozen=True)
class Words:
    """One clause in words."""

    number: str
    title: str
    text: str
    topic: str = ""

    @property
    def key(self) -> str:
        """By what a clause is known again when the text around it changes."""
        return re.sub(r"\s", "", self.number) or self.title


def split(text: str, topics: Mapping[str, str] | None = None) -> list[Words]:
    """The clauses of a text; what stands before the first is one without a number.

    Args:
        topics: what is known of clauses by their key; the others' topics are guessed.
    """
    found: list[Words] = []
    lines: list[str] = []
    begun, heading = Words("", "", ""), ""
    for line in [*text.replace("\r\n", "\n").split("\n"), None]:
        start = _begins(line.strip(), heading) if line is not None else None
        if line is not None and start is None:
            heading, lines = _kept(line, heading, lines)
            continue
        if heading and (start is None or start.title != heading):
            lines = [*lines, f"（{heading}）"]
        found += _closed(begun, lines)
        if start is not None:
            begun, lines, heading = start, [start.text] if start.text else [], ""
    known = topics or {}
    return [replace(each, topic=known.get(each.key, "") if each.key in known else guess(each)) for each in found]


def _kept(line: str, heading: str, lines: list[str]) -> tuple[str, list[str]]:
    """A line of the clause under way; a heading in brackets waits for what follows it."""
    alone = _HEADING.match(line.strip())
    if alone:
        return alone[1], [*lines, f"（{heading}）"] if heading else lines
    if heading and line.strip():
        return "", [*lines, f"（{heading}）", line]
    return heading, [*lines, line]


def _begins(line: str, heading: str) -> Words | None:
    """The clause that a line begins, with what of its text stands on it; None where it begins none."""
    if _SUPPLEMENT.match(line):
        return Words("", line, "")
    match = _START.match(line)
    if match is None:
        return None
    number, title, rest = match["number"], match["title"] or heading, match["rest"].strip()
    if _CHAPTER.search(number) and not title:
        return Words(number, rest[:100], "")
    return Words(number, title, rest)


def _closed(begun: Words, lines: Iterable[str]) -> list[Words]:
    text = "\n".join(line.rstrip() for line in lines).strip()
    return [replace(begun, text=text)] if text or begun.number or begun.title else []


def joined(clauses: Iterable[Words]) -> str:
    """The text of which these are the clauses: split(joined(clauses)) are the same clauses."""
    return "\n\n".join("\n".join(part for part in (_head(each), each.text) if part) for each in clauses)


def _head(clause: Words) -> str:
    if not clause.number:
        return clause.title
    if _CHAPTER.search(clause.number):
        return f"{clause.number}　{clause.title}".rstrip("　")
    return f"{clause.number}（{clause.title}）" if clause.title else clause.number


def guess(clause: Words) -> str:
    """The topic of which a clause seems to speak, by its title, else by its text; "" for a chapter or none."""
    if not clause.number or _CHAPTER.search(clause.number):
        return ""
    for words in (clause.title, "" if clause.title else clause.text):
        for topic, pattern in WORDS.items():
            if words and re.search(pattern, words, re.IGNORECASE):
                return topic.value
    return ""
