"""What a page says of an exception."""

from labhelpers.errors import LabError


def explanation(error: BaseException) -> str:
    """Return a sentence on what went wrong, and what to do."""
    if isinstance(error, LabError):
        return str(error)
    name = type(error).__name__
    if not isinstance(error, OSError):
        return f"Something unexpected went wrong ({name}: {error}). Reload the page."
    if error.strerror:
        came = f"The folder of runs cannot be used ({error.strerror})."
        return f"{came} Check the disk and LAB_RUNS."
    # Dask's: what the system says of a file has a number and its words.
    return f"The engine did not answer ({name}). Try again."
