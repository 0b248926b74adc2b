"""More addresses that lead inside, found by asking what each part of an address is made of by each program that reads
it: scopes, wrappings of one protocol in another, digits of other scripts, separators that look like dots, and names.

`{port}` is where a listener waits that nobody may ever reach.
"""

from __future__ import annotations

WRAPPED = """
    64:ff9b:1:7f00:0:100:: 64:ff9b:1:7f:0:1:: 64:ff9b:1:0:7f:0:100:0 64:ff9b:1:a9fe:a9:fe00:: 64:ff9b:1::a9fe:a9fe
    64:ff9b:2::7f00:1 2001:0:a9fe:a9fe:: 2001:0:5db8:d70e::80ff:fffe 2001:0:5db8:d70e::5601:5601
    2600:1::5efe:7f00:1 2600:1::5efe:127.0.0.1 2600:1::200:5efe:a00:1 2600:1::5efe:a9fe:a9fe fd00::5efe:a9fe:a9fe
    2002:a00:1::5efe:7f00:1 ::ffff:127.0.0.1%25lo ::1%25lo ::1%251 ::1%25%6c%6f ::1%2525 ::%25lo fe80::7f00:1%25lo
    ::ffff:127.1 ::ffff:0x7f.1 ::ffff:0177.0.0.1 ::ffff:2130706433 ::127.0.0.1. ::00001 0::0:1 ::0:1 1:: ffff::1
    fd20:ce::254 fd00:c1::a9fe:a9fe fd00:42::42 fd00:a9fe:a9fe::1 fd00:100::100:200 fd00:ec2::23 FD00:0EC2::0254
    ::ffff:100.100.100.200 ::ffff:168.63.129.16 64:ff9b::6464:64c8 2002:6464:64c8:: ff0e::1 ff01::1 fe80:a9fe:a9fe::1
    2620:4f:8000::1 3ffe::1%25lo v1.127.0.0.1 v7.localhost 127.0.0.1%25lo localhost
""".split()  # noqa: SIM905 - seventy of them, as they are written
COUNTED = """
    0127.0.0.1 0x7f.0x00.0x000.0x0001 00000177.0.0.1 127.0.0.0x1. 0X.1 0x.0x.0x.0x 127.0.0.1.0 4294967296 2130706432
    18446744073709551617 340282366920938463463374607431768211457 192.168.257 10.1 172.1048577 127.1. 1e3 -1 0b1111111.1
    0o177.1 127,0,0,1 127.0.0.1_ _127.0.0.1 127-0-0-1 127.0.0.١ 127.0.1e0.1 0x7f_000001 +127.0.0.1 127..1 .1 1.
""".split()  # noqa: SIM905
SPELLED_ODDLY = (
    *("¹²⁷.⁰.⁰.¹", "₁₂₇.₀.₀.₁", "𝟏𝟐𝟕.𝟎.𝟎.𝟏", "𝟙𝟚𝟟.𝟘.𝟘.𝟙", "０ｘ７ｆ０００００１", "١٢٧.٠.٠.١", "१२७.०.०.१"),
    *("127。0．0｡1", "⑴⑵⑺.0.0.1", "⒈⒉⒎0.0.1", "🄂🄃🄈0.0.1", "127.0.0.1／x", "127.0.0.1﹕80", "⓵⓶⓻.⓪.⓪.⓵"),
    *("localhost．", "ｌｏｃａｌｈｏｓｔ。", "localho\u017ft", "\u217cocalhost", "𝕃𝕆ℂ𝔸𝕃ℍ𝕆𝕊𝕋", "lo\u200dcalhost"),
    *("local\u2060host", "loc\ufe0falhost", "localhost\u3000", "\u202elocalhost", "loca\u0308lhost", "ﬁrst.loop.test"),
    *("%e2%91%a0%e2%91%a1%e2%91%a6.0.0.1", "%ef%bc%91%ef%bc%92%ef%bc%97.1", "%2531%2532%2537.0.0.1", "127%252e1"),
    *("127.0.0.1%2f", "127.0.0.1%5c", "127.0.0.1%23", "127.0.0.1%3f", "127.0.0.1%40", "xn--127-", "xn--0.pt", "a" * 64),
    *("a." * 130 + "loop.test", "b" * 63 + "." + "c" * 64 + ".loop.test"),
)
NAMES = """
    LOOP.TEST loop.test. loop.test.. .loop.test a.b.c.loop.test _x.loop.test 127.0.0.1.loop.test isatap.test teredo.test
    nat64.test local-nat64.test ula.test cloud.test cloud-credentials.test second.test third.test both.test sixth.test
    kubernetes.default.svc host.docker.internal instance-data.ec2.internal broadcasthost zero.test localhost6
    wpad router.lan 0.loop.test 1.2.3.4.5 localhost.localdomain. any.test group.test
""".split()  # noqa: SIM905
WRITTEN = (
    *("http:/127.0.0.1:{port}/", "http:\\/127.0.0.1:{port}/", "https:127.0.0.1:{port}", "http:///\\127.0.0.1:{port}/"),
    *("http://\t127.0.0.1:{port}/", "h\ntt\rp://127.0.0.1:{port}/", "http://127.0.0.1:{port}\u2028/", "http:{port}"),
    *(
        "http://dawn.example:80:@127.0.0.1:{port}/",
        "http://127.0.0.1:{port};dawn.example/",
        "http://[::1]@[::1]:{port}",
    ),
    *("http://127.0.0.1,dawn.example:{port}/", "http://dawn.example|127.0.0.1:{port}/", "http://(127.0.0.1):{port}/"),
    *("http://{127.0.0.1}:{port}/", "http://127.0.0.1:%38%30/", "http://127.0.0.1:０８０/", "http://127.0.0.1:/"),
    *("http://dawn.example%23@127.0.0.1:{port}/", "http://dawn.example%2f@127.0.0.1:{port}/", "http://0:{port}@0/"),
    *("http://127.0.0.1:000{port}/", "http://127.0.0.1:0x50/", "http://127.0.0.1:{port}e0/", "http://localhost:65616/"),
    *(
        "http://dawn.example\u2044@127.0.0.1:{port}/",
        "http://dawn.example\uff0f@127.0.0.1:{port}/",
        "http://⁄⁄localhost",
    ),
    *("http://dawn.example@@127.0.0.1:{port}/", "http://[::ffff:127.0.0.1]:{port}#@dawn.example/", "http://[]:{port}/"),
    *(
        "http://[[::1]]:{port}/",
        "http://[::1]:{port}]/",
        "http://[::1]%00:{port}/",
        "http://[::1]:{port}\\@dawn.example",
    ),
    *("\ufeffhttp://127.0.0.1:{port}/", "http\u200b://127.0.0.1:{port}/", "ｈｔｔｐ://127.0.0.1:{port}/", "http：//0/"),
    *(
        "https+http://127.0.0.1:{port}/",
        "http+https://localhost:{port}",
        "httpx://0:{port}",
        "http://?@127.0.0.1:{port}",
    ),
)

