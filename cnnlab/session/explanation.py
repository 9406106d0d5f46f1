"""What a page says of an exception."""


def explanation(error: BaseException) -> str:
    """Return a sentence on what went wrong, and what to do."""
    if _is_own(error):
        return str(error)
    name = type(error).__name__
    if not isinstance(error, OSError):
        return f"Something unexpected went wrong ({name}: {error}). Reload the page."
    if error.strerror:
        came = f"The folder of runs cannot be used ({error.strerror})."
        return f"{came} Check the disk and LAB_RUNS."
    # Dask's: what the system says of a file has a number and its words.
    return f"The engine did not answer ({name}). Try again."


def _is_own(error: BaseException) -> bool:
    """Say whether an error of the lab's own says what to do, as the engine's errors do."""
    return type(error).__module__.startswith(("labhelpers.", "cnnlab."))
