"""Ending, renewing, assigning and interpreting the contract, and what stands in for a void term."""

from __future__ import annotations

from tosgen.lint.bans.phrases import END_EN, WE_DE, WE_ZH, WILL_DE, WILL_EN, WILL_ZH
from tosgen.lint.forbidden import Saying
from tosgen.saying import say

ENDING = Saying(
    say("ends or blocks the contract at will"),
    {
        "en": (
            rf"\b(?:we|us|our|company|provider)\b.{{0,60}}{END_EN}.{{0,100}}{WILL_EN}",
            rf"\b(?:we|us|our|company|provider)\b.{{0,60}}{WILL_EN}.{{0,40}}{END_EN}",
            rf"\b(?:account|access|service|contract|agreement)\b.{{0,30}}\b(?:may|can) be {END_EN}.{{0,60}}{WILL_EN}",
        ),
        "de": (
            rf"{WE_DE}.*{WILL_DE}.{{0,80}}\b(?:kündigen|beenden|sperren|löschen|einstellen|auszusetzen|zu kündigen"
            r"|beendet|gesperrt|gelöscht)\b",
            rf"{WE_DE}.*\b(?:kündigen|beenden|sperren|löschen)\b.{{0,40}}{WILL_DE}",
        ),
        "zh": (
            f"{WE_ZH}[^。；]{{0,40}}(?:有权|可以?|保留)[^。；]{{0,40}}{WILL_ZH}[^。；]{{0,40}}"
            "(?:终止|中止|关闭|封禁|注销|停止|中断|解除)",
        ),
        "fr": (r"\bnous\b.{0,80}\b(?:résili|suspend|supprim)\w*\b.{0,100}\b(?:à tout moment|sans (?:préavis|motif))",),
        "es": (
            r"\b(?:podemos|nos reservamos|podrá)\b.{0,60}\b(?:rescindir|cancelar|suspender|cerrar)"
            r"\b.{0,100}\b(?:en cualquier momento|sin previo aviso|sin motivo)",
        ),
    },
    {
        "en": (
            r"\b(?:serious|urgent|danger|harm|security|safety|illegal|unlawful|abuse|misuse|breach|break|law|court"
            r"|authority|good cause|important reason|fraud|spam|threat|attack)\w*\b",
            r"\byou (?:can|may)\b|\bwith (?:at least )?[^,;]{0,25}\bnotice\b|\bnever\b|\b(?:do|can|will|may) ?not "
            + END_EN,
        ),
        "de": (
            r"\bwichtige\w* Grund|\bgefähr|\bSicherheit|\brechtswidrig|\bMissbrauch|\bGesetz|\bverstoß"
            r"|\bmit einer Frist\b",
            r"\b(?:können|dürfen) Sie\b|\bSie (?:können|dürfen)\b|\b(?:nicht|nie|kein\w*)\b",
        ),
        "zh": (
            "违法|违反|违约|违规|安全|危害|欺诈|法律|监管|侵权",
            "您(?:可以?|有权)",
            "不(?:会|得|能)[^，。；]{0,10}(?:终止|中止|关闭)",
        ),
        "fr": (r"\bgrave|\billicite|\bsécurité|\bvous pouvez\b",),
        "es": (r"\bgrave|\bilícit|\bseguridad|\busted puede\b",),
    },
    unless_denied=False,
)
LATE_NOTICE = Saying(
    say("renews unless the consumer objects months ahead"),
    {
        "en": (
            r"\brenew\w*\b.{0,100}\b(?:at least|no later than|not less than)"
            r"\b.{0,8}\b(?:[3-9]|three|four|five|six|nine|twelve) months\b.{0,30}\b(?:before|prior|in advance)",
            r"\b(?:three|four|five|six|[3-9]) months' notice\b.{0,60}\brenew",
        ),
        "de": (
            r"\bverlängert\b.{0,100}\b(?:[3-9]|drei|vier|fünf|sechs|neun|zwölf) Monaten?"
            r"\b.{0,40}\b(?:Ablauf|Ende|Laufzeit)",
        ),
        "zh": ("(?:续期|续订|续约|自动续)[^。；]{0,40}(?:[3-9]|三|四|五|六)个月前[^。；]{0,20}(?:通知|取消|提出)",),
    },
    {"en": (r"\bnot renew\b",), "de": (r"\bverlängert sich nicht\b",), "zh": ("不(?:会)?自动",)},
    unless_denied=False,
)
ASSIGNMENT = Saying(
    say("hands the contract to anyone"),
    {
        "en": (
            r"\b(?:we|us|our|company|provider)\b.{0,60}\b(?:assign|transfer|novate)\w*"
            r"\b.{0,80}\b(?:agreement|contract|rights|obligations|terms)"
            r"\b.{0,100}\b(?:without (?:your )?(?:prior )?(?:consent|notice|approval)|at any time|freely|to anyone"
            r"|any third party|without restriction)",
        ),
        "de": (
            rf"{WE_DE}.*\b(?:Vertrag\w*|Rechte und Pflichten)"
            rf"\b.{{0,80}}\b(?:ohne Ihre Zustimmung|jederzeit|an beliebige"
            r"|frei)\b.{0,60}\bübertragen",
            rf"{WE_DE}.*\b(?:ohne Ihre Zustimmung|jederzeit)\b.{{0,80}}\bVertrag\w*\b.{{0,60}}\bübertragen",
        ),
        "zh": (
            f"{WE_ZH}[^。；]{{0,30}}(?:转让|转移)[^。；]{{0,30}}(?:权利|义务|协议|合同)[^。；]{{0,20}}(?:无需|不经)"
            f"[^。；]{{0,8}}同意",
            f"{WE_ZH}[^。；]{{0,20}}(?:无需|不经)[^。；]{{0,8}}同意[^。；]{{0,20}}(?:转让|转移)",
        ),
    },
    {
        "en": (
            r"\b(?:not|never|cannot)\b.{0,40}\b(?:assign|transfer)|\byour rights"
            r"\b.{0,40}\b(?:not|stay|remain|unaffected)",
            r"\byou (?:can|may) (?:then )?(?:end|cancel|terminate)",
        ),
        "de": (r"\bnicht\b.{0,40}\bübertragen|\bkönnen Sie\b.{0,40}\bkündigen",),
        "zh": ("不(?:会|得)[^。；]{0,20}(?:转让|转移)", "不(?:影响|减损)"),
    },
    unless_denied=False,
)
INTERPRETATION = Saying(
    say("keeps the right to interpret, or to judge the performance"),
    {
        "en": (
            r"\b(?:final|sole|exclusive|ultimate) (?:right|authority|power|discretion)\b.{0,30}\binterpret",
            r"\b(?:right|authority) of (?:final|sole) interpretation\b|\bour interpretation"
            r"\b.{0,30}\b(?:final|binding|prevail)",
            r"\bwe (?:alone|solely|exclusively)\b.{0,30}\b(?:decide|determine|judge|interpret)",
            r"\bour (?:decision|determination)\b.{0,60}\b(?:final|conclusive)\b",
        ),
        "de": (
            r"\b(?:alleinige\w*|abschließende\w*|ausschließliche\w*|letzte\w*) (?:Recht|Befugnis|Entscheidung)"
            r"\b.{0,40}\b(?:Auslegung|auszulegen)",
            r"\bAuslegung\b.{0,40}\b(?:obliegt|liegt)\b.{0,20}\b(?:allein|ausschließlich)",
            r"\bwir (?:allein|ausschließlich)\b.{0,20}\b(?:entscheiden|bestimmen)|\bentscheiden (?:wir )?allein"
            r"\b.{0,10}\bwir\b",
        ),
        "zh": (
            "(?:最终|最后|唯一|全部|一切|独家)的?解释权",
            "解释权[^。；]{0,10}归[^。；]{0,20}(?:所有|享有)",
            "以(?:我们|本公司|平台|我方)的?解释为准",
        ),
        "fr": (r"\b(?:seul|dernier|exclusif) (?:droit|pouvoir)\b.{0,20}\binterprét|\bdroit exclusif d'interprét",),
        "es": (r"\b(?:derecho|facultad) (?:exclusiv|únic|final)\w+ (?:de|a) interpret",),
    },
)
WHOLE = Saying(
    say("denies what was said before the contract"),
    {
        "en": (
            r"\b(?:entire|whole|complete) (?:agreement|understanding|contract) between\b",
            r"\bsupersedes? (?:all|any) (?:prior|previous|earlier|other)"
            r"\b.{0,40}\b(?:agreement|statement|representation|communication|negotiation|understanding|advertis)",
        ),
        "de": (
            r"\b(?:mündliche )?(?:Neben)?[Aa]breden"
            r"\b.{0,30}\b(?:bestehen nicht|wurden nicht|sind unwirksam|nicht getroffen)",
            r"\bgesamte Vereinbarung\b.{0,40}\bzwischen\b",
        ),
        "zh": ("(?:构成|为)[^。；]{0,20}(?:完整|全部)协议[^。；]{0,30}(?:取代|代替)",),
    },
    {"en": (r"\b(?:not|nothing|besides|together with|along with)\b",), "de": (r"\bneben\b",), "zh": ("不",)},
    unless_denied=False,
)
SALVATORY = Saying(
    say("replaces void terms by what comes closest to them"),
    {
        "en": (
            r"\b(?:invalid|unenforceable|void|ineffective|unlawful|illegal)"
            r"\b.{0,160}\b(?:replaced|substitut|reform|modified)\w*"
            r"\b.{0,120}\b(?:closest|nearest|intent|purpose|most closely|economic)",
            r"\b(?:replac|substitut|reform|modif)\w*"
            r"\b.{0,60}\b(?:invalid|unenforceable|void|ineffective|unlawful|illegal)"
            r"\b.{0,160}\b(?:closest|nearest|intent|purpose|most closely|economic)",
        ),
        "de": (
            r"\b(?:unwirksam\w*|nichtig\w*|undurchführbar\w*)"
            r"\b.{0,160}\b(?:tritt|treten|gilt|ersetzt|ersetzen|vereinbar\w*)"
            r"\b.{0,200}\b(?:am nächsten|nahe ?kommt|nahekommend\w*|wirtschaftlich\w*|Sinn und Zweck|Gewollte\w*)",
            r"\ban (?:die|deren|ihre) Stelle\b.{0,120}\b(?:am nächsten|nahe ?kommt|wirtschaftlich\w*|Sinn und Zweck)",
        ),
        "zh": (
            "(?:无效|不可执行)[^。；]{0,60}(?:替代|取代|代替|替换)[^。；]{0,40}(?:最接近|相近|原意|目的)",
            "(?:无效|不可执行)[^。；]{0,60}(?:最接近|相近|原意|目的)[^。；]{0,40}(?:替代|取代|代替|替换)",
        ),
    },
    {
        "en": (r"\bstatut\w+ (?:law|rules?|provisions?) (?:takes?|apply|applies)",),
        "de": (r"\bgesetzliche\w* (?:Vorschrift|Regelung|Bestimmung)\w*",),
        "zh": ("法律规定",),
    },
    unless_denied=False,
)
