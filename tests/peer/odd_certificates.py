"""Servers that speak TLS and prove nothing by it: certificates that are almost right, and protocols of the past."""

from __future__ import annotations

import ssl
import tempfile
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

DAY = timedelta(days=1)
Names = Callable[[str], list[str]]

NAMES: dict[str, Names] = {
    "nul-in-name": lambda host: [f"{host}\0.evil.example"],
    "nul-behind": lambda host: [f"evil.example\0{host}"],
    "wildcard-above": lambda host: ["*.example"],
    "wildcard-twice": lambda host: ["*.*.example"],
    "wildcard-alone": lambda host: ["*"],
    "wildcard-within": lambda host: [f"{host[:4]}*{host[host.index('.') :]}"],
    "name-longer": lambda host: [f"{host}.evil.example", f"x.{host}", f"evil{host}"],
}
"""Kind -> the names that the certificate is for."""

OLD = {"tls-1-0": ssl.TLSVersion.TLSv1, "tls-1-1": ssl.TLSVersion.TLSv1_1}
ODD = frozenset(
    {*NAMES, *OLD, "unknown-signer", "missing-link", "not-yet", "other-use", "short-key", "vast", "asks-back"}
)


def odd_context(
    signer: tuple[x509.Name, ec.EllipticCurvePrivateKey], folder: Path, kind: str, host: str
) -> ssl.SSLContext:
    """A server's context of this kind.

    Args:
        signer: name and key of an authority that the client trusts.
        folder: for a file while it is loaded.
        kind: one of `ODD`.
        host: the server's name.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kind in OLD:
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # that is what they are for
            context.minimum_version = context.maximum_version = OLD[kind]
    if kind == "short-key":
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    key = rsa.generate_private_key(65537, 1024) if kind == "short-key" else ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(signer, key, kind, host)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".pem") as file:
        file.write(certificate.public_bytes(serialization.Encoding.PEM))
        encoding = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        file.write(key.private_bytes(*encoding))
        file.flush()
        context.load_cert_chain(file.name)
    if kind == "asks-back":
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _certificate(
    signer: tuple[x509.Name, ec.EllipticCurvePrivateKey],
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    kind: str,
    host: str,
) -> x509.Certificate:
    now, (issuer, signing) = datetime.now(UTC), signer
    if kind in ("unknown-signer", "missing-link"):  # for the client the same: nobody says who signed the signer
        issuer, signing = _named(kind), ec.generate_private_key(ec.SECP256R1())
    begins = now + 5 * DAY if kind == "not-yet" else now - 30 * DAY
    builder = x509.CertificateBuilder(
        issuer, _named(host), key.public_key(), x509.random_serial_number(), begins, now + 9 * DAY
    )
    names = [x509.DNSName(name) for name in NAMES.get(kind, lambda host: [host])(host)]
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    if kind == "other-use":
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=True)
    if kind == "vast":
        padding = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.55555.1"), b"\x04\x00" * 5_000_000)
        builder = builder.add_extension(padding, critical=False)
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    return builder.add_extension(by, critical=False).sign(signing, hashes.SHA256())


def _named(host: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
