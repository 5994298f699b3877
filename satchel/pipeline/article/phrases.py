"""What furniture says: the short lines that sites put between the paragraphs of an article.

Each pattern reads a whole block of text, white space collapsed. They are phrases of many sites,
in the languages that the web is mostly written in.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from satchel.base.text import words_of

MAX_PHRASE_LETTERS = 240  #: letters of a block that is looked at; what is longer is prose

# A day is known by its shape: a number, a word of any language, a year.
_DAY = r"(?:\d\d?(?:st|nd|rd|th|\.)? (?:de )?[^\W\d_]{3,12}\.?|[^\W\d_]{3,9}\.? \d\d?(?:st|nd|rd|th)?),? (?:de )?\d{4}"
_FIGURES = (
    r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4}|\d{4} ?[年년] ?\d\d? ?[月월] ?\d\d? ?[日일]"
)
_DATE = rf"(?:{_DAY}|{_FIGURES})"
_CLOCK = r"(?:\d\d?[:.h]\d\d(?: ?[ap]\.?m\.?)?|\d\d? ?[ap]\.?m\.?)"
_LEAD = r"(?:[^\W\d_]{2,12}[.:]?,? ){0,2}"  # a day of the week, or "Release date"


class Phrase(NamedTuple):
    """What some furniture says, with a line that it takes and one that it leaves."""

    pattern: str
    takes: str
    leaves: str


# fmt: off
#: Lines that announce links to other pages.
LABELS = (
    Phrase(r"recommended|trending(?: now)?|popular|most (?:read|popular|viewed)\W*|latest(?: (?:news|stories))?"
           r"|don.?t miss(?: it| this)?\W*|explore more|you m(?:ay|ight) (?:also )?(?:like|enjoy"
           r"|be interested).{0,20}|editor.?s?.? (?:picks?|recommendations?)|more from .{1,40}|what to read next\W*"
           r"|related(?: (?:articles?|stories|posts?|content|topics?|links?|news|reading|coverage|videos?))?\W*",
           "Related stories", "Related families met in June."),
    Phrase(r"\W*(?:関連(?:記事|リンク)|あわせて読みたい|相关(?:阅读|新闻|文章|推荐)|推荐阅读|延伸阅读|相關(?:新聞"
           r"|文章)|관련 ?(?:기사|글)|اقرأ أيض(?:ا|ًا|اً)|مواضيع ذات صلة)\W*", "相关阅读", "相关的人在六月见面。"),
)
#: Lines that are no part of any article, wherever they stand; labels are more of them.
NOISE = (
    Phrase(r"advert(?:isement|ising|orial)?s?|ad|sponsored(?: content)?|promoted|anzeige|werbung|publicité|publicidad"
           r"|pubblicità|publicidade|reklama|реклама|広告|广告", "Advertisement", "Advertising paid for the mill."),
    Phrase(r"(?:read|view|load|see|show|learn|find out|explore|discover) (?:more|all|next|full (?:story|article"
           r"|bio))\W*|more|en savoir plus|mehr lesen|weiterlesen|leer más|ler mais|leggi (?:tutto|di più)"
           r"|lire la suite|читать далее|lees meer", "Read more", "Read more books, he said."),
    Phrase(r"(?:story|article|post) continues? (?:below|after).{0,40}|continue reading (?:below|the main story)?",
           "Story continues below", "The story continues in the valley."),
    Phrase(r"(?:advertisement\W+)?(?:scroll|swipe|drag) \w{2,8} ?(?:to|for) .{0,30}",
           "Swipe right to see more", "Scroll saws were used to cut it."),
    Phrase(r"0 out of \d+|(?:previous|next|go to) (?:slide|image|photo|picture|item)(?: \d+)?|(?:image|photo|slide"
           r"|item|picture|bild|foto)? ?\d{1,3} ?(?:of|/|von|de|sur) ?/? ?\d{0,3}",
           "Next slide", "The next slide shows the bridge."),
    Phrase(r"video player is loading\W*|this is a modal window\b.{0,80}|(?:current|remaining) time\W+[\d:]+"
           r"|loaded:? [\d.]+%|your browser does not support.{0,60}|this slideshow requires.{0,30}|this (?:audio"
           r"|voice) (?:is|was) (?:\w+ ){1,3}(?:with|by) .{3,50}",
           "Video Player is loading.", "Remaining time was short."),
    Phrase(r"(?:skip|jump) (?:past )?(?:to )?(?:main |the )?(?:content|recipe|navigation|advert\w*"
           r"|newsletter promotion|end of .{0,30})|loading(?: (?:content|comments))?\W*",
           "Skip to main content", "Loading the cart took an hour."),
    Phrase(r"(?:show|hide|view|toggle) (?:captions?|comments?|gallery|more|less|transcript)|captions?|close|email"
           r"|search|back|print(?: (?:the |this )?(?:recipe|page|article))?|back to top",
           "Back to top", "They came back to town."),
    Phrase(r"share(?: (?:this|on|via|it|with)\b.{0,40})?|teilen|partager|compartir|condividi|compartilhar|поделиться"
           r"|(?=.*\w)(?:facebook|twitter|x|pinterest|linkedin|whatsapp|e-?mail|reddit|telegram|tumblr|print"
           r"|copy link|instagram|flipboard|more|share|tweet|pin(?: it)?|\W)+|follow (?:us|me)\b.{0,80}|(?:thank(?:s"
           r"| you) for reading|(?:like|love|enjoy(?:ed)?) (?:this|what you)).{0,60}\b(?:share|follow|subscribe"
           r"|support)\b.{0,60}", "Share this article", "Share prices fell."),
    Phrase(r"(?:leave|post|add|view|read|join|show|write|be the first to) (?:a |the |your "
           r"|all )?(?:\d+ )?(?:comments?|reply|conversation|discussion).{0,30}|\d* ?comments?"
           r"|(?:tell us )?what (?:do )?you think\W*", "Leave a comment", "He left without a comment."),
    Phrase(r"tags?:?|topics?:?|categor(?:y|ies):?|(?:filed|posted) (?:under|in):?.{0,60}",
           "Tags:", "Tags were sewn into the coats."),
    Phrase(r"listen(?: (?:to|now)\b.{0,40})?|play(?: (?:video|audio|episode))?|watch(?: (?:now|live|video"
           r"|the video))?|\d\d?:\d\d(?: / \d\d?:\d\d)?", "Watch live", "Watches tick."),
    Phrase(r"subscribe(?: (?:now|today))?\W*|sign (?:up|in)(?: now| for more .{0,20})?\W*|register(?: now)?\W*"
           r"|donate(?: now)?|reuse this content|already a (?:subscriber|member)\W.{0,30}|(?:get|order"
           r"|buy) (?:it )?(?:now|reprints?)\W*", "Subscribe now", "Subscribers came to the mill."),
    Phrase(r".{0,50}(?:무단 ?(?:전재|복제|배포)|無断(?:転載|複製)|未经(?:授权|许可)).{0,30}",
           "저작권자 ⓒ 신문, 무단 전재 및 재배포 금지", "신문을 무단으로 옮긴 사람은 없었다."),
    Phrase(r"\W*(?:责任编辑|責任編輯|责编|编辑|校对|审核) ?[:：].{1,30}|\w{2,5} ?(?:기자|특파원) ?=? ?\S+@\S+",
           "责任编辑：王小桥", "责任在编辑身上。"),
    Phrase(r"in this article\W*|was this (?:article|page|helpful).{0,40}|(?:\(?image|photo) credits?\W*",
           "Was this article helpful?", "Was this the end?"),
)
#: Beginnings of lines that point elsewhere, if the rest of the line is a link; alone, they announce such links.
POINTERS = (
    Phrase(r"(?:also )?(?:read|see|watch|listen) (?:more|also|next|this|too|now)(?: on [\w. ]{1,30})?"
           r"|related(?: \w+)?|more(?: (?:on|from|about|here|info\w*|stories|coverage)\b[^:]{0,40})?"
           r"|recommended(?: \w+)?|find out more|also (?:on|in|from|see)\b[^:]{0,30}|(?:don.?t |do not )miss"
           r"|you m(?:ay|ight) also like|up next",
           "Read more: The axle that came by barge", "Reading the tide is an art"),
    Phrase(r"lire aussi|à lire(?: aussi)?|voir aussi|lesen sie (?:auch|mehr)|mehr (?:zum thema|dazu)|siehe auch"
           r"|lea (?:también|además)|lee también|te puede interesar|ver (?:más|también)|leia (?:também|mais)"
           r"|veja (?:também|mais)|leggi anche|lees ook|läs (?:också|mer)|les også|læs også|(?:читайте|читать"
           r"|смотрите) также|czytaj (?:też|także)|zobacz też",
           "Lesen Sie auch: Die Mühle", "Lire aussi bien que lui était rare."),
)
#: Beginnings of such lines that announce nothing.
CALLS = (
    Phrase(r"(?:also )?(?:read|see|watch|listen)(?: on [\w. ]{1,30})?|must[ -]read|required reading|trending"
           r"|previously|explore|opinion|exclusive|breaking",
           "Must-read: The wheel", "Breaking the wheel took an hour."),
)
#: Invitations to letters, accounts and channels, and to switch on what a page needs; anywhere in a line.
LETTERS = (
    Phrase(r"\b(?:we|(?:web)?site|page) uses? cookies\b", "This site uses cookies.", "He uses cookies as bait."),
    Phrase(r"\bplease (?:enable|turn on|activate|allow) javascript\b",
           "Please enable JavaScript to see it.", "We had to enable JavaScript."),
    Phrase(r"\b(?:sign(?:ing)?[ -]?up|subscrib\w+|register|get (?:the|our|your|all|breaking|daily|more)|join"
           r"|delivered|receive|stay (?:up|in)|don.t miss|abonn\w+|anmelden|suscr[ií]b\w+|inscreva|inscri\w+|iscri\w+"
           r"|подпи[сш]\w+)\b.{0,160}\b(?:newsletters?|inbox|mailing list|letterbox|news alerts?|posteingang"
           r"|рассылк\w+)\b", "Sign up for our newsletter", "She signed the letterbox."),
    Phrase(r"^.{0,40} (?:in|into|to) your inbox\W*$",
           "Two mills a week, right to your inbox", "Your inbox is a mill."),
    Phrase(r"\bunsubscribe here\W*$|^\W*you(?:.re| are)? (?:receiv\w+|getting) th(?:is|ese)\b",
           "You may unsubscribe here.", "To unsubscribe here is work."),
    Phrase(r"^подпи[сш]\w+.{0,60}\b(?:канал\w*|телеграм\w*|telegram)\b",
           "Подпишитесь на наш канал", "Подпишитесь позже."),
    Phrase(r"\bnewsletters?\b.{0,60}\b(?:sign[ -]?up|subscribe|delivered|inbox)\b",
           "Our newsletter: subscribe", "The newsletter was late."),
)
#: Lines of writer, day, or how long the reading takes.
BYLINES = (
    Phrase(r"(?:written |posted |published |reported |(?:\w+ )?reviewed |edited |story |words )?(?:by|von|par|por|di"
           r"|door|av|autor|author|text) ?:? (?:[^.!?]|(?<=\b\w)\.|(?<=\b[dmsj][rst])\.){2,90}",
           "By Ida Brandt", "By noon it was gone. Nobody minded."),
    Phrase(r"(?:first |last )?(?:published|posted|updated|modified|created|veröffentlicht|aktualisiert|stand|publié"
           r"|mis à jour|publicado|actualizado|atualizado|pubblicato|aggiornato|опубликовано|обновлено)\W.{0,110}",
           "Updated 5:27 am CST, Wednesday, November 20, 2019", "Posts stand in the river."),
    Phrase(rf"{_LEAD}(?:{_CLOCK}[ ,|·-]*)?(?:[\w. -]{{0,40}}[|·—–-] ?{_LEAD})?{_DATE}"
           rf"(?:[ ,|·•—–-]*(?:at |um |à |às |a las )?{_CLOCK}(?: ?\(?[A-Z]{{2,5}}\)?)?)?"
           r"(?:[ ,|·•—–-]*(?:by .{2,40}|\d+ (?:min|comment).{0,20}|updated.{0,60}))?",
           "Mittwoch, 12. März 2024, 9:30", "In May 2011 the wheel stopped."),
    Phrase(r"\d{1,3}\+? ?-?min(?:ute)?s?\.?(?: read)?(?:ing)?(?: time)?\W*|(?:reading time|read time|lesezeit"
           r"|lesedauer|temps de lecture|tiempo de lectura)\W.{0,20}", "4 min read", "4 minstrels read it."),
    Phrase(r"\d{1,3} [a-z]{2,7} ago(?:\W.{0,30})?", "2 hours ago", "2 agonies"),
    Phrase(r"[\d.,]+[km]? (?:views?|shares?|likes?|claps?|comments?|replies)(?:\W.{0,30})?",
           "1.2k views", "12 viewers"),
)
#: Lines that say whose picture it is.
CREDITS = (
    Phrase(r"(?!\(?(?:by|copyright)? ?[:/])\(?(?:(?:image|photo(?:graph)?|picture|video|illustration|screenshot"
           r"|foto|bild|crédit photo|fotografía|imagem|фото)? ?(?:credits?|source|courtesy|by|copyright|quelle"
           r"|crédits?)? ?(?:\(s\))? ?[:/©] ?|© ?|getty images|file photo).{0,90}",
           "Photo: Ida Brandt", "A photo of the mill hung there"),
)
#: Ends of captions, by which lines under pictures are known.
CAPTION_ENDS = (
    Phrase(r"\((?:image|photo(?:graph)?|picture|pic|credit|source|foto|bild|screenshot|courtesy|via|ap photo|reuters"
           r"|afp|getty)\b[^()]{0,90}\)",
           "The mill at low tide (Photo: Ida Brandt)", "The mill (a photo) at low tide stood"),
    Phrase(r"\b(?:image|photo|picture|video|illustration|screenshot)? ?credit ?: ?[^:]{2,70}",
           "The mill. Credit: Ida Brandt", "She took the credit."),
    Phrase(r"\b(?:photos?|images?|pictures?|foto|bild) ?(?:by|courtesy(?: of)?|:) ?[^:.]{2,60}",
           "The mill, photo by Ida Brandt", "She took a photo of the mill."),
    Phrase(r"\b(?:getty images|ap photo|afp via getty|shutterstock|istock(?:photo)?|file photo)\b[^.]{0,40}\)?",
           "The mill / Getty Images", "Getty built the mill."),
)
# fmt: on


def _any(*tables: tuple[Phrase, ...], end: str = "") -> re.Pattern[str]:
    """A pattern for what one of the rows of these tables says."""
    rows = "|".join(one.pattern for table in tables for one in table)
    return re.compile(f"(?:{rows}){end}", re.I)


_POINTED = " ?(?:[:>|»→-]|$)"
_LABEL, _ALONE, _POINTER = _any(LABELS), _any(POINTERS, end=_POINTED), _any(POINTERS, CALLS, end=_POINTED)
_LETTER, _CAPTION_END = _any(LETTERS), _any(CAPTION_ENDS, end=r"\W*$")
# One of these is in every invitation, and in every credit; asking for them is cheaper than the pattern.
_LETTER_HINTS = words_of(
    "cookies javascript newsletter inbox letterbox posteingang рассылк unsubscribe подпи receiv getting"
) | {"mailing list", "news alert"}
_CREDIT_HINTS = words_of("( credit photo image picture foto bild getty shutterstock istock")
#: Questions to a line: is it no part of any article; of author, date, or reading time; on whose picture it is?
is_noise = _any(LABELS, NOISE).fullmatch
is_byline = _any(BYLINES, end=r"\W*").fullmatch
is_credit = _any(CREDITS).fullmatch


def ends_in_credit(text: str) -> bool:
    """True for a caption: it ends with whose picture it is."""
    end = text[-160:].lower()
    return any(hint in end for hint in _CREDIT_HINTS) and bool(_CAPTION_END.search(end))


def is_label(text: str) -> bool:
    """True for a line that announces links to other pages ("Related stories", "Don't miss")."""
    return len(text) < 60 and bool(_LABEL.fullmatch(text) or _ALONE.fullmatch(text))


def is_pointer(text: str) -> bool:
    """True for a line that begins as one that points to other pages ("Read more: ...")."""
    return bool(_POINTER.match(text) or _ALONE.match(text.lstrip("[(*»→▶•–— ")))


def is_invitation(text: str) -> bool:
    """True for an invitation to a newsletter, an account, a channel, or to switch on what a page needs."""
    small = text.lower()
    return any(hint in small for hint in _LETTER_HINTS) and bool(_LETTER.search(text))
