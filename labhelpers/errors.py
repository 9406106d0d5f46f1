"""What the lab's own errors have in common."""


class LabError(Exception):
    """An error whose message is a sentence for the person: what came, and what to do.

    Whoever catches one shows its message as it is; any other exception needs words around it.
    """
