"""Certificates made on the spot: one that is right, and some that are not."""

from __future__ import annotations

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from peer.odd_certificates import ODD, odd_context


class Authority:
    """Signs for any name. `folder/authority.pem` is what a client has to trust."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Test Authority")
        self.certificate = self._signed(self._name, self._key, None, is_authority=True)
        self.file = folder / "authority.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, kind: str, host: str) -> ssl.SSLContext:
        """A server's context; kind: good, self-signed, expired, wrong-host, or one of `odd_certificates.ODD`."""
        key = ec.generate_private_key(ec.SECP256R1())
        host = "somebody-else.example" if kind == "wrong-host" else host
        if kind in ODD:
            return odd_context((self._name, self._key), self.folder, kind, host)
        certificate = self._signed(_name(host), key, host, is_own=kind == "self-signed", is_over=kind == "expired")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".pem") as file:
            file.write(certificate.public_bytes(serialization.Encoding.PEM))
            file.write(
                key.private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
            )
            file.flush()
            context.load_cert_chain(file.name)
        return context

    def _signed(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        host: str | None,
        *,
        is_authority: bool = False,
        is_own: bool = False,
        is_over: bool = False,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        end = now - timedelta(days=1) if is_over else now + timedelta(days=2)
        builder = x509.CertificateBuilder(
            issuer_name=name if is_own else self._name,
            subject_name=name,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now - timedelta(days=30),
            not_valid_after=end,
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        signer = x509.AuthorityKeyIdentifier.from_issuer_public_key((key if is_own else self._key).public_key())
        builder = builder.add_extension(signer, critical=False)
        if is_authority:
            builder = builder.add_extension(_SIGNS, critical=True)
        if host:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        return builder.sign(key if is_own else self._key, hashes.SHA256())


_SIGNS = x509.KeyUsage(
    digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
    data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
)  # fmt: skip


def _name(host: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
