"""Columns that are never read: names and identity numbers of persons, accounts, telephone numbers."""

import re

from dualwatch.intake.headers import squeezed

_PERSONAL = re.compile(
    r"^(per_name|iden_no|id_?card.*|id_?number|phone|mobile|tel(ephone)?)$|^payee|(^|_)(acct|acc|account)_|_acct$"
    r"|身份证|证件号|证件类型|收款人|收款方|收款单位|收款账|收款帐|付款账|付款帐|账号|帐号|账户名|户名|开户行|开户银行"
    r"|手机号|联系电话|电话号码|家庭住址|领款人|受益人姓名|^姓名$"
)


def is_personal(header: str) -> bool:
    """Whether a column's header says that it holds what may never be read."""
    return bool(_PERSONAL.search(squeezed(header)))
