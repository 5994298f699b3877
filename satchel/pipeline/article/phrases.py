"""What furniture says: the short lines that sites put between the paragraphs of an article.

Each pattern reads a whole block of text, white space collapsed. They are phrases of many sites,
in the languages that the web is mostly written in.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from satchel.base.text import words_of

MAX_PHRASE_LETTERS = 240  #: letters of a block that is looked at; what is longer is prose

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|mars|avr|juin|juil|août|déc"
    r"|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|fev|out|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)[\w.]*"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[\ .]+(?:de\ )?{_MONTH}|{_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?)"
_YEARS = r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4}"
_DATE = rf"(?:{_DAY}(?:,?\ (?:de\ )?\d{{4}})?|{_YEARS})"
_CLOCK = r"(?:\d{1,2}[:.h]\d\d(?:\ ?[ap]\.?m\.?)?|\d{1,2}\ ?[ap]\.?m\.?)"
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\ "


class Phrase(NamedTuple):
    """What some furniture says, with a line that it takes and one that it leaves."""

    pattern: str
    takes: str
    leaves: str


NOISE = (
    Phrase(
        r"advert(?:isement|ising|orial)?s?|ad|sponsored(?: content)?|promoted|anzeige|werbung|publicité|publicidad"
        r"|pubblicità|publicidade|reklama|реклама|広告|广告",
        "Advertisement",
        "Advertising paid for the mill.",
    ),
    Phrase(
        r"(?:story|article|post) continues? (?:below|after).{0,40}|continue reading (?:below|the main story)?",
        "Story continues below",
        "The story continues in the valley.",
    ),
    Phrase(
        r"(?:advertisement\W+)?(?:scroll|swipe|drag) (?:down|up|left|right|sideways)? ?(?:to|for) .{0,30}",
        "Swipe right to see more",
        "Scroll saws were used to cut it.",
    ),
    Phrase(
        r"0 out of \d+|(?:previous|next|go to) (?:slide|image|photo|picture|item)(?: \d+)?"
        r"|(?:image|photo|slide|item|picture|bild|foto)? ?\d{1,3} ?(?:of|/|von|de|sur) ?/? ?\d{0,3}",
        "Next slide",
        "The next slide shows the bridge.",
    ),
    Phrase(
        r"video player is loading\W*|this is a modal window\b.{0,80}|(?:current|remaining) time\W+[\d:]+"
        r"|loaded:? [\d.]+%|your browser does not support.{0,60}|this slideshow requires.{0,30}"
        r"|this (?:audio|voice) (?:is|was) (?:\w+ ){1,3}(?:with|by) .{3,50}",
        "Video Player is loading.",
        "Remaining time was short.",
    ),
    Phrase(
        r"(?:skip|jump) (?:past )?(?:to )?(?:main |the )?(?:content|recipe|navigation|advert\w*|newsletter promotion"
        r"|end of .{0,30})"
        r"|loading(?: (?:content|comments))?\W*",
        "Skip to main content",
        "Loading the cart took an hour.",
    ),
    Phrase(
        r"(?:show|hide|view|toggle) (?:captions?|comments?|gallery|more|less|transcript)|captions?|close|email"
        r"|print(?: (?:the |this )?(?:recipe|page|article))?|search|back|back to top",
        "Back to top",
        "They came back to town.",
    ),
    Phrase(
        r"share(?: (?:this|on|via|it|with)\b.{0,40})?|teilen|partager|compartir|condividi|compartilhar|поделиться"
        r"|(?=.*\w)(?:facebook|twitter|x|pinterest|linkedin|whatsapp|e-?mail|reddit|telegram|tumblr|print|copy link"
        r"|instagram|flipboard|more|share|tweet|pin(?: it)?|\W)+"
        r"|(?:thank(?:s| you) for reading|(?:like|love|enjoy(?:ed)?) (?:this|what you)).{0,60}"
        r"\b(?:share|follow|subscribe|support)\b.{0,60}"
        r"|follow (?:us|me)\b.{0,80}",
        "Share this article",
        "Share prices fell.",
    ),
    Phrase(
        r"(?:leave|post|add|view|read|join|show|write|be the first to) (?:a |the |your |all )?(?:\d+ )?"
        r"(?:comments?|reply|conversation|discussion).{0,30}|\d* ?comments?|(?:tell us )?what (?:do )?you think\W*",
        "Leave a comment",
        "He left without a comment.",
    ),
    Phrase(
        r"tags?:?|topics?:?|categor(?:y|ies):?|(?:filed|posted) (?:under|in):?.{0,60}",
        "Tags:",
        "Tags were sewn into the coats.",
    ),
    Phrase(
        r"listen(?: (?:to|now)\b.{0,40})?|play(?: (?:video|audio|episode))?|watch(?: (?:now|live|video|the video))?"
        r"|\d\d?:\d\d(?: / \d\d?:\d\d)?",
        "Watch live",
        "Watches tick.",
    ),
    Phrase(
        r"(?:read|view|load|see|show|learn|find out|explore|discover) (?:more|all|next|full (?:story|article"
        r"|bio))\W*|more"
        r"|en savoir plus|mehr lesen|weiterlesen|leer más|ler mais|leggi (?:tutto|di più)|lire la suite"
        r"|читать далее|lees meer",
        "Read more",
        "Read more books, he said.",
    ),
    Phrase(
        r"recommended|trending(?: now)?|popular|most (?:read|popular|viewed)\W*|latest(?: (?:news|stories))?"
        r"|don.?t miss(?: it| this)?\W*|explore more|(?:you (?:may|might) (?:also )?(?:like|enjoy"
        r"|be interested).{0,20})"
        r"|(?:editor.?s?.? (?:picks?|recommendations?))|related (?:articles?|stories|posts?|content|topics?"
        r"|links?|news|reading"
        r"|coverage|videos?)\W*|related\W*|more from .{1,40}|in this article\W*|what to read next\W*",
        "Related stories",
        "Related families met in June.",
    ),
    Phrase(
        r"\W*(?:関連(?:記事|リンク)|あわせて読みたい|相关(?:阅读|新闻|文章|推荐)|推荐阅读|延伸阅读|相關(?:新聞|文章)"
        r"|관련 ?(?:기사|글)|اقرأ أيض(?:ا|ًا|اً)|مواضيع ذات صلة)\W*",
        "相关阅读",
        "相关的人在六月见面。",
    ),
    Phrase(
        r"subscribe(?: (?:now|today))?\W*|sign (?:up|in)(?: now| for more .{0,20})?\W*|register(?: now)?\W*"
        r"|donate(?: now)?|already a (?:subscriber|member)\W.{0,30}|reuse this content|(?:get|order|buy) (?:it )?(?:now"
        r"|reprints?)\W*",
        "Subscribe now",
        "Subscribers came to the mill.",
    ),
    Phrase(
        r".{0,50}(?:무단 ?(?:전재|복제|배포)|無断(?:転載|複製)|未经(?:授权|许可)).{0,30}",
        "저작권자 ⓒ 신문, 무단 전재 및 재배포 금지",
        "신문을 무단으로 옮긴 사람은 없었다.",
    ),
    Phrase(
        r"\W*(?:责任编辑|責任編輯|责编|编辑|校对|审核) ?[:：].{1,30}|\w{2,5} ?(?:기자|특파원) ?=? ?\S+@\S+",
        "责任编辑：王小桥",
        "责任在编辑身上。",
    ),
    Phrase(
        r"was this (?:article|page|helpful).{0,40}|(?:\(?image|photo) credits?\W*",
        "Was this article helpful?",
        "Was this the end?",
    ),
)

_NOISE = re.compile("|".join(f"(?:{one.pattern})" for one in NOISE), re.I)

#: Begins a line that points elsewhere, when the rest of it is a link.
_POINTER = re.compile(
    r"""(?:(?:also\ )?(?:read|see|watch|listen)(?:\ (?:more|also|next|this|too
        |now))?(?:\ on\ [\w.\ ]{1,30})? | related(?:\ (?:\w+))? | more(?:\ (?:on|from|about|here
        |info\w*|stories|coverage)\b[^:]{0,40})? | recommended(?:\ \w+)?
    | also\ (?:on|in|from|see)\b[^:]{0,30} | (?:don.?t\ |do\ not\ )miss | must[\ -]read
        | required\ reading | trending | (?:you\ (?:may|might)\ (?:also\ )?like) | up\ next
        | previously | explore | opinion | exclusive | breaking
    | find\ out\ more | lire\ aussi | à\ lire(?:\ aussi)? | voir\ aussi | lesen\ sie\ (?:auch|mehr)
        | mehr\ (?:zum\ thema|dazu) | siehe\ auch | lea\ (?:también|además) | lee\ también
        | te\ puede\ interesar | ver\ (?:más|también) | leia\ (?:também|mais) | veja\ (?:também|mais)
    | leggi\ anche | lees\ ook | läs\ (?:också|mer) | les\ også | læs\ også | читайте\ также
        | читать\ также | смотрите\ также | czytaj\ (?:też|także) | zobacz\ też)\ ?(?:[:>|»→-]|$)""",
    re.I | re.X,
)

_LABEL = re.compile(
    r"related|recommend|miss|more|like|popular|trending|picks|latest|\bnext|also|top stories|most read"
    r"|mehr|auch|lire|voir|leer|ver |lee |leia|veja|leggi|lees|читайте|czytaj|zobacz"
    r"|関連|あわせて|相关|推荐|延伸|相關|관련|اقرأ|صلة",
    re.I,
)

_LETTER = re.compile(
    r"""\b(?:we|(?:web)?site|page)\ uses?\ cookies\b
    | \bplease\ (?:enable|turn\ on|activate|allow)\ javascript\b
    | \b(?:sign(?:ing)?[\ -]?up|subscrib\w+|register|get\ (?:the|our|your|all
        |breaking|daily|more)|join|delivered|receive|stay\ (?:up|in)|don.t\ miss|abonn\w+|anmelden
        |suscr[ií]b\w+|inscreva|inscri\w+|iscri\w+|подпис\w+)\b
    .{0,160}\b(?:newsletters?|inbox|mailing\ list|letterbox|news\ alerts?|posteingang|рассылк\w+)\b
    | ^.{0,40}\ (?:in|into|to)\ your\ inbox\W*$
    | \bunsubscribe\ here\W*$ | ^\W*you(?:.re|\ are)?\ (?:receiv\w+|getting)\ th(?:is|ese)\b
    | ^подпис\w+.{0,60}\b(?:канал\w*|телеграм\w*|telegram)\b
    | \bnewsletters?\b.{0,60}\b(?:sign[\ -]?up|subscribe|delivered|inbox)\b""",
    re.I | re.X,
)

# One of these is in every invitation, and asking for them is cheaper than the pattern.
_LETTER_HINTS = words_of(
    "cookies javascript newsletter inbox letterbox posteingang рассылк unsubscribe подпис receiv getting"
) | {"mailing list", "news alert"}

_BYLINE = re.compile(
    rf"""(?:(?:written\ |posted\ |published\ |reported\ |(?:\w+\ )?reviewed\ |edited\ |story\ |words\ )?(?:by|von
        |par|por|di|door|av|autor|author|text)\ ?:?\ (?:[^.!?]|(?<=\b\w)\.|(?<=\b[dmsj][rst])\.){{2,90}}
    | (?:{_WEEKDAY})?(?:(?:first\ |last\ )?(?:published|posted|updated|modified|created|veröffentlicht
        |aktualisiert|stand|publié|mis\ à\ jour|publicado|actualizado|atualizado|pubblicato|aggiornato
        |опубликовано|обновлено)(?:\ (?:on|at|le|el|em|il|am|in))?\W.{{0,110}})
    | (?:{_WEEKDAY})?(?:{_CLOCK}[\ ,|·-]*)?(?:[\w.\ -]{{0,40}}[|·—–-]\ ?)?(?:{_WEEKDAY})?{_DATE}
        (?:[\ ,|·•—–-]*(?:at\ |um\ |à\ |às\ |a\ las\ )?{_CLOCK}(?:\ ?\(?[A-Z]{{2,5}}\)?)?)?
        (?:[\ ,|·•—–-]*(?:by\ .{{2,40}}|\d+\ (?:min|comment).{{0,20}}|updated.{{0,60}}))?
    | \d{{1,3}}\+?\ ?-?min(?:ute)?s?\.?(?:\ read)?(?:ing)?(?:\ time)?\W* | (?:reading\ time|read\ time
        |lesezeit|lesedauer|temps\ de\ lecture|tiempo\ de\ lectura)\W.{{0,20}}
    | \d{{1,3}}\ (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|hrs?
        |mins?)\ ago(?:\W.{{0,30}})?
    | [\d.,]+[km]?\ (?:views?|shares?|likes?|claps?|comments?|replies)(?:\W.{{0,30}})?
    )\W*""",
    re.I | re.X,
)

_CREDIT = re.compile(
    r"""\(?(?:(?:image|photo(?:graph)?|picture|video|illustration|screenshot|foto|bild|crédit\ photo
        |fotografía|imagem|фото)?\ ?(?:credits?|source|courtesy|by|copyright|quelle
        |crédits?)?\ ?(?:\(s\))?\ ?[:/©]\ ?|©\ ?|getty\ images|file\ photo).{0,90}""",
    re.I | re.X,
)
_CREDIT_WORD = re.compile(
    r"image|photo|picture|video|illustration|screenshot|foto|bild|imagem|фото|credit|courtesy|©|getty|quelle|source",
    re.I,
)

_CAPTION_END = re.compile(
    r"""(?:\((?:image|photo(?:graph)?|picture|pic|credit|source|foto|bild|screenshot|courtesy|via
        |ap\ photo|reuters|afp|getty)\b[^()]{0,90}\)
    | \b(?:image|photo|picture|video|illustration|screenshot)?\ ?credit\ ?:\ ?[^:]{2,70}
    | \b(?:photos?|images?|pictures?|foto|bild)\ ?(?:by|courtesy(?:\ of)?|:)\ ?[^:.]{2,60}
    | \b(?:getty\ images|ap\ photo|afp\ via\ getty|shutterstock|istock(?:photo)?
        |file\ photo)\b[^.]{0,40}\)?)\W*$""",
    re.I | re.X,
)

# One of these is in every credit, and asking for them is cheaper than the pattern.
_CREDIT_HINTS = words_of("( credit photo image picture foto bild getty shutterstock istock")


def ends_in_credit(text: str) -> bool:
    """True for a caption: it ends with whose picture it is."""
    end = text[-160:].lower()
    return any(hint in end for hint in _CREDIT_HINTS) and bool(_CAPTION_END.search(end))


def is_noise(text: str) -> bool:
    """True for a line that is no part of any article, wherever it stands."""
    return bool(_NOISE.fullmatch(text))


def is_label(text: str) -> bool:
    """True for a line that announces links to other pages ("Related stories", "Don't miss")."""
    return (
        len(text) < 60
        and bool(_NOISE.fullmatch(text) or _POINTER.fullmatch(text))
        and bool(_LABEL.search(text))
    )


def is_pointer(text: str) -> bool:
    """True for a line that begins as one that points to other pages ("Read more: ...")."""
    return bool(_POINTER.match(text))


def is_invitation(text: str) -> bool:
    """True for an invitation to a newsletter, an account, a channel, or to switch on what a page needs."""
    small = text.lower()
    return any(hint in small for hint in _LETTER_HINTS) and bool(_LETTER.search(text))


def is_byline(text: str) -> bool:
    """True for a line of author, date, or reading time."""
    return bool(_BYLINE.fullmatch(text))


def is_credit(text: str) -> bool:
    """True for the line that says whose picture it is."""
    return bool(_CREDIT.fullmatch(text) and _CREDIT_WORD.search(text))
