"""What keeps strangers out of a Dask cluster: one file, with which its members know each other.

Whoever reaches a scheduler without TLS can run programs as the account that started it. The file
is a configuration of Dask's, with a certificate and its key in it: who has it is a member.
"""

import json
import sys
from pathlib import Path
from typing import Any

from distributed import Security
from jupyter_core.paths import secure_write

NAME = "dask.yaml"
ROLES = ("scheduler", "worker", "client")
RECIPE = """\
{file} holds a certificate and its key, for a year from now. Whoever has the file can run programs
on the cluster: give it to its machines alone, over a safe way such as scp, and keep it private.
On each machine, set the environment variable DASK_CONFIG to where the file lies, {file} here; then

    dask scheduler --no-dashboard
    dask worker tls://ADDRESS:8786 --nthreads 2 --no-dashboard

with the scheduler's ADDRESS, and on the page's machine, with DASK_SCHEDULER_ADDRESS set to
tls://ADDRESS:8786,

    cnn-lab serve
"""


def configuration() -> dict:
    """Return a configuration of Dask's with a new certificate, which all roles share."""
    made = Security.temporary()
    pair = {"cert": made.tls_client_cert, "key": made.tls_client_key}
    encrypted = {"ca-file": made.tls_ca_file} | dict.fromkeys(ROLES, pair)
    comm = {"require-encryption": True, "default-scheme": "tls", "tls": encrypted}
    # Pages about the cluster would be open to everybody, without TLS.
    unseen: dict[str, Any] = {"http": {"routes": []}}
    # `engine/process.py` says why.
    unprofiled = unseen | {"profile": {"enabled": False}}
    return {"distributed": {"comm": comm, "scheduler": unseen, "worker": unprofiled}}


def main(folder: str) -> None:
    """Run the command `cnn-lab certificates`."""
    file = Path(folder).absolute() / NAME
    if file.exists():
        advice = "Delete it to make new ones, and give those to all machines of the cluster."
        sys.exit(f"{file} holds certificates already. {advice}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with secure_write(str(file)) as written:
            json.dump(configuration(), written, indent=1)  # which is YAML, too
    except OSError as error:
        came = f"{file} cannot be written ({error.strerror or error})."
        sys.exit(f"{came} Name a folder that you may write in.")
    sys.stdout.write(RECIPE.format(file=file))
