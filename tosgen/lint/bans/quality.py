"""Quality, the legal guarantee, and the risk on the way."""

from __future__ import annotations

from tosgen.lint.forbidden import Saying
from tosgen.saying import say

AS_IS = Saying(
    say("disclaims quality or statutory rights"),
    {
        "en": (
            r"[\"“']as[ -]is\b|\bas[ -]is basis\b|\bas[ -]is[\"”,]? (?:and|or) [\"“]?as available|[\"“]as available",
            r"\b(?:provided|offered|supplied|sold|delivered)"
            r"\b.{0,30}\bas is\b(?! (?:usual|the case|required|needed))",
            r"\bwith all faults\b|\bdisclaims? (?:all|any)\b.{0,40}\bwarrant",
            r"\bwithout (?:any )?(?:warrant(?:y|ies)|guarantees?) of any kind\b",
            r"\b(?:gives?|makes?|provides?|offers?) no (?:representations?|warrant(?:y|ies)|guarantees?)\b",
            r"\b(?:implied warrant\w+|statutory (?:rights|remedies|guarantees?))"
            r"\b.{0,60}\b(?:excluded|disclaimed|waived)\b",
        ),
        "de": (
            r"\bwie (?:besehen|gesehen|besichtigt)\b|\bim Ist-Zustand\b",
            r"\b(?:Gewährleistung|Sachmängelhaftung|Mängelhaftung|Mängelrechte|Mängelansprüche)\w*"
            r"\b.{0,40}\b(?:ausgeschlossen|entfällt|entfallen)\b",
            r"\bunter Ausschluss (?:jeglicher|jeder|der|sämtlicher) (?:Gewährleistung|Sachmängelhaftung"
            r"|Mängelhaftung)",
            r"\bohne (?:jede|jegliche) (?:Gewähr|Gewährleistung)\b",
        ),
        "zh": (
            '(?:按|以)[“"]?(?:现状|原样|现有状态)[”"]?[^。；]{0,10}提供',
            "不(?:作|做|提供)[^。；]{0,6}任何[^。；]{0,12}(?:保证|担保)",
        ),
        "fr": (r"\ben l'état\b|\btels? quels?\b|\bsans (?:aucune )?garantie d'aucune sorte\b",),
        "es": (r"\btal cual\b|\btal como está\b|\bsin garantías? de ning\w+ tipo\b",),
    },
    {
        "en": (
            r"\b(?:not|never)\b.{0,40}\b(?:as is|as available|disclaim|exclude|waive|(?:excluded|waived"
            r"|disclaimed))\b",
            r"\bcommercial guarantee\b|\bno (?:commercial )?guarantees? of our own\b|\bunless\b|\bexcept\b",
            r"\badvice\b|\blegal\b.{0,20}\bopinion",
        ),
        "de": (
            r"\b(?:nicht|kein\w*|weder)\b.{0,60}\b(?:ausgeschlossen|entfällt|entfallen)\b|\bUnternehmer",
            r"\baußer\b|\bes sei denn\b",
        ),
        "zh": ('(?:不|不得|不会)[^。；]{0,6}(?:以|按)[“"]?(?:现状|原样)', "除外|除非|但"),
    },
    unless_denied=False,
)
SHORT_GUARANTEE = Saying(
    say("shortens the legal guarantee"),
    {
        "en": (
            r"\b(?:legal guarantee|statutory guarantee|warranty (?:period|claims?)|claims? for defects"
            r"|defect claims?|liability for defects)\b.{0,60}\b(?:limited to|expires? after|lapses? after|is|within"
            r"|after)\b.{0,12}\b(?:(?:[1-9]|1\d|2[0-3]|six|twelve) months?|(?:one|1) year|\d+ days)\b",
        ),
        "de": (
            r"\b(?:Gewährleistung|Mängelansprüche|Mängelrechte|Verjährungsfrist|Gewährleistungsfrist"
            r"|Mängelhaftung)\w*\b.{0,80}\b(?:(?:[1-9]|1\d|2[0-3]|sechs|zwölf) Monat\w*"
            r"|(?:ein|einem|eines|1) Jahr\w*)\b",
        ),
        "zh": ("(?:法定)?(?:质量保证|瑕疵担保)[^。；]{0,20}(?:为|限于)?(?:一年|1年|六个月|6个月)",),
        "fr": (r"\bgarantie légale\b.{0,40}\b(?:limitée|réduite)\b.{0,20}\b(?:(?:six|douze|6|12) mois|(?:un|1) an)\b",),
        "es": (
            r"\bgarantía legal\b.{0,40}\b(?:limita|reduce|de)\b.{0,20}\b(?:(?:seis|doce|6|12) meses|(?:un|1) año)\b",
        ),
    },
    {
        "en": (
            r"\b(?:second-hand|used goods|extend|extra|repair|twelve months longer|burden|presum|appears?|show\w*)\b",
            r"\bif you are an? (?:business|trader)\b",
        ),
        "de": (r"\b(?:gebraucht|verlänger|zusätzlich|Nachbesserung|Reparatur|vermutet|zeigt|Unternehmer|Beweis)",),
        "zh": ("二手",),
        "fr": (r"\boccasion\b|\bprolong",),
        "es": (r"\bsegunda mano\b|\bampl[ií]a",),
    },
)
RISK = Saying(
    say("passes the risk before the consumer has the goods"),
    {
        "en": (
            r"\brisk\b.{0,80}\b(?:pass|transfer|shift|move)\w*"
            r"\b.{0,80}\b(?:dispatch|shipped|ship|shipment|carrier|hand(?:ed|ing)? (?:\w+ ){0,2}over|leaves? our"
            r"|courier)",
        ),
        "de": (
            r"\b(?:Gefahr|Risiko)\b.{0,80}\b(?:Übergabe|Absendung|Versand|Aufgabe|Auslieferung)"
            r"\b.{0,60}\b(?:Transport|Spedit|Post|Fracht|Versandunternehmen|auf Sie über)",
            r"\b(?:Versand|Transport)(?:risiko|gefahr)\b.{0,20}\b(?:trägt|tragen|liegt)"
            r"\b.{0,20}\b(?:Sie|Ihnen|Käufer|Kunde|Besteller)",
            r"\bVersand\b.{0,30}\bauf (?:Ihre Gefahr|Gefahr des (?:Kunden|Käufers|Bestellers))",
        ),
        "zh": (
            "风险[^。；]{0,30}(?:发货|交付给?(?:承运|快递|物流))[^。；]{0,20}(?:转移|由您)",
            "运输(?:途中|过程)?[^。；]{0,15}风险[^。；]{0,10}由(?:您|买家|消费者)承担",
            "(?:发货|交付给?(?:承运|快递|物流))[^。；]{0,20}风险[^。；]{0,10}(?:转移|由您)",
        ),
    },
    {
        "en": (r"\byou (?:have )?(?:receive|get|got|chose|choose|hire|order|pick)|\byour own carrier|\bpossession\b",),
        "de": (r"\ban Sie\b|\b(?:Sie|von Ihnen)\b.{0,40}\b(?:beauftrag|gewählt|benannt|bestimm|ausgewählt)",),
        "zh": ("您(?:另行|自行)?(?:指定|选择)", "您(?:签收|收到)"),
    },
)
