"""Made-up articles on a made-up web. Nobody in them lives, and nothing in them happened."""

from __future__ import annotations

from html import escape
from typing import NamedTuple


class Story(NamedTuple):
    """A page of that web."""

    url: str
    title: str
    author: str
    site: str
    body: str
    tags: str = ""
    picture: str = ""
    language: str = "en"
    direction: str = "ltr"

    @property
    def html(self) -> str:
        """The page as its site serves it."""
        image = f'<meta property="og:image" content="{self.picture}">' if self.picture else ""
        return (
            f'<!doctype html><html lang="{self.language}" dir="{self.direction}"><head><meta charset="utf-8">'
            f"<title>{escape(self.title)}</title>"
            f'<meta property="og:type" content="article"><meta property="og:site_name" content="{self.site}">{image}'
            f'<meta name="author" content="{self.author}">'
            '<meta property="article:published_time" content="2026-09-14T08:00:00Z"></head>'
            f"<body><nav><a href='/'>Home</a></nav><article><h1>{escape(self.title)}</h1>{self.body}</article></body></html>"
        )


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


TIDES = _paragraphs(
    "Before the tables were printed, the ferrymen of the lower estuary kept the tides in their heads, and what they could "
    "not keep there they cut into the doorposts of the boathouse: a notch for every spring flood, a cross for every boat "
    "that had not come back.",
    "The doorposts are still there. The newer boathouse was built around them, as one builds around a chimney that still "
    "draws, and the wood has gone as grey and as hard as slate. Run a finger down it and you feel two hundred winters.",
    "What the notches record is not, as the museum’s first catalogue had it, “the superstition of simple people”. Laid "
    "beside the modern tables they are off by <em>less than a quarter of an hour</em>, and where they differ it is mostly "
    'because the river has moved its mouth<sup><a href="#fn1" id="ref1">1</a></sup>.',
)
TIDES += (
    "<h2>A clock that walks</h2>"
    + _paragraphs(
        "The trick is that the tide comes later every day, by fifty minutes or so, and so a ferryman’s day walks around the "
        "clock like a tired horse around a mill. Breakfast at six, then at seven, then at eight; after two weeks it has "
        "become supper. Families lived by that clock, and so did their hens.",
        "A woman whose grandmother rowed the mail told us that as a child she could not understand why the schoolhouse began "
        "at the same hour every morning. “It seemed to me a kind of rudeness,” she said, “as if nobody there had looked "
        "out of the window.”",
    )
    + "<blockquote><p>The water keeps its appointments. It is we who are early, or late.</p></blockquote>"
    + '<figure><img src="https://pictures.example/2.png" alt="Low hills behind a wide river" width="600" height="400">'
    "<figcaption>The estuary from the north bank, an hour before the flood.</figcaption></figure>"
    + "<h2>What the harbour clerk did</h2>"
    + _paragraphs(
        "In the year the railway came, a clerk at the harbour office set out to print the first tables. He asked for the "
        "ferrymen’s notches, was shown them, and made a careful drawing. Then he threw the drawing away and calculated "
        "everything from the moon, which was more respectable.",
        "His tables were very good for the open coast. Up the river they were wrong by an hour in spring, and in the second "
        "year the coal barge sat on the bar for a whole night with its lamps lit, in full view of the town.",
        "He went back to the boathouse. The second edition has, in small type at the foot of each page, a column headed "
        "<em>Local</em>; it is the notches, and it has been printed every year since.",
    )
    + "<h3>How to read a doorpost</h3><ol><li>Find the cross nearest the floor: it is the flood of the long winter.</li>"
    "<li>Count upward in groups of fourteen, one for each half of the moon.</li>"
    "<li>Where two notches touch, the wind stood against the ebb.</li></ol>"
    + _paragraphs(
        *[
            f"The {word} ferry made its last crossing on a still evening, with more people on the quay than it could have "
            "carried in a week. Somebody had brought a cornet. When the boat touched, the ferryman took out his knife, went "
            "up to the boathouse without a word, and cut one more notch, level with his own eyes, deeper than the others."
            for word in ("upper", "middle", "little", "stone", "market", "island")
        ]
    )
    + '<p id="fn1">1. By about two hundred paces to the south, mostly in one night. <a href="#ref1">↩</a></p>'
)

