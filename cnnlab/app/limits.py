"""How much the server takes from a stranger, and from the system."""

from contextlib import suppress

# In bytes. A page sends some hundreds, and the largest picture is 1,440,000; Tornado reads the
# whole body of a request before anyone looks at it.
OF_A_REQUEST = {"max_body_size": 4_000_000, "max_buffer_size": 4_000_000}


def allow_many_files() -> None:
    """Raise this process's limit of open files to what the system lets it have.

    Each page needs some, and the usual limit, 1,024, is reached by less than a hundred.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS has a lower one that it does not tell
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
