"""Courts, the law that governs, hurdles before an action, and proof."""

from __future__ import annotations

from tosgen.lint.forbidden import Saying
from tosgen.saying import say

COURTS = Saying(
    say("ties consumers to courts that the trader chose"),
    {
        "en": (
            r"\bexclusive(?:ly)?\b.{0,60}\b(?:jurisdiction|venue|forum|courts?)\b",
            r"\bcourts?\b.{0,40}\bexclusively\b",
            r"\bcourts?\b.{0,100}\b(?:exclusive|sole)\b.{0,20}\b(?:jurisdiction|venue|competence)\b",
            r"\bonly\b.{0,30}\b(?:before|in|by|to) the (?:\w+ ){0,3}courts? (?:of|in|at)\b",
            r"\b(?:claims?|actions?|proceedings|disputes?|lawsuits?)"
            r"\b.{0,40}\b(?:must|shall|(?:may|can) only) be (?:brought|filed|heard|decided|litigated)"
            r"\b.{0,40}\bcourts?\b",
        ),
        "de": (
            r"\bausschließliche\w* (?:örtliche |internationale )?(?:Gerichtsstand|Zuständigkeit)",
            r"\bGerichtsstand\b.{0,100}\b(?:ist|sind|wird)\b",
            r"\bausschließlich\b.{0,40}\bGericht",
        ),
        "zh": (
            "(?:专属|排他性?|唯一|独家)[^，。；]{0,10}管辖",
            "只能[^。；]{0,30}法院[^。；]{0,6}(?:起诉|提起诉讼)",
        ),
        "fr": (r"\b(?:compétence|juridiction) exclusive", r"\b(?:exclusivement|seuls?) compétents?\b"),
        "es": (r"\b(?:jurisdicción|competencia) exclusiva", r"\brenunci\w+\b.{0,60}\b(?:fuero|jurisdicción)"),
    },
    {
        "en": (
            r"\blaw (?:gives|provides)\b|\bother courts\b",
            r"\bnon-?exclusive|\bnot\b.{0,25}\bexclusive|\b(?:do(?:es)?|need) not have to\b",
            r"\b(?:where|in which) (?:you|the consumer) (?:lives?|resides?|(?:are|is) (?:domiciled|resident))\b",
            r"\b(?:your|consumer's) (?:home|place of residence|domicile|habitual residence|country|own)\b",
            r"\b(?:not a consumer|(?:if|where|when) you are an? (?:business|trader|merchant|company)|merchants?)\b",
        ),
        "de": (
            r"\bWohnsitz|\bwohn(?:en|t|haft)\b|\bgewöhnliche\w* Aufenthalt|\bKauf(?:mann|leute)|\bUnternehmer",
            r"\bjuristische\w* Person|\bgesetzliche\w* Gerichtsst|\ballgemeine\w* Gerichtsst|\bnicht ausschließlich",
        ),
        "zh": ("非(?:专属|排他)|法律规定", "(?:您|消费者)的?(?:住所|住址|居住|经常居住|户籍)"),
        "fr": (r"\b(?:domicile|résidence|professionnel|commerçant)",),
        "es": (r"\b(?:domicilio|residencia|empresa|empresario)",),
    },
    unless_denied=False,
)
LAW = Saying(
    say("takes away the protection of the law at home"),
    {
        "en": (
            r"\b(?:govern|law)\w*\b.{0,120}\b(?:regardless|irrespective) of (?:where you|your (?:place|residence"
            r"|country|domicile)|(?:any |the )?mandatory)",
            r"\bgoverned\b.{0,30}\b(?:exclusively|solely|only) by\b|\b(?:exclusively|solely) governed\b",
            r"\blaws? of\b.{0,60}\b(?:applies|apply) (?:exclusively|solely|alone)\b",
            r"\bmandatory (?:consumer )?(?:law|rules?|provisions?|protections?)"
            r"\b.{0,60}\b(?:(?:do|does|shall) not apply|excluded|waived|disapplied)\b",
            r"\b(?:waive|give up|forgo)\b.{0,60}\bprotection\b.{0,60}\blaw",
        ),
        "de": (
            r"\b(?:ausschließlich|allein)\b.{0,40}\b\w+(?:isches|deutsches|Schweizer) Recht\b",
            r"\bausschließlich (?:das )?(?:deutsches )?Recht\b|\bRecht\b.{0,60}\b(?:gilt|anwendbar)"
            r"\b.{0,20}\bausschließlich",
            r"\b(?:unabhängig von|ungeachtet) (?:Ihrem Wohnsitz|Ihrem Aufenthalt|zwingend\w*)",
            r"\bzwingende\w* (?:Verbraucher|Schutz)\w*\b.{0,60}\b(?:ausgeschlossen|abbedungen|finde\w* keine)",
        ),
        "zh": (
            "(?:仅|只|唯一|排他)[^，。；]{0,6}适用[^，。；]{0,20}法律?",
            "(?:无论|不论)您?(?:居住|身处|住)[^。；]{0,20}适用",
            "(?:排除|不适用)[^。；]{0,20}(?:消费者保护|强制性)",
        ),
        "fr": (r"\bexclusivement (?:régi|soumis)\w*\b.{0,40}\b(?:droit|loi)",),
        "es": (r"\bexclusivamente por (?:la ley|el derecho|la legislación)",),
    },
    {
        "en": (
            r"\bnot (?:take|deprive|waive|lose|remove|give up|affect)|\b(?:mandatory|protect)\w*"
            r"\b.{0,80}\b(?:stays?|remains?|keeps?|also appl|continue|benefit|protects? you)",
            r"\b(?:if|where|when) you are an? (?:business|trader|merchant|company)\b",
        ),
        "de": (r"\bzwingend\w*\b.{0,100}\b(?:bleib|unberührt|gelten|schütz|entzogen)|\bUnternehmer|\bKaufleute",),
        "zh": ("不(?:会)?(?:排除|剥夺|影响|减损)",),
        "fr": (r"\bimpérati",),
        "es": (r"\bimperativ",),
    },
    unless_denied=False,
)
HURDLE = Saying(
    say("puts a procedure before the courts"),
    {
        "en": (
            r"\b(?:before|prior to)\b.{0,20}\b(?:you )?(?:go|bring|fil|start|su|tak|commenc|initiat)(?:e|es|ing)?"
            r"\b.{0,60}\b(?:court|claim|action|lawsuit|proceedings|us)"
            r"\b.{0,80}\byou (?:must|shall|have to|need to|agree to|are (?:required|obliged) to)\b",
            r"\byou (?:must|shall|have to|need to|agree to|are (?:required|obliged) to)\b.{0,100}\bbefore"
            r"\b.{0,40}\b(?:court|suing|sue|lawsuit|legal action|proceedings)\b",
            r"\b(?:court|sue|lawsuit|legal action)\b.{0,40}\bonly (?:after|once|if|when)"
            r"\b.{0,80}\b(?:mediat|conciliat|complain|negotiat|settle|out-of-court)",
        ),
        "de": (
            r"\b(?:bevor|vor|ehe)\b.{0,60}\b(?:Klage|klag\w+|Gericht\w*|Rechtsweg\w*)"
            r"\b.{0,100}\b(?:müssen|verpflichtet|verpflichten)\b",
            r"\b(?:müssen|verpflichten) Sie\b.{0,100}\b(?:bevor|ehe|vor)"
            r"\b.{0,40}\b(?:Klage|klagen|Gericht|Rechtsweg)",
            r"\b(?:Klage|Rechtsweg|Gericht|klagen)\w*\b.{0,60}\b(?:erst|nur)\b.{0,20}\b(?:nach|wenn|nachdem)"
            r"\b.{0,80}(?:Schlichtung|Mediation|Güte|Einigung|Streitbeilegung|Beschwerde)",
        ),
        "zh": (
            "(?:起诉|诉讼)之?前[^。；]{0,20}(?:必须|须|应当?)",
            "未经[^。；]{0,15}(?:调解|协商|投诉)[^。；]{0,10}不得[^。；]{0,6}(?:起诉|诉讼|提起)",
        ),
    },
    {
        "en": (
            r"\bnot (?:have|need|required|obliged|necessary)|\bwithout first\b|\bare free\b|\bwe (?:must|have to)\b",
        ),
        "de": (
            r"\b(?:müssen|brauchen)\b.{0,40}\b(?:nicht|kein\w*)\b|\bnicht (?:verpflichtet|erforderlich)",
            r"\bwir (?:müssen|sind)",
        ),
        "zh": ("无需|无须|不必|不要求|不以",),
    },
    unless_denied=False,
)
NO_COURT = Saying(
    say("closes the way to a court or an authority"),
    {
        "en": (
            r"\bwaiv\w*\b.{0,60}\b(?:jury|right to (?:sue|go to court|a court|bring|take legal|complain)"
            r"|legal action)",
            r"\byou (?:may|can|shall|will|must) ?not (?:sue|go to court|take legal action|complain to|bring (?:a "
            r"|any )?(?:claim|lawsuit|legal|action))",
            r"\b(?:claim|action|lawsuit)s?\b.{0,60}\bwithin"
            r"\b.{0,30}\b(?:days|months|(?:one|1|two|2)(?: \(\d\))? years?)\b.{0,60}\b(?:barred|lost|forfeit\w*"
            r"|waived|expires?)\b",
        ),
        "de": (
            r"\bverzicht\w*\b.{0,60}(?:Klage|Rechtsweg|gerichtlich\w*|Beschwerde)",
            r"\bRechtsweg\b.{0,20}\bausgeschlossen\b",
            r"\bSie (?:dürfen|können) (?:uns )?nicht (?:ver)?klagen\b",
        ),
        "zh": (
            "不得[^。；]{0,15}(?:投诉|起诉|提起诉讼|申诉|申请仲裁|举报)",
            "放弃[^。；]{0,20}(?:诉讼|投诉|起诉|申诉|索赔|申请仲裁)[^。；]{0,4}权",
        ),
        "fr": (r"\brenonc\w+\b.{0,60}\b(?:recours|agir en justice|saisir)",),
        "es": (r"\brenunci\w+\b.{0,60}\b(?:acciones? (?:legal|judicial)|acudir a los tribunales|demandar)",),
    },
    {
        "en": (r"\b(?:not|never|nothing)\b.{0,30}\b(?:waive|asks? you|requires?|lose)|\bagainst (?:other|another)\b",),
        "de": (r"\b(?:nicht|kein\w*)\b.{0,40}\bverzicht|\bverzicht\w*\b.{0,60}\bnicht\b",),
        "zh": (
            "阻|限制|干扰|打击|劝|绝不|声称|告知|要求(?:您|消费者|用户|客户)|(?:我们|公司|员工|客服)[^。；]{0,8}不得",
            "不(?:要求|视为)",
        ),
        "fr": (r"\bne renonc",),
        "es": (r"\bno renunci",),
    },
    unless_denied=False,
)
PROOF = Saying(
    say("shifts the burden of proof"),
    {
        "en": (
            r"\bburden of proof\b.{0,40}\b(?:on|with) you\b|\byou (?:bear|carry|have) the burden of proof\b",
            r"\bour (?:\w+ )?(?:records|data|logs)\b.{0,40}\b(?:conclusive|final|sole) (?:proof|evidence)\b",
        ),
        "de": (
            r"\bBeweislast\b.{0,40}\b(?:liegt|obliegt|trifft)\b.{0,20}\b(?:Ihnen|Sie|Kunden?)\b",
            r"\b(?:Sie tragen|trägt der Kunde) die Beweislast\b",
            r"\bunsere (?:Aufzeichnungen|Daten|Protokolle)\b.{0,40}\b(?:allein maßgeblich|abschließender Beweis)",
        ),
        "zh": (
            "举证责任[^。；]{0,10}由?(?:您|用户|消费者)|(?:您|用户|消费者)[^。；]{0,6}承担举证责任",
            "以(?:我们|平台|本平台|本公司)的?(?:系统)?(?:记录|数据)[^。；]{0,6}(?:为准|唯一)",
        ),
        "fr": (r"\bcharge de la preuve\b.{0,40}\b(?:vous|client|consommateur)",),
        "es": (r"\bcarga de la prueba\b.{0,40}\b(?:usted|cliente|consumidor)",),
    },
)
