"""What the law of a place forbids a text to say: each row of the register with the sayings that it bars."""

from __future__ import annotations

from collections.abc import Mapping

from tosgen.lint.bans import arbitration, changes, china, consumers, contract, courts, data, liability, quality, trade
from tosgen.lint.forbidden import Ban, Saying

EU: Mapping[str, tuple[Saying, ...]] = {
    "gdpr-7-2": (data.DATA_BY_USE,),
    "gdpr-7-4": (data.FORCED_CONSENT,),
    "gdpr-12-5": (data.ACCESS_FEE,),
    "gdpr-79": (data.DATA_WAIVER,),
    "crd-6-5": (contract.WHOLE,),
    "crd-20": (quality.RISK,),
    "crd-25": (consumers.WAIVER,),
    "uctd-3": (liability.INDEMNITY,),
    "uctd-6-2": (courts.LAW,),
    "uctd-annex-1-a-b": (liability.INJURY, liability.BLANKET, quality.AS_IS),
    "uctd-annex-1-d-e": (consumers.REFUNDS,),
    "uctd-annex-1-f-g": (contract.ENDING,),
    "uctd-annex-1-h": (contract.LATE_NOTICE,),
    "uctd-annex-1-i": (changes.BROWSING,),
    "uctd-annex-1-j-k": (changes.CHANGES, changes.SILENCE),
    "uctd-annex-1-l": (changes.PRICES,),
    "uctd-annex-1-m-p": (contract.INTERPRETATION, contract.ASSIGNMENT),
    "uctd-annex-1-q": (arbitration.ARBITRATION, arbitration.CLASS_ACTION, courts.HURDLE, courts.NO_COURT, courts.PROOF),
    "dcd-22": (quality.AS_IS,),
    "sgd-10": (quality.SHORT_GUARANTEE,),
    "sgd-13": (quality.AS_IS,),
    "ucpd-annex-23b-c": (trade.PAID_PRAISE,),
    "bru1bis-18": (courts.COURTS,),
    "bru1bis-19": (courts.COURTS,),
    "pld-15": (liability.PRODUCTS,),
    "data-act-29": (trade.SWITCHING,),
}
DE: Mapping[str, tuple[Saying, ...]] = {
    "de-bgb-305": (changes.BROWSING,),
    "de-bgb-307": (contract.SALVATORY, liability.EXTENT, liability.INJURY),
    "de-bgb-308-4-5": (changes.CHANGES, changes.SILENCE),
    "de-bgb-309-7": (liability.INJURY, liability.BLANKET),
    "de-bgb-309-13": (consumers.FORM,),
    "de-bgb-309-14": (courts.HURDLE,),
    "de-bgb-312a": (consumers.PREMIUM_LINE, consumers.SURCHARGE, consumers.PRE_TICKED),
    "de-bgb-476": (quality.AS_IS, quality.SHORT_GUARANTEE),
    "de-zpo-38": (courts.COURTS,),
    "de-zpo-1031-5": (arbitration.ARBITRATION,),
}
GB: Mapping[str, tuple[Saying, ...]] = {
    "ccr-40": (consumers.PRE_TICKED,),
    "ccr-41": (consumers.PREMIUM_LINE,),
    "cra15-28-29": (quality.RISK,),
    "cra15-31": (quality.AS_IS,),
    "cra15-47": (quality.AS_IS,),
    "cra15-49-57": (quality.AS_IS,),
    "cra15-62": (liability.INDEMNITY, changes.BROWSING),
    "cra15-sch2": (
        arbitration.ARBITRATION,
        arbitration.CLASS_ACTION,
        courts.HURDLE,
        courts.NO_COURT,
        courts.PROOF,
        liability.BLANKET,
        changes.CHANGES,
        changes.SILENCE,
        changes.PRICES,
        contract.ENDING,
        contract.LATE_NOTICE,
        contract.INTERPRETATION,
        contract.ASSIGNMENT,
        contract.WHOLE,
        consumers.REFUNDS,
    ),
    "cra15-65": (liability.INJURY,),
    "cra15-68": (liability.EXTENT,),
    "cra15-74": (courts.LAW,),
    "ucta-2-3": (liability.INJURY,),
    "dmcc-226-227": (consumers.WAIVER,),
    "dmcc-228": (consumers.BARRIERS,),
    "gb-surcharge": (consumers.SURCHARGE,),
    "gb-cjja-15b": (courts.COURTS,),
    "gb-rome1-6": (courts.LAW,),
}
US: Mapping[str, tuple[Saying, ...]] = {
    "us-ftc-5": (changes.NO_NOTICE, data.SECURITY),
    "us-crfa-45b": (trade.REVIEWS,),
    "us-ca-ccpa-192": (data.CCPA_WAIVER,),
    "us-ca-sb940-208": (arbitration.SEAT,),
    "us-ca-1670-1670-8": (trade.REVIEWS,),
}
CN: Mapping[str, tuple[Saying, ...]] = {
    "pipl-16": (data.FORCED_CONSENT,),
    "ecl-20": (quality.RISK,),
    "ecl-35": (trade.EXCLUSIVITY,),
    "ecl-48": (china.BOT_NOT_BOUND,),
    "ecl-49-2": (china.PAID_NOT_BOUND,),
    "cn-onlinetrans-13": (data.DATA_BY_USE,),
    "aucl-9": (trade.PAID_PRAISE,),
    "cpl-26-2": (liability.BLANKET, consumers.REFUNDS, consumers.WAIVER, china.SHIFTED_BLAME, contract.INTERPRETATION),
    "cpl-39": (courts.NO_COURT,),
    "cpr-17": (courts.NO_COURT, contract.ENDING),
    "cpr-23": (data.DATA_BY_USE, data.FORCED_CONSENT),
    "cncc-497": (liability.INJURY, liability.BLANKET, changes.CHANGES, contract.INTERPRETATION),
    "spc-oc-1": (china.SIGNED_FOR, china.SHIFTED_BLAME, contract.INTERPRETATION, courts.NO_COURT),
    "spc-pp-9": (china.PREPAID, changes.CHANGES),
}
ELSEWHERE: Mapping[str, tuple[Saying, ...]] = {
    "fr-l211-1": (
        arbitration.ARBITRATION,
        arbitration.CLASS_ACTION,
        courts.NO_COURT,
        courts.PROOF,
        liability.INJURY,
        liability.BLANKET,
        changes.CHANGES,
        contract.INTERPRETATION,
    ),
    "fr-l217-3": (quality.SHORT_GUARANTEE,),
    "es-trl-80-83": (liability.INJURY, liability.BLANKET, changes.CHANGES, contract.INTERPRETATION),
    "es-trl-90": (arbitration.ARBITRATION, courts.COURTS),
    "es-trl-120": (quality.SHORT_GUARANTEE,),
    "it-cdc-66bis": (courts.COURTS,),
    "it-cdc-133": (quality.SHORT_GUARANTEE,),
    "ie-cra-part6": (arbitration.ARBITRATION, liability.INJURY),
    "ch-or-100": (liability.INJURY,),
    "ch-zpo-32-35": (courts.COURTS,),
    "on-cpa-7": (arbitration.ARBITRATION, arbitration.CLASS_ACTION),
    "qc-cpa-11-1": (arbitration.ARBITRATION, arbitration.CLASS_ACTION),
    "qc-cpa-11-2": (changes.CHANGES,),
    "qc-cpa-22-1": (courts.COURTS,),
    "br-cdc-51": (arbitration.ARBITRATION, liability.BLANKET, changes.CHANGES),
    "jp-cca-8": (liability.INJURY, liability.BLANKET),
}
BANS: tuple[Ban, ...] = tuple(
    Ban(row, saying) for rows in (EU, DE, GB, US, CN, ELSEWHERE) for row, sayings in rows.items() for saying in sayings
)
"""Every ban, by place, then in the register's order."""
