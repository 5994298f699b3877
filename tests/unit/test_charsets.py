"""Pages that declare no charset: languages by the charsets in which they were written before UTF-8."""

from __future__ import annotations

import pytest
from webencodings.labels import LABELS

from satchel.base.charset_labels import charset_name, codec_for
from satchel.pipeline.extract import extract
from satchel.pipeline.parsing.decode import decode

# The same few sentences about a river, a town and a miller.
TEXTS = {
    "ru": (
        "Плотина и город. Вода поднялась к вечеру, и старый мельник закрыл ворота. Утром на п"
        "лощади уже говорили о новой дороге через лес."
    ),
    "uk": (
        "Гребля і місто. Вода піднялася до вечора, і старий мельник зачинив ворота. Вранці на"
        " площі вже говорили про нову дорогу через ліс її їжак."
    ),
    "bg": (
        "Бентът и градът. Водата се покачи вечерта и старият воденичар затвори вратите. На су"
        "тринта на площада вече говореха за новия път през гората."
    ),
    "sr": (
        "Брана и град. Вода је порасла до вечери, а стари млинар је затворио врата. Ујутру се"
        " на тргу већ говорило о новом путу кроз шуму."
    ),
    "ja": (
        "川のほとりの町。夕方に水かさが増し、年老いた粉ひきは門を閉めた。"
        "翌朝、広場では森を抜ける新しい道の話が始まっていた。"
    ),
    "zh-CN": "河边的小镇。傍晚水位上涨，老磨坊主关上了大门。第二天早上，广场上的人们已经在谈论穿过森林的新路。",
    "zh-TW": "河邊的小鎮。傍晚水位上漲，老磨坊主關上了大門。第二天早上，廣場上的人們已經在談論穿過森林的新路。",
    "ko": (
        "강가의 마을. 저녁이 되자 물이 불어났고 늙은 방앗간 주인은 문을 닫았다. "
        "아침에 광장에서는 벌써 숲을 지나는 새 길 이야기를 하고 있었다."
    ),
    "cs": (
        "Řeka a městečko. Voda k večeru stoupla a starý mlynář zavřel vrata. Ráno se na náměs"
        "tí už mluvilo o nové cestě přes les."
    ),
    "pl": (
        "Rzeka i miasteczko. Wieczorem woda się podniosła i stary młynarz zamknął bramę. Rano"
        " na rynku mówiono już o nowej drodze przez las, żółty świt."
    ),
    "hu": (
        "A folyó és a kisváros. Estére megemelkedett a víz, és az öreg molnár bezárta a kaput"
        ". Reggel a téren már az erdőn át vezető új útról beszéltek, hűvös szőlő."
    ),
    "sk": (
        "Rieka a mestečko. Voda k večeru stúpla a starý mlynár zavrel bránu. Ráno sa na námes"
        "tí už hovorilo o novej ceste cez les, ľúbezný kôň."
    ),
    "ro": (
        "Râul şi orăşelul. Spre seară apa a crescut şi bătrânul morar a închis poarta. Dimine"
        "aţa în piaţă se vorbea deja despre drumul nou prin pădure."
    ),
    "hr": (
        "Rijeka i gradić. Navečer je voda porasla i stari je mlinar zatvorio vrata. Ujutro se"
        " na trgu već pričalo o novoj cesti kroz šumu, čvrsto đak žaba."
    ),
    "sl": (
        "Reka in mestece. Proti večeru je voda narasla in stari mlinar je zaprl vrata. Zjutra"
        "j so na trgu že govorili o novi cesti skozi gozd, čez šest žab."
    ),
    "el": (
        "Το ποτάμι και η μικρή πόλη. Το βράδυ το νερό ανέβηκε και ο γέρος μυλωνάς έκλεισε την"
        " πύλη. Το πρωί στην πλατεία μιλούσαν ήδη για τον νέο δρόμο μέσα από το δάσος. Άγιος."
    ),
    "tr": (
        "Irmak ve kasaba. Akşama doğru su yükseldi ve yaşlı değirmenci kapıyı kapattı. Sabah "
        "meydanda ormandan geçen yeni yoldan söz ediliyordu, ışık ağaç."
    ),
    "he": (
        "הנהר והעיירה. לקראת ערב עלו המים והטוחן הזקן סגר את השער. בבוקר כבר דיברו בכיכר על ה"
        "דרך החדשה דרך היער."
    ),
    "ar": (
        "النهر والبلدة الصغيرة. ارتفع الماء مساء فأغلق الطحان العجوز البوابة. وفي الصباح كان "
        "الناس في الساحة يتحدثون عن الطريق الجديد عبر الغابة."
    ),
    "fa": (
        "رودخانه و شهر كوچك. نزديك غروب آب بالا آمد و آسيابان پير دروازه را بست. صبح در ميدان"
        " از راه تازه ميان جنگل سخن مي گفتند، گل و چاي."
    ),
    "th": ("แม่น้ำและเมืองเล็ก ตกเย็นน้ำขึ้นสูงและคนโม่แป้งชราปิดประตู รุ่งเช้าผู้คนที่ลานกว้างก็พูดถึงถนนสายใหม่ผ่านป่า"),
    "lt": (
        "Upė ir miestelis. Vakare vanduo pakilo ir senas malūnininkas uždarė vartus. Rytą aik"
        "štėje jau kalbėjo apie naują kelią per mišką, žąsys ėjo šalį."
    ),
    "lv": (
        "Upe un mazpilsēta. Vakarā ūdens pacēlās un vecais dzirnavnieks aizvēra vārtus. No rī"
        "ta laukumā jau runāja par jauno ceļu cauri mežam, ļoti žēl, šķīvis."
    ),
    "et": (
        "Jõgi ja linnake. Õhtuks vesi tõusis ja vana mölder sulges värava. Hommikul räägiti v"
        "äljakul juba uuest teest läbi metsa, šokolaad žanr."
    ),
    "de": (
        "Der Fluß und das Städtchen. Gegen Abend stieg das Wasser, und der alte Müller schloß"
        " das Tor. Am Morgen sprach man über die neue Straße."
    ),
    "fr": (
        "La rivière et le bourg. Vers le soir l’eau monta et le vieux meunier ferma le portai"
        "l. Le matin, on parlait déjà de la nouvelle route à travers la forêt, où l’été s’ach"
        "ève."
    ),
    "es": (
        "El río y el pueblo. Al anochecer subió el agua y el viejo molinero cerró la puerta. "
        "Por la mañana ya se hablaba en la plaza del camino nuevo, ¿mañana? Año y corazón."
    ),
    "pt": (
        "O rio e a vila. À noite a água subiu e o velho moleiro fechou o portão. De manhã já "
        "se falava na praça da nova estrada pela floresta, coração e pão."
    ),
    "it": (
        "Il fiume e la città. Verso sera l'acqua salì e il vecchio mugnaio chiuse il cancello"
        ". Al mattino si parlava già della nuova strada, perché così è più."
    ),
    "sv": (
        "Ån och den lilla staden. Mot kvällen steg vattnet och den gamle mjölnaren stängde po"
        "rten. På morgonen talade man redan om den nya vägen."
    ),
    "fi": (
        "Joki ja pikkukaupunki. Illalla vesi nousi ja vanha mylläri sulki portin. Aamulla tor"
        "illa puhuttiin jo uudesta tiestä metsän läpi, äiti yö."
    ),
    "en": (
        "The river and the town. “Towards evening the water rose,” said the miller’s café – a"
        "nd the price was £5."
    ),
    "is": (
        "Áin og bærinn. Undir kvöld hækkaði vatnið og gamli malarinn lokaði hliðinu. Um morgu"
        "ninn var þegar talað um nýja veginn, það þykir ágætt."
    ),
}
CHARSETS = {
    "ru": "cp1251 koi8-r iso8859-5 cp866",
    "uk": "cp1251 koi8-u",
    "bg": "cp1251",
    "sr": "cp1251",
    "ja": "cp932 euc-jp iso-2022-jp",
    "zh-CN": "gb18030 gbk gb2312",
    "zh-TW": "big5",
    "ko": "euc-kr cp949",
    "cs": "cp1250 iso8859-2",
    "pl": "cp1250 iso8859-2",
    "hu": "cp1250 iso8859-2",
    "sk": "cp1250 iso8859-2",
    "ro": "cp1250 iso8859-2",
    "hr": "cp1250 iso8859-2",
    "sl": "cp1250 iso8859-2",
    "el": "cp1253 iso8859-7",
    "tr": "cp1254 iso8859-9",
    "he": "cp1255 iso8859-8",
    "ar": "cp1256 iso8859-6",
    "fa": "cp1256",
    "th": "cp874",
    "lt": "cp1257 iso8859-13",
    "lv": "cp1257 iso8859-13",
    "et": "cp1257 cp1252",
    "de": "cp1252",
    "fr": "cp1252",
    "es": "cp1252",
    "pt": "cp1252",
    "it": "cp1252",
    "sv": "cp1252",
    "fi": "cp1252",
    "en": "cp1252",
    "is": "cp1252",
}
PAIRS = [(language, charset) for language, charsets in CHARSETS.items() for charset in charsets.split()]
# Without any hint these are guessed as Firefox does: the Baltic charsets and Hungarian as windows-1252.
HINTED = {("hu", "cp1250"), ("hu", "iso8859-2"), ("lt", "cp1257"), ("lt", "iso8859-13"), ("et", "cp1257")}


