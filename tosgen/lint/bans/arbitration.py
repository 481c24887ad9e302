"""Arbitration, and actions brought together."""

from __future__ import annotations

from tosgen.lint.forbidden import Saying
from tosgen.saying import say

ARBITRATION = Saying(
    say("sends disputes to arbitration"),
    {
        "en": (
            r"\bbinding (?:individual )?arbitration\b",
            r"\b(?:disput|claim|controvers|differenc)\w*"
            r"\b.{0,160}\b(?:resolved|settled|decided|determined|submitted|referred|subject)\b.{0,60}\barbitrat",
            r"\b(?:agrees?|consents?|submits?|required|obliged|bound|must|shall)\b.{0,40}\barbitrat",
            r"\barbitrat\w+\b.{0,40}\b(?:mandatory|compulsory|final and binding)\b",
        ),
        "de": (
            r"\bSchieds(?:gericht|verfahren|richter|vereinbarung|klausel|ordnung)"
            r".{0,120}(?:entschieden|beigelegt|unterw|verpflicht|zustimm|einverstanden|endgültig|verbindlich"
            r"|geklärt)",
            r"(?:entschieden|beigelegt|unterw\w+|verpflicht\w+|zustimmen|einverstanden|endgültig\w*|verbindlich\w*)"
            r"\b.{0,120}\bSchieds(?:gericht|verfahren|richter|vereinbarung|klausel|ordnung)",
        ),
        "zh": (
            "(?:争议|纠纷)[^。；]{0,60}(?:提交|通过|申请|由|以)[^。；]{0,40}仲裁",
            "(?:应当?|须|必须|同意|一律|只能)[^。；]{0,40}仲裁",
            "仲裁[^。；]{0,30}(?:终局|有约束力)",
        ),
        "fr": (
            r"\barbitrage\b.{0,60}\b(?:obligatoire|exclusi\w+|définiti\w+)",
            r"\b(?:tranché|réglé|résolu|soumis)\w*\b.{0,80}\barbitrage\b",
        ),
        "es": (
            r"\barbitraje\b.{0,60}\b(?:obligatori|vinculant|definitiv)\w*",
            r"\b(?:someter|resolver|resuelt|dirimir)\w*\b.{0,80}\barbitraje\b",
        ),
    },
    {
        "en": (
            r"\b(?:not|never|nobody|without|cannot|neither|nor|no)\b(?:(?!\b(?:but|and|instead|except)\b)"
            r"[^,;]){0,60}\barbitrat",
            r"\barbitrat\w*\b[^,;]{0,40}\b(?:is|are) not\b",
            r"\bconsumer arbitration\b|\bafter (?:the|a) dispute (?:has )?ar(?:isen|ises|ose)\b",
            r"\b(?:if|where|when) you are an? (?:business|trader|merchant|company|entrepreneur)\b",
        ),
        "de": (
            r"\b(?:kein\w*|nicht|ohne|weder|noch)\b[^,;]{0,60}\bSchieds|\bverlang\w*"
            r"\b.{0,60}\b(?:nicht|weder|kein\w*)\b",
            r"\bSchieds\w*[^,;]{0,40}\b(?:nicht|kein\w*)\b(?! vor)",
            r"\bnach(?:dem)? (?:Entstehen|Entstehung) (?:der|einer) Streit|\bUnternehmer\b|\bKaufleute\b",
        ),
        "zh": ("(?:不|无需|无须|不必|没有)[^，。；]{0,20}仲裁", "可以?[^。；]{0,30}仲裁", "消费者?仲裁|劳动仲裁"),
        "fr": (r"\b(?:ne|n'|sans|aucun\w*)\b[^,;]{0,60}arbitrage", r"\bprofessionnel"),
        "es": (r"\b(?:no|sin|ning\w+)\b[^,;]{0,60}arbitraje", r"\barbitraje de consumo\b"),
    },
    unless_denied=False,
)
CLASS_ACTION = Saying(
    say("gives up actions brought together"),
    {
        "en": (
            r"\b(?:waiv|give up|giving up|forgo|forfeit|relinquish)\w*"
            r"\b.{0,80}\b(?:class|collective|representative|group|mass)(?:[ -]wide)? (?:action|arbitration"
            r"|proceeding|lawsuit|claim|redress)",
            r"\b(?:class|collective|representative|group) (?:action|proceeding|lawsuit|arbitration)s?"
            r"\b.{0,60}\b(?:waived|not (?:permitted|allowed|available)|excluded|prohibited|barred)\b",
            r"\b(?:not|never|cannot|neither|nor)"
            r"\b.{0,80}\b(?:class|collective|representative|group)[ -](?:action|proceeding|lawsuit|arbitration"
            r"|member)",
            r"\bonly\b.{0,40}\bindividual (?:capacity|basis)\b",
        ),
        "de": (
            r"(?:verzicht\w*|ausgeschlossen|nicht (?:zulässig|gestattet|erlaubt)|unzulässig)"
            r"\b.{0,80}(?:Sammelklage|Verbandsklage|Gruppenklage|Musterfeststellungsklage)",
            r"(?:Sammelklage|Verbandsklage|Gruppenklage|Musterfeststellungsklage)\w*"
            r"\b.{0,80}(?:verzicht|ausgeschlossen|nicht (?:zulässig|gestattet|erlaubt)|unzulässig)",
        ),
        "zh": (
            "(?:放弃|不得|禁止|不能|无权)[^。；]{0,40}(?:集体诉讼|集团诉讼|代表人诉讼|团体诉讼)",
            "(?:集体诉讼|集团诉讼|代表人诉讼|团体诉讼)[^。；]{0,20}(?:放弃|禁止|被排除)",
        ),
        "fr": (r"\brenonc\w+\b.{0,60}\bactions? (?:de groupe|collective)",),
        "es": (r"\brenunci\w+\b.{0,60}\bacci(?:ón|ones) colectiva",),
    },
    {
        "en": (
            r"\b(?:not|never|nothing|nor|neither)"
            r"\b.{0,40}\b(?:waive|give up|limit|exclude|affect|stop|prevent|keep|touch|lose|apply)",
            r"\bremains? (?:open|free|possible)\b",
        ),
        "de": (r"\b(?:nicht|kein\w*)\b.{0,40}\bverzicht|\bverzicht\w*\b.{0,60}\bnicht\b|\bbleib\w*\b",),
        "zh": ("(?:不影响|不限制|不妨碍|不放弃|不要求)",),
        "fr": (r"\bne renonc",),
        "es": (r"\bno renunci",),
    },
    unless_denied=False,
)
SEAT = Saying(
    say("sends consumers of California to arbitrate elsewhere or under another state's law"),
    {
        "en": (
            r"\barbitrat\w+\b.{0,120}\b(?:seat|place|held|conducted|heard|take place|located)\b.{0,40}\b(?:in|is|at)"
            r"\b.{0,40}\b(?:Delaware|New York|Texas|Florida|Nevada|Washington|Illinois|Massachusetts|Utah|Virginia"
            r"|Georgia|Colorado|New Jersey|Pennsylvania|London|Dublin|Singapore|Hong Kong|Ireland|England|Germany"
            r"|China)\b",
            r"\barbitrat\w+\b.{0,120}\blaws? of (?:the State of )?(?:Delaware|New York|Texas|Florida|Nevada"
            r"|Washington|Illinois|Massachusetts|Utah|Virginia|Georgia|Ireland|England|Germany|China)\b",
        )
    },
    {"en": (r"\b(?:county|place|city) where you (?:live|reside)\b|\bunless you live in California\b",)},
)
