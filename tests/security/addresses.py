"""Addresses that lead to this machine, its network or a cloud's metadata service, and such as are none at all.

`{port}` is where a listener on loopback waits that nobody may ever reach.
"""

from __future__ import annotations

from odd_addresses import ODD_ADDRESSES


def _words(text: str) -> list[str]:
    return text.split()


V4_FORMS = _words(
    """
    127.0.0.1 127.0.0.2 127.1 127.0.1 127.255.255.254 127.00.00.01 127.0.0.1. 127.000.000.001 0 0.0.0.0 0x0 00
    0.0 0.1 2130706433 02130706433 017700000001 0017700000001 0x7f000001 0X7F000001 0x7F.0x0.0x0.0x1 0x7f.1
    0x7f.0.1 0177.0.0.1 0177.1 00177.0.0.01 0177.0x0.0.1 127.0x1 0x7f.0.0.0x1 2130706433. 0x7f000001.
    127.0.0.1.. 425.510.425.510 6425673729 7147006462 127.0.0.257 127.0.0.01 127.65537 10.0.0.1 10.255.255.255
    012.0.0.1 0xa000001 167772161 172.16.0.1 172.31.255.254 0xac100001 192.168.0.1 192.168.1.254 0xc0a80001
    3232235521 0300.0250.0.1 100.64.0.1 100.127.255.254 198.18.0.1 198.19.255.254 169.254.169.254
    169.254.170.2 2852039166 0xA9FEA9FE 0xA9.0xFE.0xA9.0xFE 0251.0376.0251.0376 0251.254.169.254 169.16689662
    100.100.100.200 192.0.0.192 168.63.129.16 192.0.2.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1
    239.255.255.250 240.0.0.1 255.255.255.255 4294967295 0xffffffff 037777777777
    """
)
V6_FORMS = _words(
    """
    ::1 0:0:0:0:0:0:0:1 0000:0000:0000:0000:0000:0000:0000:0001 :: ::0 0::1 ::127.0.0.1 ::7f00:1
    ::ffff:127.0.0.1 ::ffff:7f00:1 ::FFFF:127.0.0.1 0:0:0:0:0:ffff:7f00:0001 0:0:0:0:0:FFFF:127.0.0.1
    ::ffff:0:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:a9fe:a9fe 64:ff9b::127.0.0.1
    64:ff9b::7f00:1 64:ff9b:1::127.0.0.1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:7f00:0001::1 2002:a9fe:a9fe::
    2002:c0a8:1:: 2001:0:7f00:1:: 2001::1 2001:0000:4136:e378:8000:63bf:80ff:fffe fe80::1 fe80::1%25lo
    fe80::1%25eth0 fe80::1%251 febf::1 fec0::1 fc00::1 fd00::1 fd00:ec2::254 ff02::1 ff05::1 100::1
    2001:db8::1 2001:10::1 2001:20::1 3fff::1 5f00::1 4000::1 e000::1
    """
)
SPELLED = (
    *("①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "٣", "⑯⑨｡②⑤④｡⑯⑨｡②⑤④"),
    *("%31%32%37.0.0.1", "127%2e0%2e0%2e1", "0x7f%30%30%30%30%30%31", "%6cocalhost", "127.0.0.1%00.dawn.example"),
    *(
        "127.0.0.1\u200b",
        "127.0.0\u00ad.1",
        "loc\u00adalhost",
        "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
        "ｌｏｃａｌｈｏｓｔ",
        "lоcalhost",
    ),  # the о is Cyrillic
)
CLOUDS = ("169.254.169.254", "[fd00:ec2::254]", "metadata.google.internal")
NAMES = (
    *("localhost", "LOCALHOST", "LocalHost", "localhost.", "localhost..", "localhost.localdomain", "ip6-localhost"),
    *("x.localhost", "ip6-loopback", "metadata.google.internal", "metadata", "instance-data", "rebound.test"),
    *("loop.test", "loop6.test", "mixed.test", "private.test", "meta.test", "mapped.test", "deep.loop.test"),
)
USERINFO = (
    *(
        "http://dawn.example@127.0.0.1:{port}/",
        "http://dawn.example:80@127.0.0.1:{port}/",
        "http://a:b@127.0.0.1:{port}/",
    ),
    *("http://127.0.0.1:{port}@dawn.example/", "http://dawn.example%40127.0.0.1:{port}/", "http://@127.0.0.1:{port}/"),
    *("http://dawn.example#@127.0.0.1:{port}/", "http://dawn.example?@127.0.0.1:{port}/", "http://:@127.0.0.1:{port}/"),
    *(
        "http://127.0.0.1:{port}#@dawn.example/",
        "http://127.0.0.1:{port}?@dawn.example/",
        "http://dawn.example\\@127.0.0.1:{port}/",
    ),
    *(
        "http://127.0.0.1:{port}\\@dawn.example/",
        "http:\\\\127.0.0.1:{port}\\",
        "http:/\\127.0.0.1:{port}/",
        "http:127.0.0.1:{port}/",
    ),
    *(
        "http:///127.0.0.1:{port}/",
        "http:////127.0.0.1:{port}/",
        "http://dawn.example&@127.0.0.1:{port}#@other.example/",
    ),
    *(
        "http://1.1.1.1 &@127.0.0.1:{port}# @3.3.3.3/",
        "http://[::1]@dawn.example/",
        "http://[::1%25.dawn.example]:{port}/",
    ),
)
BROKEN = (
    *(
        "http://127.0.0.1:{port}/\r\nHost: dawn.example",
        "http://127.0.0.1\r\n:{port}/",
        "http://127.0.0.1%0d%0a:{port}/",
    ),
    *(
        "http://127.0.0.1\t:{port}/",
        " http://127.0.0.1:{port}/ ",
        "\x00http://127.0.0.1:{port}/",
        "http://127.0.0.1\x00:{port}/",
    ),
    *("http://127.0.0.1:0{port}/", "http://127.0.0.1:+{port}/", "http://127.0.0.1:{port}:80/", "http://127.0.0.1:-1/"),
    *(
        "http://127.0.0.1:٣/",
        "http://127.0.0.1:{port}%20/",
        "http://[127.0.0.1]:{port}/",
        "http://[::1/",
        "http://::1:{port}/",
    ),
    *(
        "http://[::1]x:{port}/",
        "http://[::ffff:127.0.0.1/",
        "http://[0:0:0:0:0:ffff:127.0.0.1.]:{port}/",
        "HTTP://127.0.0.1:{port}/",
    ),
    *(
        "hTtPs://127.0.0.1:{port}/",
        "http://.127.0.0.1:{port}/",
        "http://127.0.0.1..:{port}/",
        "http://-127.0.0.1:{port}/",
    ),
    *(
        "http://" + "a" * 300 + ".example:{port}/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:65536/",
        "http://127.0.0.1:0/",
    ),
)
SCHEMES = (
    *("file:///etc/passwd", "file://localhost/etc/passwd", "file://127.0.0.1/etc/passwd", "FILE:///etc/passwd"),
    *(
        "ftp://127.0.0.1:{port}/",
        "gopher://127.0.0.1:{port}/_GET",
        "dict://127.0.0.1:{port}/d",
        "ldap://127.0.0.1:{port}/",
    ),
    *(
        "tftp://127.0.0.1:{port}/",
        "sftp://127.0.0.1:{port}/",
        "smb://127.0.0.1/x",
        "jar:http://127.0.0.1:{port}!/",
        "netdoc:///etc/passwd",
    ),
    *(
        "data:text/html,x",
        "javascript:fetch('http://127.0.0.1:{port}')",
        "blob:http://127.0.0.1:{port}/x",
        "ws://127.0.0.1:{port}/",
    ),
    *(
        "unix:///run/docker.sock",
        "http+unix://%2frun%2fdocker.sock/x",
        "view-source:http://127.0.0.1:{port}/",
        "feed:http://127.0.0.1:{port}/",
    ),
    *(
        "feed://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "\\\\127.0.0.1\\share",
        "about:blank",
        "mailto:a@127.0.0.1",
        "phar://x",
    ),
)

ADDRESSES: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(f"http://{host}:{{port}}/" for host in (*V4_FORMS, *SPELLED, *NAMES)),
            *(f"http://[{host}]:{{port}}/" for host in V6_FORMS),
            *(f"https://{host}:{{port}}/feed.xml" for host in ("127.0.0.1", "[::1]", "localhost", "0x7f.1")),
            *(f"http://{host}/latest/meta-data/" for host in CLOUDS),
            *USERINFO,
            *BROKEN,
            *SCHEMES,
            *ODD_ADDRESSES,
        )
    )
)  # fmt: skip


def addresses(port: int) -> list[str]:
    """All of them, leading to this port."""
    return [one.replace("{port}", str(port)) for one in ADDRESSES]
