"""A JupyterHub whose one service is the lab: students log in, and find their runs on any computer.

Start it with `jupyterhub -f jupyterhub_config.py`, in an environment that has the lab,
requirements-hub.txt, and configurable-http-proxy (npm) on its PATH. README.md, beside this file,
says more. Change names, paths and how people log in.
"""

c = get_config()  # noqa: F821 (JupyterHub gives it)

# Where browsers reach the Hub. A proxy before it has the certificate; without one, give the Hub's
# own `ssl_key` and `ssl_cert`.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.public_url = "https://lab.example.org"

# How people log in: your campus's single sign-on (the package oauthenticator), LDAP, or, as here,
# the accounts of this machine.
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allow_all = True

# Whoever logs in comes to the lab at once, and may use it. The role gives nothing else, so nobody
# has a server of their own. Where the Hub has other uses, let its roles be and add the first of
# these scopes to one; a role with {"groups": ["cnn"]} lets in that group alone.
c.JupyterHub.default_url = "/services/lab/"
scopes = ["access:services!service=lab", "read:users:name!user", "read:users:groups!user"]
c.JupyterHub.load_roles = [{"name": "user", "scopes": scopes}]

c.JupyterHub.services = [
    {
        "name": "lab",
        # Where the lab listens: for the Hub's proxy alone. It takes this address from here, and
        # its path, /services/lab/, too.
        "url": "http://127.0.0.1:8866",
        "command": ["/opt/cnn-lab/.venv/bin/cnn-lab", "serve", "--class", "60"],
        # The lab's account instead of the Hub's, where the Hub runs as root:
        # "user": "lab",
        "environment": {
            "LAB_RUNS": "/var/lib/cnn-lab/runs",
            "MNIST_NPZ": "/var/lib/cnn-lab/mnist.npz",
        },
        # Nobody is asked whether the lab may know their name.
        "oauth_no_confirm": True,
    }
]