ODD_ANSWERS = {
    "a.b.c.loop.test": [["127.0.0.1"]],
    "_x.loop.test": [["127.0.0.1"]],
    "127.0.0.1.loop.test": [["127.0.0.1"]],
    "0.loop.test": [["0.0.0.0"]],  # noqa: S104 - what a name may resolve to
    "isatap.test": [["2600:1::5efe:7f00:1"]],
    "teredo.test": [["2001:0:5db8:d70e::80ff:fffe"]],
    "nat64.test": [["64:ff9b::7f00:1"]],
    "local-nat64.test": [["64:ff9b:1:7f00:0:100::"]],
    "ula.test": [["fd12:3456::1"]],
    "cloud.test": [["fd20:ce::254"]],
    "cloud-credentials.test": [["fd00:ec2::23"]],
    "second.test": [["93.184.215.14"], ["127.0.0.1"]],
    "third.test": [["93.184.215.14"], ["93.184.215.14"], ["::1"]],
    "both.test": [["93.184.215.14", "2001:0:5db8:d70e::80ff:fffe"]],
    "sixth.test": [["2600:1::1", "::ffff:127.0.0.1"]],
    "kubernetes.default.svc": [["10.96.0.1"]],
    "host.docker.internal": [["172.17.0.1"]],
    "instance-data.ec2.internal": [["169.254.169.254"]],
    "broadcasthost": [["255.255.255.255"]],
    "localhost6": [["::1"]],
    "zero.test": [["0.0.0.0"]],  # noqa: S104
    "any.test": [["::"]],
    "group.test": [["ff02::1"]],
    "wpad": [["192.168.1.1"]],
    "router.lan": [["192.168.1.1"]],
}
"""What the resolver of the tests says of the names: of each question in turn."""

ODD_ADDRESSES: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(f"http://[{host}]:{{port}}/" for host in WRAPPED),
            *(f"http://{host}:{{port}}/" for host in (*COUNTED, *SPELLED_ODDLY, *NAMES)),
            *WRITTEN,
        )
    )
)
