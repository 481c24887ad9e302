"""Reviews, switching of providers, and sellers on marketplaces."""

from __future__ import annotations

from tosgen.lint.forbidden import Saying
from tosgen.saying import say

REVIEWS = Saying(
    say("bars or punishes honest reviews"),
    {
        "en": (
            r"\b(?:not|never|refrain from|prohibited from)"
            r"\b.{0,60}\b(?:disparag\w*|negative (?:review|comment|feedback|statement)|criticis\w*|criticiz\w*)",
            r"\bnegative (?:review|comment|feedback)s?"
            r"\b.{0,80}\b(?:fee|fine|penalt\w*|charge|liable|damages|terminat\w*|suspen\w*|prohibit\w*|remove\w*"
            r"|delete\w*)\b",
            r"\b(?:assign|transfer)\b.{0,60}\b(?:copyright|rights|ownership)\b.{0,40}\breviews?\b",
        ),
        "es": (r"\bno (?:podrá|puede)\b.{0,40}\b(?:reseñas? negativas?|opiniones? negativas?|desprestigiar)",),
        "zh": ("不得[^。；]{0,15}(?:差评|负面评价)", "(?:差评|负面评价)[^。；]{0,20}(?:罚款|违约金|赔偿|封禁)"),
    },
    {
        "en": (
            r"\b(?:we|staff|nobody|employees)\b.{0,30}\b(?:not|never)\b|\b(?:also|even)\b.{0,20}\bnegative\b"
            r"|\b(?:good or|positive (?:or|and)) ?(?:bad|negative)|\bnot (?:because|remove|delete|hide)",
        ),
        "zh": ("我们不|(?:阻|删除|隐藏|干扰)",),
    },
    unless_denied=False,
)
PAID_PRAISE = Saying(
    say("pays for praise in reviews"),
    {
        "en": (
            r"\b(?:reward|discount|voucher|refund|cashback|gift|credit|bonus)\w*"
            r"\b.{0,60}\b(?:positive|five-star|5-star|good|top) (?:review|rating|feedback)s?\b",
            r"\b(?:positive|five-star|5-star) (?:review|rating)s?"
            r"\b.{0,60}\b(?:reward|discount|voucher|cashback|gift|bonus)",
        ),
        "de": (
            r"\b(?:Rabatt|Gutschein|Prämie|Geschenk|Cashback)\w*"
            r"\b.{0,60}\b(?:positive|gute|Fünf-Sterne)\w*[- ]?(?:Bewertung|Rezension)",
            r"\b(?:positive|gute)\w* (?:Bewertung|Rezension)\w*\b.{0,60}\b(?:Rabatt|Gutschein|Prämie|Geschenk)",
        ),
        "zh": (
            "好评[^。；]{0,6}(?:返现|返红包|返券|有礼|奖励|领取)",
            "(?:奖励|红包|优惠券)[^。；]{0,20}(?:五星|5星|好评)",
        ),
    },
)
SWITCHING = Saying(
    say("charges for switching to another provider"),
    {
        "en": (
            r"\b(?:switching|egress|exit) (?:charges?|fees?)\b.{0,40}\b(?:of|is|are|apply|applies|amount)\b",
            r"\b(?:charge|fee)s?\b.{0,40}\bfor (?:switching|moving your data|data egress|exporting)\b",
        ),
        "de": (
            r"\b(?:Wechselentgelt|Wechselgebühr|Egress-?Gebühr)\w*\b.{0,40}\b(?:betr[äa]g\w*|von|fallen|fällt)",
            r"\b(?:Gebühr|Entgelt|berechnen)\w*\b.{0,40}\b(?:für den Wechsel|für den Datenexport)",
        ),
    },
)
EXCLUSIVITY = Saying(
    say("forbids merchants to sell elsewhere"),
    {
        "en": (
            r"\b(?:not|only|exclusively|prohibited from)\b.{0,60}\b(?:sell|offer|list|trade)\w*"
            r"\b.{0,40}\b(?:on|through|via) (?:any )?(?:other|another|competing) (?:platform|marketplace|channel)",
        ),
        "zh": (
            "不得[^。；]{0,20}(?:在|到|于)[^。；]{0,4}其他(?:电商|网络|交易)?平台[^。；]{0,20}(?:销售|经营|开店|促销)",
            "二选一|独家(?:入驻|经营|合作)协议",
        ),
    },
    {"en": (r"\b(?:free to|do not (?:forbid|prevent|stop|restrict|ask)|may also)\b",), "zh": ("我们不|不限制|不要求",)},
    unless_denied=False,
)
