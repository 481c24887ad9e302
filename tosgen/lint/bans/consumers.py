"""Rights to withdraw and to refunds, forms, fees and barriers."""

from __future__ import annotations

from tosgen.lint.forbidden import Saying
from tosgen.saying import say

WAIVER = Saying(
    say("gives up rights of consumers"),
    {
        "en": (
            r"\b(?:waiv|give up|giving up|renounc|forgo|forfeit)\w*"
            r"\b.{0,60}\b(?:right (?:of|to) (?:withdraw|cancel|cool|return|repair|a?\s?refund)|(?:withdrawal"
            r"|cancellation|cooling-off) (?:right|period)|(?:consumer|legal|statutory) rights)",
            r"\b(?:statutory|consumer) rights\b.{0,40}\b(?:excluded|waived|do not apply)\b",
        ),
        "de": (
            r"\bverzicht\w*\b.{0,60}\b(?:Widerruf|Rücktritt|Gewährleistung|Mängel|Verbraucherrecht"
            r"|gesetzliche\w* Recht)",
            r"\b(?:Widerruf|Rücktritt|Gewährleistung|Mängel|Verbraucherrecht|gesetzliche\w* Recht)\w*"
            r"\b.{0,40}\bverzicht",
        ),
        "zh": (
            "(?:放弃|无权主张|无权行使)[^。；]{0,20}(?:七日|7日|7天|七天|无理由|退货|撤回|消费者|法定)[^。；]{0,12}",
        ),
        "fr": (r"\brenonc\w+\b.{0,60}\b(?:rétractation|garantie|droits)",),
        "es": (r"\brenunci\w+\b.{0,60}\b(?:desistimiento|garantía|derechos)",),
    },
    {
        "en": (r"\b(?:not|never|nothing|cannot)\b.{0,40}\b(?:waive|give up|exclude|excluded|waived|lose)|\bno one\b",),
        "de": (r"\b(?:nicht|kein\w*)\b.{0,60}\bverzicht|\bverzicht\w*\b.{0,60}\b(?:nicht|unwirksam)\b",),
        "zh": ("(?:不|无需|无须|未)[^。；]{0,8}放弃",),
        "fr": (r"\bne renonc",),
        "es": (r"\bno renunci",),
    },
    unless_denied=False,
)
REFUNDS = Saying(
    say("refuses every refund or return"),
    {
        "en": (
            r"\b(?:all )?sales are final\b|\bno (?:refunds?|returns?|exchanges?)\b(?! (?:fee|charge|cost|form|label"
            r"|address))",
            r"\bnon-?refundable\b|\b(?:not|never) be (?:refunded|returned|exchanged)\b|\bno refund"
            r"\b.{0,30}\bwhatsoever",
        ),
        "de": (
            r"\b(?:Umtausch|Rückgabe|Rückerstattung|Erstattung|Rücknahme)"
            r"\b.{0,40}\b(?:ausgeschlossen|nicht möglich)\b",
            r"\bkein(?:e|erlei)? (?:Umtausch|Rückgabe|Rückerstattung|Erstattung|Rücknahme)\b"
            r"|\bnicht erstattungsfähig\b",
        ),
        "zh": (
            "(?:概不|恕不|一律不|一经[^。；]{1,8}(?:概)?不(?:予|得|能|可)?)"
            "[^。；]{0,4}(?:退款|退换|退货|退还|退费|退|换)",
        ),
        "fr": (r"\bni repris ni échangé|\baucun remboursement\b|\bnon remboursable",),
        "es": (r"\bno se (?:admiten|aceptan) devoluciones\b|\bno reembolsable",),
    },
    {
        "en": (
            r"\b(?:unless|except|other than|in other cases|beyond|withdraw\w*|right to cancel|custom|sealed"
            r"|perishable|statutory|by law|the law|mandatory|defect\w*|faulty|in order|once)\b",
        ),
        "de": (
            r"\b(?:außer|es sei denn|Widerruf\w*|gesetzlich\w*|Mängel\w*|mangelhaft\w*|versiegelt\w*|soweit"
            r"|Gesetz)\b",
        ),
        "zh": ("除外|除非|法律|质量问题|定制|鲜活|不得[^。；]{0,10}(?:概不|恕不)",),
        "fr": (r"\bsauf\b|\brétractation\b|\bloi\b",),
        "es": (r"\bsalvo\b|\bdesistimiento\b|\bley\b",),
    },
    unless_denied=False,
)
FORM = Saying(
    say("asks consumers for more than text form"),
    {
        "en": (
            r"\b(?:cancel|terminat|notice|withdraw|notif|notification|declar|complain)\w*"
            r"\b.{0,80}\b(?:by|via|per|in) (?:registered (?:mail|letter|post)|certified mail|recorded delivery|fax"
            r"|a? ?signed letter|(?:hand)?written form|notarised|person only)",
            r"\b(?:registered (?:mail|letter|post)|certified mail|signed letter|written form)"
            r"\b.{0,40}\b(?:required|needed)",
        ),
        "de": (
            r"\b(?:kündig|Kündigung|Widerruf|widerruf|Anzeige|anzuzeigen|mitzuteilen|Mitteilung|Erklärung|Mängelrüge"
            r"|Rücktritt)\w*\b.{0,80}\b(?:schriftlich|Schriftform|Einschreiben|per Fax|handschriftlich|notariell"
            r"|unterschrieben)",
            r"\b(?:schriftlich\w*|Schriftform|per Einschreiben|handschriftlich|eigenhändig)"
            r"\b.{0,60}\b(?:kündigen|Kündigung|anzeigen|anzuzeigen|widerrufen|erklären|mitteilen|mitzuteilen)",
        ),
        "zh": ("(?:解除|终止|取消|通知)[^。；]{0,20}(?:必须|须|应当?)[^。；]{0,10}(?:挂号信|亲笔|公证|盖章的?书面)",),
    },
    {
        "en": (r"\b(?:not (?:need|have|required)|for example|or by e-?mail|or in the app|text form|we)\b",),
        "de": (
            r"\b(?:Textform|E-Mail|oder (?:per|online|in)|nicht nötig|brauchen|genügt|wir|uns(?:ere|erer)? Kündigung"
            r"|zum Beispiel)\b",
            r"\bein(?:e|er)? Brief\b",
        ),
        "zh": ("电子邮件|在线|我们应|不需要",),
    },
)
BARRIERS = Saying(
    say("puts up barriers to cancelling"),
    {
        "en": (
            r"\b(?:cancel|end your (?:contract|subscription)|refund)\w*"
            r"\b.{0,40}\bonly (?:by|via|in|through) (?:phon|telephon|call|post|letter|person|writing|visit|fax)",
            r"\bcancellation fee\b.{0,40}\b(?:remaining|all outstanding|full (?:price|term))",
        )
    },
)
PREMIUM_LINE = Saying(
    say("makes customers of a contract pay more than the basic rate to call"),
    {
        "en": (
            r"\bpremium[- ]rate\b|\bcalls? (?:to (?:us|this|our)\b.{0,30})?costs?"
            r"\b.{0,10}(?:£|€|\d).{0,20}\b(?:per|a) minute",
            r"\b(?:call|phone|telephone|helpline|hotline)\b.{0,40}\b(?:09\d|087|084)\d[\d ]{3,}",
        ),
        "de": (
            r"\b0900[\d /-]{3,}|\bkostenpflichtige\w* (?:Hotline|Rufnummer|Telefonnummer|Servicenummer)",
            r"\b(?:Anruf|Hotline|Telefonat)\b.{0,40}\b\d+(?:,\d+)? (?:Cent|Euro|€|EUR)\b.{0,10}\b(?:pro|je|/) ?Min",
        ),
    },
    {"en": (r"\bbasic rate\b",), "de": (r"\bGrundtarif|\bkostenlos",)},
)
SURCHARGE = Saying(
    say("adds a fee for a means of payment"),
    {
        "en": (
            r"\b(?:surcharge|fee|charge)\b.{0,60}\b(?:for|when|if)\b.{0,20}\b(?:paying|payments?|you pay)"
            r"\b.{0,20}\b(?:by|with|via)\b.{0,20}\b(?:card|credit|debit|PayPal|direct debit|bank transfer|Klarna)",
            r"\b(?:paying|payments?|you pay)\b (?:by|with|via)\b.{0,30}\b(?:card|credit|debit|PayPal|direct debit)"
            r"\b.{0,40}\b(?:surcharge|(?:additional|extra|handling) (?:fee|charge))",
        ),
        "de": (
            r"\b(?:Zahlung|zahlen|bezahlen)\w*\b.{0,40}\b(?:Kreditkarte|Karte|PayPal|Lastschrift|Überweisung|SEPA)"
            r"\b.{0,60}\b(?:Gebühr|Zuschlag|Aufschlag|Zusatzkosten|Entgelt)",
            r"\bfür (?:Kreditkarte|Kartenzahlung|PayPal|Lastschrift|SEPA)\w*"
            r"\b.{0,40}\b(?:Gebühr|Zuschlag|Aufschlag|Entgelt)",
            r"\b(?:Gebühr|Zuschlag|Aufschlag|Entgelt)"
            r"\b.{0,60}\b(?:Kreditkarte|Kartenzahlung|PayPal|Lastschrift|SEPA)",
        ),
    },
)
PRE_TICKED = Saying(
    say("takes extra payment by default"),
    {
        "en": (
            r"\bpre-?(?:ticked|checked|selected)"
            r"\b.{0,60}\b(?:insurance|warranty|extra|add-?on|option|donation|service)",
            r"\b(?:insurance|warranty|extra|add-?on|donation)"
            r"\b.{0,60}\b(?:by default|automatically|pre-?(?:ticked|selected))"
            r"\b.{0,60}\b(?:unless you|until you|untick|remove|opt out)",
        ),
        "de": (
            r"\b(?:vorangekreuzt|vorausgewählt|voreingestellt)\w*"
            r"\b.{0,60}\b(?:Versicherung|Garantie|Zusatz|Option|Spende)",
            r"\b(?:\w*versicherung|\w*garantie|Zusatz\w*|Spende)"
            r"\b.{0,40}\b(?:vorangekreuzt|vorausgewählt|voreingestellt)\b",
            r"\b(?:Versicherung|Garantie|Zusatzleistung|Spende)\w*\b.{0,60}\b(?:automatisch|voreingestellt)"
            r"\b.{0,60}\b(?:abwählen|entfernen|es sei denn)",
        ),
    },
)
