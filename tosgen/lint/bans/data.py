"""Personal data: consent, rights, requests and security."""

from __future__ import annotations

from tosgen.lint.forbidden import Saying
from tosgen.saying import say

_DATA_EN = r"\b(?:personal (?:data|information)|your (?:data|information)|privacy (?:policy|notice)|cookies|tracking)\b"
DATA_BY_USE = Saying(
    say("takes use for consent to the processing of personal data"),
    {
        "en": (
            r"\bby (?:using|accessing|visiting|browsing|entering|continuing|registering|accepting these terms)"
            r"\b.{0,100}"
            rf"\byou (?:agree|accept|consent)\b.{{0,100}}{_DATA_EN}",
        ),
        "de": (
            r"\b(?:durch|mit)\b.{0,20}\b(?:Nutzung|Besuch|Aufruf|Annahme|Registrierung)"
            r"\b.{0,80}\b(?:willigen|stimmen|erklären) Sie\b.{0,100}\b(?:Daten\w*|Cookies)\b",
        ),
        "zh": (
            "(?:访问|浏览|登录|注册|使用)[^。；]{0,30}(?:即|则|就|将)?(?:表示|视为|代表|意味着|被视为)"
            "[^。；]{0,12}(?:同意|授权)[^。；]{0,40}(?:个人信息|隐私|收集|数据)",
        ),
        "fr": (
            r"\ben (?:utilisant|naviguant|visitant)\b.{0,80}\bvous (?:acceptez|consentez)"
            r"\b.{0,80}\b(?:données|cookies)",
        ),
        "es": (r"\bal (?:usar|utilizar|navegar|visitar)\b.{0,80}\b(?:acepta|consiente)\b.{0,80}\b(?:datos|cookies)",),
    },
)
FORCED_CONSENT = Saying(
    say("makes the service depend on consent that it does not need"),
    {
        "en": (
            r"\bif you (?:do not|don't|refuse to) (?:consent|agree)"
            r"\b.{0,80}\b(?:data|information|marketing|advertis\w*|cookies|tracking|newsletter|profiling)"
            r"\b.{0,80}\b(?:cannot|can not|may not|not be able|unable|must not|must stop)"
            r"\b.{0,30}\b(?:us|order|register|access|continu)",
            r"\b(?:use of|access to|registration for)\b.{0,40}\brequires?\b.{0,20}\b(?:consent|agreement)"
            r"\b.{0,30}\b(?:marketing|advertis\w*|tracking|newsletter|profiling)",
        ),
        "de": (
            r"\b(?:wenn|falls) Sie (?:nicht |der )?.{0,60}\b(?:Werbung|Tracking|Newsletter|Profil\w*|Cookies"
            r"|Daten\w*)\b.{0,40}\bnicht (?:zustimmen|einwilligen)\b.{0,60}\b(?:nicht|kein\w*)\b.{0,30}\b(?:nutzen"
            r"|bestellen|Nutzung|registrieren)",
        ),
        "zh": (
            "(?:如果?|若|假如)[^。；]{0,6}(?:不同意|拒绝)[^。；]{0,40}(?:个人信息|隐私|收集|授权|营销|政策)"
            "[^。；]{0,40}(?:无法使用|不能使用|停止使用|不得使用|拒绝(?:提供|服务)|将?无法(?:注册|登录))",
        ),
    },
    {
        "en": (r"\b(?:need(?:ed|s)?|necessary|that (?:function|feature)|only|part of)\b",),
        "de": (r"\b(?:erforderlich|notwendig|benötig\w*|diese Funktion|nur)\b",),
        "zh": ("必需|必要|所必须|(?:该|此|相应|相关|附加|对应)[^。；]{0,4}(?:功能|服务)|不(?:会|影响)",),
    },
    unless_denied=False,
)
DATA_WAIVER = Saying(
    say("gives up rights to personal data, or the way to a court over them"),
    {
        "en": (
            r"\b(?:waiv|give up|forgo|relinquish)\w*"
            r"\b.{0,80}\b(?:data protection|GDPR|privacy rights|privacy law|rights? (?:over|to"
            r"|in) (?:your )?personal (?:data|information)|data subject)",
        ),
        "de": (
            r"\bverzicht\w*\b.{0,80}\b(?:DSGVO|Datenschutz\w*|Auskunft\w*|Löschung|Betroffenenrecht\w*)\b",
            r"\b(?:DSGVO|Datenschutz\w*|Betroffenenrecht\w*|Auskunftsrecht)\b.{0,40}\bverzicht",
        ),
        "zh": ("放弃[^。；]{0,30}(?:个人信息|隐私|数据)[^。；]{0,12}(?:权|救济)",),
    },
    {
        "en": (r"\b(?:not|never|nothing|cannot)\b.{0,40}\b(?:waive|give up)",),
        "de": (r"\b(?:nicht|kein\w*)\b",),
        "zh": ("不",),
    },
    unless_denied=False,
)
CCPA_WAIVER = Saying(
    say("gives up rights under the California Consumer Privacy Act"),
    {
        "en": (
            r"\b(?:waiv|give up|forgo|relinquish|limit)\w*"
            r"\b.{0,100}\b(?:CCPA|CPRA|California Consumer Privacy|1798\.1|privacy rights|California privacy)",
            r"\b(?:CCPA|California Consumer Privacy Act|privacy)\b.{0,40}\brights?"
            r"\b.{0,40}\b(?:waived|limited|do not apply)",
        )
    },
    {
        "en": (
            r"\b(?:not|never|nothing|cannot|no)\b.{0,60}\b(?:waive|give up|limit|forgo|void)|\bvoid\b"
            r"|\bright to limit\b",
            r"\blimit (?:the )?(?:use|our use|how|disclosure)|\bnot be (?:waived|limited)",
        )
    },
    unless_denied=False,
)
ACCESS_FEE = Saying(
    say("charges for requests about personal data"),
    {
        "en": (
            r"\b(?:charge|fee|pay)\b.{0,80}\b(?:access|copy of|request|deletion|erasure)"
            r"\b.{0,60}\bpersonal (?:data|information)",
            r"\b(?:request|copy|access)\b.{0,60}\bpersonal (?:data|information)"
            r"\b.{0,60}\b(?:costs?|fee of|charge of)\b",
        ),
        "de": (
            r"\b(?:Auskunft|Kopie|Löschung|Anfrage)\b.{0,80}\b(?:Daten\w*)?"
            r"\b.{0,40}\b(?:berechnen wir|kostet|Gebühr von|Entgelt von)",
            r"\b(?:Gebühr|Entgelt)\b.{0,60}\b(?:Auskunft|Datenkopie|Datenauskunft)\b",
        ),
        "zh": ("(?:查阅|复制|删除)[^。；]{0,20}个人信息[^。；]{0,30}(?:收取|支付)[^。；]{0,10}费",),
    },
    {
        "en": (r"\b(?:free|unfounded|excessive|unless|only if|further copies|repeated|manifestly)\b",),
        "de": (r"\b(?:kostenlos|kostenfrei|unentgeltlich|unbegründet\w*|exzessiv\w*|offenkundig\w*|weitere)\b",),
        "zh": ("免费|重复|合理(?:限度|次数)|明显",),
    },
)
SECURITY = Saying(
    say("promises security that nobody has"),
    {
        "en": (
            r"\b(?:100|one hundred) ?(?:%|per ?cent) (?:secure|safe)\b"
            r"|\b(?:completely|absolutely|totally|perfectly) (?:secure|safe)\b",
            r"\b(?:guarantee|ensure)s?\b.{0,40}\b(?:absolute|complete|total) security\b"
            r"|\b(?:impossible|cannot be) (?:to )?hack",
        ),
    },
)
