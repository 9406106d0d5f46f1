"""A server on this machine that plays the one with Keras's file, in good days and bad ones."""

import datetime
import http.server
import ssl
import threading
import time

PARTS = 20


class Server(http.server.ThreadingHTTPServer):
    """Answers every GET with `body`, or with what its other settings say.

    status: any other than 200 is an answer without the body.
    seconds: how long the body takes.
    cut_at: after so many bytes the server hangs up.
    pem: a file with key and certificate, for https.
    """

    daemon_threads = True

    def __init__(self, body, pem=None):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.body = body
        self.status = 200
        self.seconds = 0.0
        self.cut_at = len(body)
        self.sent = 0
        self.hung_up = threading.Event()  # set when somebody does not want the rest
        if pem is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.address = f"{'http' if pem is None else 'https'}://localhost:{self.server_port}/"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        self.hung_up.set()


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.server.status != 200:
            self.send_error(self.server.status)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        size = -(-len(self.server.body) // PARTS)
        for start in range(0, self.server.cut_at, size):
            part = self.server.body[start : min(start + size, self.server.cut_at)]
            self.wfile.write(part)
            self.server.sent += len(part)
            time.sleep(self.server.seconds / PARTS)

    def do_CONNECT(self):
        self.send_error(self.server.status)

    def log_message(self, *words):
        pass


def write_certificate(path):
    """Write a key, and a certificate for localhost that nobody but its owner has signed."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    hour = datetime.timedelta(hours=1)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    alternative = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    authority = x509.BasicConstraints(ca=True, path_length=None)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - hour)
        .not_valid_after(now + hour)
        .add_extension(alternative, critical=False)
        .add_extension(authority, critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))


def use_directly(monkeypatch):
    """Let this process, and those it starts, know of no proxy."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def use_proxy(monkeypatch, port):
    """Send this process, and those it starts, through a proxy on this machine."""
    use_directly(monkeypatch)
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        monkeypatch.setenv(name.upper(), f"http://127.0.0.1:{port}")
