"""What Chinese law alone names: goods signed for, orders paid, prepaid money, shifted blame, automatic systems."""

from __future__ import annotations

from tosgen.lint.forbidden import Saying
from tosgen.saying import say

SIGNED_FOR = Saying(
    say("takes signing for goods as accepting their quality"),
    {
        "en": (
            r"\b(?:sign(?:ing|ed|ature)? for|accept\w* delivery|on (?:receipt|delivery))"
            r"\b.{0,60}\b(?:deemed|means?|counts?|constitut\w*|regarded)"
            r"\b.{0,60}\b(?:accept|quality|conform|approv|free of defects)",
        ),
        "zh": ("签收[^。；]{0,10}(?:即|视为|代表|表示)[^。；]{0,20}(?:认可|质量|合格|符合|完好|验收|同意)",),
    },
    {
        "en": (r"\bnot (?:mean|count|taken|constitute|deemed|regard)|\bnever\b",),
        "zh": ("不(?:视为|代表|表示|构成|等于)",),
    },
    unless_denied=False,
)
PAID_NOT_BOUND = Saying(
    say("denies a contract after the consumer has paid"),
    {
        "en": (
            r"\b(?:paid|payment|you pay)\b.{0,60}\b(?:no contract|not (?:yet )?(?:bound|concluded|formed|accepted)"
            r"|does not (?:mean|constitute))\b.{0,60}",
            r"\bno contract\b.{0,60}\b(?:until|before)\b.{0,40}\b(?:dispatch|ship|confirm)\w*"
            r"\b.{0,60}\b(?:paid|payment)",
        ),
        "zh": (
            "(?:付款|支付|支付价款|下单付款)后?[^。；]{0,20}(?:合同|订单|交易)"
            "[^。；]{0,10}(?:不成立|未成立|不生效|仍可取消)",
            "(?:付款|支付)后[^。；]{0,20}(?:我们|卖家|平台|本店)[^。；]{0,8}(?:有权|可)[^。；]{0,8}取消订单",
        ),
    },
    {"zh": ("不得|不会|不约定|您(?:可以?|有权)",), "en": (r"\byou (?:can|may)\b|\bproof of\b",)},
    unless_denied=False,
)
PREPAID = Saying(
    say("keeps prepaid money, or changes the bargain alone"),
    {
        "en": (
            r"\b(?:prepaid|prepayment|top-?up|stored (?:value|credit)|gift card)\w*"
            r"\b.{0,80}\b(?:not (?:be )?refund\w*|non-?refundable|expires?|forfeit\w*|no refund)",
        ),
        "zh": (
            "(?:充值|预付|储值|会员卡|余额|预存)[^。；]{0,20}(?:不退|不予退|不可退|概不退|不得退|过期作废|逾期作废"
            "|清零)",
            "(?:记名卡|会员卡)[^。；]{0,10}(?:丢失|遗失)[^。；]{0,10}(?:不补|概不补|不予补)",
        ),
    },
    {"en": (r"\b(?:does|do|will|never) not (?:expire|lapse)|\bnever\b",), "zh": ("不会(?:过期|清零|作废)",)},
    unless_denied=False,
)
SHIFTED_BLAME = Saying(
    say("shifts all responsibility to the other side"),
    {
        "en": (
            r"\byou (?:alone )?(?:bear|assume|accept|are responsible for) (?:all|any and all|every"
            r"|the entire) (?:risks?|consequences|responsibilit\w+|loss(?:es)?|liabilit\w+)",
            r"\b(?:seller|merchant)s? (?:alone )?(?:bears?|assumes?|is|are)"
            r"\b.{0,20}\ball (?:liability|responsibility)\b",
        ),
        "zh": (
            "(?:全部|一切|所有|任何)(?:的)?(?:法律)?(?:后果|风险|损失|责任)"
            "[^。；]{0,8}(?:均|皆|全部|概)?由?(?:您|用户|消费者|买家|卖家|商家)[^。；]{0,6}(?:承担|负责)",
            "(?:您|用户|消费者|商家|卖家)(?:应|须|需|将)?(?:自行|独自|独立)?(?:承担|负担)(?:由此产生的)?(?:全部|一切"
            "|所有)[^。；]{0,8}(?:后果|风险|损失|责任)",
        ),
    },
    {"en": (r"\b(?:not|except|unless)\b",), "zh": ("不(?:要求|会|应)|除外|过错|违法|故意",)},
    unless_denied=False,
)
BOT_NOT_BOUND = Saying(
    say("denies that what an automatic system agrees binds the trader"),
    {
        "en": (
            r"\b(?:orders?|contracts?|agreements?|confirmations?)\b.{0,60}\b(?:bot|assistant|automat\w+ systems?|AI)"
            r"\b.{0,60}\b(?:not bind\w*|not binding|no (?:binding|legal) (?:force|effect)|not (?:legally )?valid)",
        ),
        "zh": (
            "(?:自动|智能|机器人|人工智能)[^。；]{0,15}(?:订单|合同|交易|承诺)[^。；]{0,12}(?:不具有?|没有|无)"
            "[^。；]{0,4}(?:法律)?(?:约束力|效力)",
        ),
    },
    unless_denied=False,
)
