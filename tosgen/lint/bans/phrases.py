"""Phrases that several sayings are made of: who, what, and at whose will."""

from __future__ import annotations

THINGS_EN = (
    r"\b(?:terms?|agreement|conditions|contract|rules|prices?|fees?|charges|rates|services?|features?|functions?"
    r"|plans?)\b"
)
WILL_EN = (
    r"\b(?:at any time|for any (?:or no )?reason|without (?:any )?(?:prior |advance )?(?:notice|reason|cause)"
    r"|without your (?:consent|agreement)|(?:sole|own|absolute) discretion|as we see fit|unilaterally)\b"
)
ALTER_EN = r"\b(?:chang|modif|amend|revis|updat|alter|vary|adjust|increas|rais|discontinu)\w*"
END_EN = r"\b(?:terminat|suspend|end|clos|cancel|delet|block|restrict)(?:e|es|ed|ing|ation)?\b"
WILL_DE = (
    r"\b(?:jederzeit|ohne (?:vorherige |weitere )?(?:Ankündigung|Mitteilung|Information|Angabe von Gründen|Grund"
    r"|Ihre Zustimmung|Frist)|nach (?:eigenem|freiem|alleinigem|unserem) Ermessen|nach Belieben|einseitig)\b"
)
WE_DE = r"^(?=.*\b(?:wir|uns|Anbieter|Betreiber)\b)"
THINGS_DE = (
    r"(?=.*\b(?:\w*bedingungen|AGB|Vertrag\w*|\w*[Pp]reise?|Entgelt\w*|Gebühr\w*|\w*[Ll]eistung\w*|Dienst\w*"
    r"|Funktion\w*)\b)"
)
WE_ZH = "(?:我们|我方|公司|平台|网站|本店|商家|甲方|经营者)"
WILL_ZH = "(?:随时|单方面?|自行|任意|(?:无需|不(?:再|另行)?|而不)(?:另行|事先|提前)*通知|无需理由|不经您同意)"
