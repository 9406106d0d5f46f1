"""An amount beside the bound that it is beyond, as one says both in a sentence."""


def beside(amount: float, bound: float, unit: float, form: str) -> str:
    """Return an amount in units: "2.2", or "25".

    Where rounding would make it the same as the bound, it is "a little more than 2", or "less".

    form: how the amount is rounded, such as ".1f".
    """
    told = f"{amount / unit:{form}}"
    if amount == bound or told != f"{bound / unit:{form}}":
        return told
    return f"a little {'more' if amount > bound else 'less'} than {float(told):g}"