def _page(text: str, charset: str, language: str = "") -> tuple[bytes, str]:
    """A page without a declaration, and the title that it must get."""
    title = text.replace("。", ".").split(".")[0]
    lang = f' lang="{language}"' if language else ""
    page = f"<html{lang}><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    return page.encode(charset), title


@pytest.mark.parametrize(("language", "charset"), PAIRS)
def test_a_page_that_tells_its_language_is_read_in_the_charset_it_was_written_in(
    language: str, charset: str
) -> None:
    text = TEXTS[language]
    body, title = _page(text, charset, language)
    assert text in decode(body)[0]
    short = f'<html lang="{language}"><title>{title}</title>'.encode(charset)
    assert title in decode(short)[0]


@pytest.mark.parametrize(("language", "charset"), [pair for pair in PAIRS if pair not in HINTED])
def test_a_page_that_tells_nothing_is_read_in_the_charset_it_looks_like(language: str, charset: str) -> None:
    text = TEXTS[language]
    assert text in decode(_page(text, charset)[0])[0]


def test_the_country_of_the_host_counts_where_no_language_is_told() -> None:
    body, title = _page(TEXTS["hu"], "cp1250")
    assert title in decode(body, "", "https://example.hu/a")[0]
    assert "川のほとりの町" in decode(_page("川のほとりの町", "cp932")[0], "", "https://example.jp/")[0]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/a", "http://[::1]/", "http://localhost:1/", "nothing", ""]
)
def test_a_host_without_a_country_is_no_hint(address: str) -> None:
    assert TEXTS["ru"] in decode(_page(TEXTS["ru"], "koi8-r")[0], "", address)[0]


