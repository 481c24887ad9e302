"""Changes of terms, prices and services, and what is taken for agreement."""

from __future__ import annotations

from tosgen.lint.bans.phrases import ALTER_EN, THINGS_DE, THINGS_EN, WE_DE, WE_ZH, WILL_DE, WILL_EN, WILL_ZH
from tosgen.lint.forbidden import Saying
from tosgen.saying import say

CHANGES = Saying(
    say("changes terms, prices or the service at will"),
    {
        "en": (
            rf"\b(?:we|us|our|company|provider)\b.{{0,80}}{ALTER_EN}\b.{{0,60}}{THINGS_EN}.{{0,80}}{WILL_EN}",
            rf"\b(?:we|us|our|company|provider)\b.{{0,60}}{WILL_EN}.{{0,60}}{ALTER_EN}\b.{{0,60}}{THINGS_EN}",
            rf"{WILL_EN}.{{0,30}}\bwe\b.{{0,40}}{ALTER_EN}\b.{{0,60}}{THINGS_EN}",
            rf"{THINGS_EN}.{{0,30}}\b(?:may|can)\b.{{0,10}}{ALTER_EN}\b.{{0,40}}{WILL_EN}",
        ),
        "de": (
            rf"{WE_DE}{THINGS_DE}.*{WILL_DE}.{{0,100}}\b(?:ändern|anpassen|anzupassen|abzuändern|erhöhen|einstellen"
            r"|einzustellen|geändert|angepasst|erhöht)\b",
            rf"{WE_DE}{THINGS_DE}.*\b(?:ändern|anpassen|anzupassen|erhöhen|Änderung\w*)\b.{{0,60}}{WILL_DE}",
        ),
        "zh": (
            f"{WE_ZH}[^。；]{{0,40}}(?:有权|可以?|保留)[^。；]{{0,40}}{WILL_ZH}"
            f"[^。；]{{0,40}}(?:修改|变更|更改|调整|修订)",
            f"{WE_ZH}[^。；]{{0,40}}(?:有权|可以?|保留)[^。；]{{0,30}}(?:修改|变更|更改|调整|修订)"
            f"[^。；]{{0,40}}{WILL_ZH}",
            f"(?:如有|若有)(?:变更|更改|调整)[^。；]{{0,10}}{WILL_ZH}",
        ),
        "fr": (
            r"\bnous\b.{0,80}\b(?:modifi|chang|révis)\w*"
            r"\b.{0,120}\b(?:à tout moment|sans préavis|unilatéralement|à notre (?:seule|entière) discrétion)",
            r"\bnous\b.{0,60}\b(?:à tout moment|sans préavis|unilatéralement)\b.{0,40}\b(?:modifi|chang|révis)",
        ),
        "es": (
            r"\b(?:podemos|nos reservamos|podrá)\b.{0,60}\b(?:modific|cambi|actualiz)\w*"
            r"\b.{0,120}\b(?:en cualquier momento|sin previo aviso|unilateralmente|a nuestra (?:sola"
            r"|entera) discreción)",
        ),
    },
    {
        "en": (
            rf"\b(?:not|never|cannot|nor)\b.{{0,60}}{ALTER_EN}\b|\byou (?:can|may)\b"
            r"|\bonly (?:if|for|where|when|with)\b",
            r"\b(?:better|improve|in your favou?r|to your advantage|at no cost to you)\b",
        ),
        "de": (
            r"\b(?:können|dürfen) Sie\b|\bSie (?:können|dürfen|erhalten)\b|\b(?:nicht|nie|kein\w*)\b"
            r"|\bnur (?:wenn|aus|in|mit)\b",
        ),
        "zh": ("不(?:会|得|能)[^，。；]{0,20}(?:修改|变更|更改|调整|修订)", "您(?:可以?|有权)"),
        "fr": (r"\bne\b.{0,40}\bmodifi|\bvous pouvez\b",),
        "es": (r"\bno\b.{0,20}\b(?:podemos|modific)|\busted puede\b",),
    },
    unless_denied=False,
)
NO_NOTICE = Saying(
    say("lets a change take effect without notice"),
    {
        "en": (
            rf"{ALTER_EN}\b.{{0,100}}\bwithout (?:any )?(?:prior |advance )?notice\b",
            rf"\bwithout (?:any )?(?:prior |advance )?notice\b.{{0,60}}{ALTER_EN}\b",
            rf"\bretroactive(?:ly)?\b.{{0,40}}{ALTER_EN}\b|{ALTER_EN}\b.{{0,60}}\bretroactively\b",
        )
    },
    {
        "en": (
            rf"\b(?:not|never|no|cannot|nor)\b.{{0,60}}{ALTER_EN}\b|\byou (?:can|may)\b",
            r"\b(?:not|never)\b.{0,30}\bretroactive",
        )
    },
    unless_denied=False,
)
PRICES = Saying(
    say("raises prices without a way out"),
    {
        "en": (
            rf"\b(?:increas|rais|adjust)\w*\b.{{0,40}}\b(?:prices?|fees?|charges|rates)\b.{{0,80}}{WILL_EN}",
            r"\b(?:prices?|fees?)\b.{0,60}\b(?:increas|ris)\w*\b.{0,60}\b(?:no right|cannot|not entitled|may not)"
            r"\b.{0,20}\b(?:cancel|terminate|end)",
        ),
        "de": (
            rf"\b(?:Preise?|Entgelte?|Gebühren)\b.{{0,40}}{WILL_DE}.{{0,40}}\berhöh",
            r"\bPreiserhöhung\w*\b.{0,60}\b(?:kein\w*|nicht)\b.{0,30}\b(?:Kündigung|kündigen)",
        ),
        "zh": (f"{WILL_ZH}[^。；]{{0,20}}(?:上调|提高|调整)[^。；]{{0,10}}(?:价格|费用|会员费)",),
    },
    {
        "en": (r"\b(?:not|never)\b.{0,40}\b(?:increas|rais|adjust)", r"\byou can (?:cancel|end)\b"),
        "de": (r"\bSie (?:können|dürfen)\b.{0,40}\bkündigen\b|\bkönnen Sie\b.{0,60}\bkündigen\b",),
        "zh": ("不(?:会|得)",),
    },
    unless_denied=False,
)
SILENCE = Saying(
    say("takes silence or further use for agreement"),
    {
        "en": (
            r"\b(?:silence|not (?:object|respond|reply|reject|disagree)|no objection|fail(?:ure|s)? to object)"
            r"\b.{0,100}\b(?:deemed|considered|taken|treated|regarded|counts?|constitut\w*|means?)"
            r"\b.{0,40}\b(?:accept|agree|consent|approv)",
            r"\bdeemed (?:to have )?(?:been )?(?:accept|agree|consent|approv)\w*",
            r"\b(?:continued use|(?:continue|continuing|keep|go on) (?:to )?us(?:e|ing))"
            r"\b.{0,100}\b(?:constitut\w+|means?|signif\w+|you (?:accept|agree|consent)|acceptance|applies to you)\b",
        ),
        "de": (
            r"\bSchweigen\b.{0,40}\b(?:Zustimmung|Annahme|Einwilligung|Einverständnis)",
            r"\b(?:gelten|gilt)\b.{0,60}\bals (?:angenommen|genehmigt|akzeptiert|erteilt|vereinbart)\b",
            r"\b(?:Weiternutzung|weitere\w* Nutzung|weiter nutzen|weiternutzen|weiter verwenden)"
            r"\b.{0,60}\b(?:Zustimmung|zugestimmt|einverstanden|akzeptier\w*|stimmen Sie)",
        ),
        "zh": (
            "(?:继续使用|未提出异议|不提出异议|未(?:表示)?反对|沉默|未回复|逾期)"
            "[^。；]{0,30}(?:视为|即表示|即视为|即代表|则表示)[^。；]{0,12}(?:同意|接受|认可)",
        ),
        "fr": (
            r"\b(?:silence|poursui\w+ (?:de )?l'utilisation|continu\w+ (?:à|d')utiliser)"
            r"\b.{0,80}\b(?:vaut|accept\w+)",
        ),
        "es": (r"\b(?:silencio|uso continuado|seguir usando|continuar utilizando)\b.{0,80}\b(?:acept\w+|consent\w+)",),
    },
    {
        "en": (
            r"\bnot (?:take|treat|count|mean|constitute|amount|deem|regard|consider)|\bnever (?:take|treat|count)",
            r"\b(?:does|is|are) not\b.{0,40}\b(?:agree|consent|accept)|\bno (?:agreement|consent|acceptance)\b",
        ),
        "de": (
            r"\b(?:gilt|gelten|werten|deuten|verstehen|nehmen)\b[^,;]{0,40}\b(?:nicht|nie|kein\w*)\b"
            r"|\bkein\w* Zustimmung",
            r"(?=.*\b(?:Wochen|Monat\w*|Tage\w*)\b).*\b(?:hinweis\w*|hinweisen|weisen wir)\b",
        ),
        "zh": ("不(?:会|得|应)?(?:视为|代表|表示|构成|等于)",),
        "fr": (r"\bne (?:vaut|constitue)",),
        "es": (r"\bno (?:implica|supone|constituye|equivale)",),
    },
    unless_denied=False,
)
BROWSING = Saying(
    say("binds by mere use of a site"),
    {
        "en": (
            r"\bby (?:using|accessing|visiting|browsing|entering|opening|continuing)"
            r"\b.{0,100}\byou (?:agree|accept|consent|acknowledge|are bound)\b",
            r"\bwhether or not you (?:have )?read\b",
        ),
        "de": (
            r"\b(?:durch|mit)\b.{0,20}\b(?:Nutzung|Besuch|Aufruf|Zugriff|Betreten)"
            r"\b.{0,80}\b(?:akzeptieren|stimmen|erkennen|erklären|willigen) Sie\b",
        ),
        "zh": (
            "(?:访问|浏览|登录|使用)[^。；]{0,20}(?:即|则|就|将)(?:表示|视为|代表|意味着|被视为)"
            "[^。；]{0,12}(?:同意|接受)",
        ),
        "fr": (r"\ben (?:utilisant|accédant|visitant|naviguant)\b.{0,80}\bvous acceptez\b",),
        "es": (r"\bal (?:usar|utilizar|acceder|visitar|navegar)\b.{0,80}\b(?:acepta|consiente)",),
    },
    {
        "en": (r"\byou (?:do|are|have) not\b|\b(?:not|never|nothing) (?:agree|accept|consent|bound|bind)\b",),
        "de": (r"\b(?:nicht|kein\w*)\b",),
        "zh": ("不(?:即)?(?:表示|视为|代表|意味)",),
        "es": (r"\bno (?:acepta|consiente)",),
    },
    unless_denied=False,
)
