"""What a page says of an exception."""

from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir

from cnnlab.runs import runs_folder
from labhelpers.archive import cache_folder
from labhelpers.errors import LabError


def explanation(error: BaseException) -> str:
    """Return a sentence on what went wrong, and what to do."""
    if isinstance(error, LabError):
        return str(error)
    name = type(error).__name__
    if not isinstance(error, OSError):
        return f"Something unexpected went wrong ({name}: {error}). Reload the page."
    if error.strerror:
        return _of_a_file(error)
    # Dask's: what the system says of a file has a number and its words.
    return f"The engine did not answer ({name}). Try again."


def _of_a_file(error: OSError) -> str:
    """Return which folder failed, what it is for, and which variable names another one."""
    reason = error.strerror
    if not error.filename:
        return (
            f"Something could not be read or written ({reason}). Check the disk and its folders."
        )
    file = Path(str(error.filename)).absolute()
    uses = [
        (runs_folder(), "keeps the runs", "LAB_RUNS"),
        (cache_folder().absolute(), "keeps the digits unpacked", "LAB_CACHE"),
        (Path(jupyter_runtime_dir()), "tells where the engine is", "JUPYTER_RUNTIME_DIR"),
    ]
    for folder, use, variable in uses:
        if file.is_relative_to(folder):
            advice = f"Make it writable, with room, or let {variable} name another folder."
            return f"The folder {folder}, which {use}, cannot be used ({reason}). {advice}"
    return f"{file} cannot be used ({reason}). Check the disk, and who may write there."