def test_a_page_that_says_utf8_and_is_not_is_read_in_the_charset_it_looks_like() -> None:
    body, title = _page(TEXTS["ru"], "cp1251")
    assert title in decode(body, "utf-8")[0]
    assert title in decode(b'<meta charset="utf-8">' + body)[0]


def test_what_the_header_says_comes_before_what_the_page_says() -> None:
    body = '<meta charset="koi8-r"><p>Плотина'.encode("cp1251")
    assert "Плотина" in decode(body, "windows-1251")[0]


@pytest.mark.parametrize(
    "head",
    [
        '<!-- <meta charset="windows-1251"> --><meta charset="koi8-r">',
        '<meta name="description" content="charset=windows-1251"><meta charset=koi8-r>',
        "<meta content='text/html; charset=koi8-r' http-equiv='Content-Type'>",
        '<meta charset="none-such"><meta charset="koi8-r">',
    ],
)
def test_only_a_real_declaration_of_the_page_counts(head: str) -> None:
    assert decode(f"{head}<p>Плотина".encode("koi8-r"))[1] == "koi8-r"


def test_utf16_is_read_by_its_label_and_by_its_markup_whatever_its_letters() -> None:
    page = f"<html><head><title>Плотина и город</title></head><body><p>{TEXTS['ru'] * 9}</p></body></html>"
    for charset in ("utf-16-le", "utf-16-be"):
        label = charset.replace("16-", "16")
        for media, declared in (("text/html", label), ("text/html", ""), ("", "")):
            article = extract(
                page.encode(charset), "https://example.org/a", media_type=media, charset=declared
            )
            assert (article.title, article.encoding) == ("Плотина и город", label)


def test_every_label_of_the_standard_is_known_and_can_be_read() -> None:
    for label, name in LABELS.items():
        if name != "replacement":
            codec = codec_for(charset_name(label.upper()))
            assert "a".encode(codec).decode(codec) == "a"


def test_hebrew_in_logical_order_is_read_as_it_is_labelled() -> None:
    body = "<title>העיירה שמתחת</title>".encode("iso8859-8")
    assert decode(body, "ISO-8859-8-I") == ("<title>העיירה שמתחת</title>", "iso-8859-8-i")


@pytest.mark.parametrize("label", ["", "iso-8859-1", "windows-1251"])
@pytest.mark.parametrize("language", ["ru", "ja", "cs"])
def test_a_few_damaged_bytes_do_not_hide_that_a_page_is_utf8(language: str, label: str) -> None:
    page = f'<html lang="{language}"><p>{TEXTS[language] * 3}</p></html>'.encode()
    text, charset = decode(page.replace(b"</p>", b"\xff</p>"), label)
    assert charset == "utf-8"
    assert TEXTS[language] in text
