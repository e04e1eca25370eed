"""Makes what a Data Key Service and its clients need, into the folder named by the first argument.

Files, PEM and readable by their owner only: `ca.crt`; `server.crt`/`.key` for localhost and 127.0.0.1;
`client.crt`/`.key`; `stranger.crt`/`.key`, a client of an authority that the service does not know, for tests of
refusal; and `master.key`, 32 random bytes. The authorities' own keys are not kept: nothing more is to be signed.
"""

import datetime
import ipaddress
import os
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)
NOW = datetime.datetime.now(datetime.timezone.utc)


def write(name, content):
    file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)


def write_pair(name, certificate, key):
    write(f"{name}.crt", certificate.public_bytes(serialization.Encoding.PEM))
    write(
        f"{name}.key",
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def named(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def sign(subject, issuer, public_key, issuer_key, extensions):
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + 3650 * DAY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(issuer_key, hashes.SHA256())


def usage(**uses):
    every = [
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ]
    return x509.KeyUsage(**{name: uses.get(name, False) for name in every})


def authority(name):
    """An authority: its certificate, and a function that signs a certificate for somebody's new key."""
    own = ec.generate_private_key(ec.SECP256R1())
    certificate = sign(
        name,
        name,
        own.public_key(),
        own,
        [
            (x509.BasicConstraints(ca=True, path_length=0), True),
            (usage(key_cert_sign=True, crl_sign=True), True),
        ],
    )

    def issue(subject, purpose, *more):
        key = ec.generate_private_key(ec.SECP256R1())
        issued = sign(
            subject,
            name,
            key.public_key(),
            own,
            [
                (x509.BasicConstraints(ca=False, path_length=None), True),
                (usage(digital_signature=True), True),
                (x509.ExtendedKeyUsage([purpose]), False),
                *((extension, False) for extension in more),
            ],
        )
        return issued, key

    return certificate, issue


os.makedirs(sys.argv[1], mode=0o700)
os.chdir(sys.argv[1])
certificate, issue = authority("stack DKS authority")
write("ca.crt", certificate.public_bytes(serialization.Encoding.PEM))
addresses = x509.SubjectAlternativeName(
    [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
)
write_pair("server", *issue("localhost", ExtendedKeyUsageOID.SERVER_AUTH, addresses))
write_pair("client", *issue("stack DKS client", ExtendedKeyUsageOID.CLIENT_AUTH))
_, issue_stranger = authority("another authority")
write_pair("stranger", *issue_stranger("stranger", ExtendedKeyUsageOID.CLIENT_AUTH))
write("master.key", os.urandom(32))
