"""Liability: what may not be excluded, shifted or left open."""

from __future__ import annotations

from tosgen.lint.forbidden import Saying
from tosgen.saying import say

_KEPT_EN = (
    r"\b(?:nothing|do(?:es)? not|never|cannot|not|nor|neither)\b.{0,60}\b(?:exclude|limit|restrict|affect|touch)",
    r"\b(?:except|unless|other than|apart from|save|as long as|only (?:if|where|for))\b",
    r"\bunlimited\b|\bwithout limit|\bbut we\b",
)
_KEPT_DE = (
    r"\b(?:außer|ausgenommen|mit Ausnahme|soweit nicht|sofern nicht|es sei denn|unberührt|unbeschränkt|unbegrenzt)\b",
    r"\b(?:gilt|gelten)\b.{0,30}\bnicht\b|\b(?:nicht|weder|kein\w*)"
    r"\b.{0,80}\b(?:ausgeschlossen|beschränkt|begrenzt|ausschließ\w*|beschränk\w*|eingeschränkt)",
)
_KEPT_ZH = ("除外|除非|但|不(?:会|得|能)?(?:排除|限制|免除|减轻)", "不(?:影响|适用)")
INJURY = Saying(
    say("excludes liability for death, injury, intent or gross negligence"),
    {
        "en": (
            r"\b(?:not (?:be )?(?:held )?(?:liable|responsible)|no (?:liability|responsibility)|exclud\w*"
            r"|disclaim\w*|limit(?:s|ed|ing)?)\b.{0,120}\b(?:death|(?:bodily|personal) (?:harm|injur)"
            r"|injur(?:y|ies)\b|gross(?:ly)? neglig|wil?lful|intentional|deliberate)",
            r"\bliab\w+ for\b.{0,80}\b(?:death|personal injur|gross neglig|wil?lful|intent)\w*"
            r"\b.{0,60}\b(?:excluded|limited|disclaimed|capped)\b",
        ),
        "de": (
            r"\bhaft\w*\b.{0,40}\b(?:nicht|kein\w*|weder)"
            r"\b.{0,100}\b(?:Leben|Körper|Gesundheit|Tod|Vorsatz|vorsätzlich|grob\w* (?:fahrlässig|Verschulden))",
            r"\bHaftung\b.{0,60}\b(?:Leben\w*|Körper\w*|Gesundheit|Vorsatz|vorsätzlich\w*|grob\w* (?:Fahrlässigkeit"
            r"|Verschulden|fahrlässig\w*))\b.{0,60}\b(?:ausgeschlossen|beschränkt|begrenzt)\b",
        ),
        "zh": (
            "(?:人身|伤亡|死亡|身体|故意|重大过失)[^。；]{0,40}(?:不承担|免责|概不|免除|不负)",
            "(?:不承担|免除|概不|不负)[^。；]{0,40}(?:人身|伤亡|死亡|故意|重大过失)",
        ),
        "fr": (
            r"\bresponsabilité\b.{0,80}\b(?:décès|dommages? corporels?|faute (?:lourde|intentionnelle)|dol)"
            r"\b.{0,60}\bexclue",
        ),
        "es": (r"\bno (?:somos|seremos|será) responsables?\b.{0,80}\b(?:muerte|lesiones|dolo|negligencia grave)",),
    },
    {
        "en": (*_KEPT_EN, r"\bliab\w+ for\b.{0,80}\b(?:is|are) (?:not|never|neither)\b"),
        "de": (*_KEPT_DE, r"\bleicht\w* [Ff]ahrlässig"),
        "zh": _KEPT_ZH,
    },
    unless_denied=False,
)
BLANKET = Saying(
    say("excludes all liability"),
    {
        "en": (
            r"\b(?:in no (?:event|case)|under no circumstances)\b.{0,60}\bliab",
            r"\bnot (?:be )?(?:held )?(?:liable|responsible) (?:to you )?for (?:any|all)"
            r"\b.{0,80}\b(?:loss|losses|damages?|harm|claims)\b",
            r"\b(?:accepts?|assumes?|bears?|takes?) no (?:liability|responsibility) (?:whatsoever|of any kind"
            r"|for any)",
            r"\b(?:all|any) liability\b.{0,30}\b(?:excluded|disclaimed)\b"
            r"|\b(?:exclude|disclaim) (?:all|any) liability\b",
            r"\bat your (?:own|sole) risk\b",
        ),
        "de": (
            r"\b(?:jede|jegliche|sämtliche) Haftung\b.{0,60}\bausgeschlossen\b",
            r"\b(?:übernehmen|übernimmt) kein(?:e|erlei) Haftung\b|\bhaften (?:in keinem Fall|keinesfalls|niemals)\b",
            r"\bhaft(?:en|et) nicht für (?:jegliche|sämtliche|irgendwelche|Schäden)\b|\bauf (?:eigene|Ihre) Gefahr\b",
        ),
        "zh": (
            "(?:概不|不承担任何|不承担一切|不负任何|不承担全部)[^。；]{0,10}责任?",
            "不(?:对|就)[^。；]{0,6}(?:任何|一切)[^。；]{0,10}(?:承担|负)[^。；]{0,4}责任",
            "免除[^。；]{0,6}(?:一切|任何|全部|所有)[^。；]{0,6}责任",
        ),
        "fr": (
            r"\bdéclin\w+ toute responsabilité\b|\baucune responsabilité\b.{0,40}\b(?:acceptée|engagée)",
            r"\bne (?:saurait|saurions|pourra)\b.{0,30}\bresponsables?\b.{0,40}\b(?:quelque|tout|aucun)",
        ),
        "es": (
            r"\ben ningún caso\b.{0,40}\bresponsable",
            r"\bno (?:asume|asumimos) (?:ninguna )?responsabilidad alguna",
        ),
    },
    {
        "en": (
            *_KEPT_EN,
            r"\b(?:foreseeable|caused by|beyond our control|could have|could not|results? from|(?:by|of) your own"
            r"|you cause)\b",
        ),
        "de": (*_KEPT_DE, r"\b(?:leicht\w* [Ff]ahrlässig|höhere\w* Gewalt|vorhersehbar|verursach\w*|selbst)"),
        "zh": (*_KEPT_ZH, "不可抗力|您(?:自身)?的?(?:过错|原因)|因您"),
        "fr": (r"\bsauf\b|\bforce majeure\b|\bà l'exception\b",),
        "es": (r"\bsalvo\b|\bfuerza mayor\b|\bexcepto\b",),
    },
    unless_denied=False,
)
PRODUCTS = Saying(
    say("excludes liability for defective products"),
    {
        "en": (
            r"\b(?:not (?:be )?liable|no liability|exclud\w*|disclaim\w*)"
            r"\b.{0,80}\b(?:product liability|defective products?)",
            r"\b(?:product liability|liability for defective products?)\b.{0,40}\b(?:excluded|disclaimed|limited)\b",
        ),
        "de": (
            r"\bProdukthaftung\w*\b.{0,60}\b(?:ausgeschlossen|beschränkt|begrenzt)\b",
            r"\bausgeschlossen\b.{0,60}\bProdukthaftung",
        ),
        "zh": ("产品责任[^。；]{0,20}(?:不承担|免除|排除)|(?:不承担|免除|排除)[^。；]{0,20}产品责任",),
    },
    {"en": _KEPT_EN, "de": _KEPT_DE, "zh": _KEPT_ZH},
    unless_denied=False,
)
INDEMNITY = Saying(
    say("makes consumers indemnify the trader without fault"),
    {
        "en": (r"\byou\b.{0,60}\bindemnif|\byou\b.{0,60}\bhold\b.{0,40}\bharmless\b",),
        "de": (
            r"\b(?:Kunde|Nutzer|Verbraucher)\b.{0,20}\bstellt\b.{0,120}\bfrei\b",
            r"\bSie\b.{0,20}\bstellen uns\b.{0,120}\bfrei\b|\bstellen Sie uns\b.{0,120}\bfrei\b|\bSie"
            r"\b.{0,40}\bfreizustellen",
        ),
        "zh": ("您[^。；]{0,30}(?:赔偿|补偿)[^。；]{0,20}(?:我们|本公司|平台)[^。；]{0,20}(?:一切|任何|全部|所有)",),
        "fr": (r"\bvous\b.{0,60}\b(?:garantir|indemniser|dégager)\w*\b.{0,40}\b(?:toute|l'ensemble)",),
        "es": (r"\b(?:usted|se compromete)\b.{0,60}\b(?:indemniz|mantener indemne)",),
    },
    {
        "en": (
            r"\b(?:fault|culpabl|negligen|intent|if you (?:have )?(?:break|broke|breach|infring)|wrongful)\w*",
            r"\bwe indemnify",
        ),
        "de": (r"\b(?:Verschulden|schuldhaft\w*|verschuldet|vertreten|fahrlässig\w*|vorsätzlich\w*)\b",),
        "zh": ("过错|故意|过失|违反",),
        "fr": (r"\bfaute\b",),
        "es": (r"\bculpa\b|\bdolo\b",),
    },
)
EXTENT = Saying(
    say("leaves it to the reader what the law allows"),
    {
        "en": (
            r"\bto the (?:fullest |maximum |greatest |full )?extent (?:that (?:is )?)?(?:permitted|allowed"
            r"|permissible)\b.{0,20}\blaw",
            r"\b(?:as far as|so far as|where) (?:legally )?(?:permitted|permissible|allowed) (?:by"
            r"|under) (?:applicable )?law",
        ),
        "de": (
            r"\b(?:soweit|sofern) (?:dies |es )?(?:gesetzlich|rechtlich) (?:zulässig|möglich|erlaubt|gestattet)",
            r"\bim (?:größtmöglichen |weitestmöglichen )?(?:gesetzlich|rechtlich) zulässigen (?:Umfang|Rahmen|Maß)",
        ),
        "zh": ("在(?:适用)?法律(?:法规)?(?:所)?允许的?(?:最大)?(?:范围|限度)内",),
        "fr": (r"\bdans (?:toute )?la mesure (?:permise|autorisée) par la loi|\blimites permises par la loi",),
        "es": (r"\ben la (?:máxima )?medida permitida por la (?:ley|legislación)",),
    },
    {
        "en": (r"\bwe (?:may|can) (?:keep|store|process|collect|use|send|call|tell)\b",),
        "de": (r"\bverarbeit|\bspeicher|\bübermittel",),
    },
    unless_denied=False,
)