CODE = (
    _paragraphs(
        "A queue is the friendliest of structures: whoever comes first is served first, and nobody needs to know anybody. "
        "The trouble begins when the queue is longer than the day.",
        "The usual answer is to add servers. The better answer is often to <code>refuse</code> early, in words that the "
        "caller can act upon, and to keep the promise that was made to those who were let in.",
    )
    + "<h2>A bounded queue in twelve lines</h2>"
    '<pre><code class="language-python">class Bounded:\n    """At most `limit` wait; the next one hears so at once."""\n\n'
    "    def __init__(self, limit: int) -&gt; None:\n        self._limit = limit\n        self._waiting: deque[Job] = deque()\n\n"
    "    def put(self, job: Job) -&gt; None:\n        if len(self._waiting) &gt;= self._limit:\n"
    "            raise Busy(retry_after=self._expected_seconds_until_somebody_is_free_again(job.weight))\n"
    "        self._waiting.append(job)\n</code></pre>"
    + _paragraphs(
        "Note what it does not do: it does not sleep, it does not log, and it does not try again. All three are the caller’s "
        "business, and the caller knows things that we do not.",
        "Measured on a small machine with two cores, under twice the load that it can carry:",
    )
    + "<table><thead><tr><th>Limit</th><th>Served a second</th><th>Refused</th><th>Longest wait</th><th>Memory</th></tr></thead>"
    "<tbody><tr><td>none</td><td>1,940</td><td>0</td><td>41 s</td><td>1.9 GB</td></tr>"
    "<tr><td>10,000</td><td>2,010</td><td>38 %</td><td>5.1 s</td><td>310 MB</td></tr>"
    "<tr><td>256</td><td>2,060</td><td>49 %</td><td>0.13 s</td><td>88 MB</td></tr></tbody></table>"
    + _paragraphs(
        "The last line serves <strong>more</strong>, not less: what the others spend on remembering whom they have kept "
        "waiting, it spends on serving them.",
        "Press <kbd>Ctrl</kbd> <kbd>C</kbd> in the first case and the machine needs eleven seconds to notice.",
    )
)

BREAD = (
    _paragraphs(
        "The oven at the end of Mill Lane is lit on Fridays, and has been, with a gap that everybody dates differently, for as "
        "long as the lane has had a name.",
        "You bring your own dough. You bring it in whatever you have, and mark it in whatever way your family does: a cross, an "
        "initial, three fingers pressed into the side. In the dark of the oven nobody’s loaf is anybody’s, and yet nobody in "
        "living memory has gone home with the wrong one.",
        "What the oven has instead of a thermostat is a handful of flour thrown on its floor. If it blackens at once you wait and "
        "talk; if it browns by the time you have said the names of the days, you bake.",
        "We asked what would happen if somebody said them faster. There was a silence in which it became clear that this had been "
        "tried.",
    )
    * 3
)

JAPANESE = (
    "<p>港の古い倉庫を改装した小さな図書館には、誰の本でもない本が並んでいる。旅人が置いていったもの、引っ越しの荷物から"
    "こぼれたもの、雨の日に忘れられたもの。司書はそれらを「預かりもの」と呼んでいる。</p>"
    "<p>棚には分類がない。代わりに、届いた順に番号がつく。だから料理の本の隣に航海日誌があり、航海日誌の隣に"
    "<em>子どもの字で書かれた</em>昆虫の記録がある。読む人は、探しに来るのではなく、歩きに来る。</p>"
    "<h2>潮の満ち引きと開館時間</h2>"
    "<p>開館時間は潮に合わせて決められている。満潮のあいだは<ruby>桟橋<rt>さんばし</rt></ruby>が水に浸かり、"
    "誰も渡れないからだ。掲示板には時刻ではなく、月の絵が描いてある。</p>"
    "<p>ある冬の朝、司書は一冊の本が戻ってきているのに気づいた。貸し出した記録はない。開くと、最後のページに鉛筆で"
    "「続きは海の向こうで読みました」とだけ書かれていた。番号は、そのままにしてある。</p>"
) * 3

ARABIC = (
    "<p>في آخر السوق القديم دكان صغير لا يبيع شيئًا، وصاحبه يفتح بابه كل صباح كما لو كان ينتظر زبائن كثيرين. على الرفوف "
    "ساعات توقفت في أوقات مختلفة، ولكل واحدة منها حكاية يعرفها هو وحده.</p>"
    "<p>يقول إن الساعة التي تتوقف لا تكذب أبدًا: إنها صادقة مرتين كل يوم، وهذا أكثر مما يستطيعه معظم الناس.</p>"
    "<h2>ما يبقى من الوقت</h2>"
    "<p>حين سألناه لماذا لا يصلحها، ضحك وأشار إلى أكبرها (طراز 1904)، وقال: «لو دارت هذه، لاضطررت إلى النظر إليها».</p>"
    "<p>وفي المساء يغلق الباب بهدوء، ويترك مصباحًا واحدًا مضاءً فوق الساعات، كي لا تشعر بالعتمة.</p>"
) * 4

GERMAN = (
    _paragraphs(
        "Wer im Frühjahr über den Höhenweg geht, hört die Mühle, bevor er sie sieht: ein Klopfen wie von jemandem, der an eine "
        "Tür klopft und schon weiß, dass niemand zu Hause ist.",
        "Sie mahlt seit vierzig Jahren nichts mehr. Das Rad dreht sich, weil niemand es angehalten hat, und der Bach läuft, weil "
        "Bäche das tun. Die Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen im Schaufenster des Ladens daneben sind "
        "älter als der Laden.",
    )
    * 3
)

STORIES = (
    Story("https://estuary.example/notes/tides-in-the-doorpost", "The tides in the doorpost: how ferrymen wrote down the moon",
          "Marit Holloway", "The Estuary Review", TIDES, "history, rivers, longform", "https://pictures.example/1.png"),
    Story("https://smallmachines.example/2026/refuse-early", "Refuse early: a short case for bounded queues", "Tobias Renn",
          "Small Machines", CODE, "programming, queues", "https://pictures.example/3.png"),
    Story("https://hearth.example/friday-oven", "Friday at the village oven", "Ines Calloway", "Hearth", BREAD, "food",
          "https://pictures.example/4.png"),
    Story("https://minato.example/toshokan", "港の図書館と、誰のものでもない本", "三浦はるか", "みなと通信", JAPANESE, "日本語, libraries",
          "https://pictures.example/5.png", "ja"),
    Story("https://souq.example/clocks", "دكان الساعات المتوقفة في آخر السوق القديم", "ليلى منصور", "دفاتر المدينة", ARABIC,
          "قصص", "https://pictures.example/6.png", "ar", "rtl"),
    Story("https://hoehenweg.example/muehle", "Die Mühle, die niemand angehalten hat", "Jorun Feldmann", "Höhenweg", GERMAN,
          "deutsch, history/mills", "", "de"),
    Story("https://longtitles.example/a", "On the difficulty of ending a sentence once it has begun to enjoy itself, with some "
          "remarks on titles, subtitles, and the subtitles of subtitles, which nobody has ever asked for", "Pell Ashdown",
          "The Overlong", BREAD, "writing, style, editing, habits, humour, essays, drafts", ""),
    Story("https://gardens.example/winter-beans", "Beans under snow", "Odile Marchetti", "Kitchen Gardens", BREAD,
          "food, gardens", "https://pictures.example/7.png"),
    Story("https://nightsky.example/satellites", "Counting lights from a roof in the suburbs", "Anselm Quist", "Night Sky Weekly",
          BREAD, "science", "https://pictures.example/8.png"),
    Story("https://maps.example/blank", "The honest blank on the map", "Runa Delacroix", "Cartographers’ Post", TIDES,
          "history, maps", "https://pictures.example/9.png"),
)  # fmt: skip
