"""The names of months in the languages of most pages, and the years of other calendars."""

from __future__ import annotations

import re
from datetime import date, timedelta

#: A word that may name a month. Vowels may be signs, which are no letters to `\w`; Thais shorten it to two with dots.
MONTH = r"([\u0e01-\u0e4e]{1,3}\.[\u0e01-\u0e2e]|[^\s\d!-@\[-`{-\u00bf\u2010-\u203e]{2,12})"
#: A year: ours, that of the Buddha, and that of Persia, where no other day of so old a year is told.
YEAR = r"((?:19|20|25)\d\d|1[34]\d\d(?=\W*$|\W+\d))"
# The first letters of the months; of two that share letters the first is meant.
_MONTHS = {
    name: number
    for line in reversed(
        (
            "jan feb mar apr may jun jul aug sep oct nov dec",
            "jän feb mär apr mai jun jul aug sep okt nov dez",
            "janv fév mars avr mai juin juil août sept oct nov déc",
            "ene feb mar abr may jun jul ago sep oct nov dic",
            "gen feb mar apr mag giu lug ago set ott nov dic",
            "jan fev mar abr mai jun jul ago set out nov dez",
            "jan feb maart apr mei jun jul aug sep okt nov dec",
            "jan feb mrt apr maj jun jul avg sep okt nov des",
            "tammi helmi maali huhti touko kesä heinä eloku syysk lokak marr joulu",
            "jaan veeb mär apr maí juuni juuli ágú sep okt nóv det",
            "sau vas kov bal geg birž liep rugp rugs spal lapk gruo",
            "sty lut mar kwi maj cze lip sie wrz paź lis gru",
            "ledn únor břez dubn květ červn červe srpn září říjn list prosi",
            "jan feb már ápr máj jūn jūl aug sze okt nov dec",
            "ian feb mar apr mai iun iul aug sep oct noi dec",
            "oca şub mar nis may haz tem ağu eyl eki kas ara",
            "yan fev mar apr may iyun iyul avq sen okt noy dek",
            "jan shk mar pri maj qer korr gus sht tet nën dhj",
            "jan feb maret apr mei jún júl agu sep okt nóv des",
            "jan feb mac apr mei jun jul ogo sep okt nov dis",
            "янв фев мар апр мая июн июл авг сен окт ноя дек",
            "січ лют бер кві трав черв лип серп вер жов лист груд",
            "сту лют сак кра тра чэр ліп жні вер кас ліс сне",
            "яну фев мар апр май юни юли авг сеп окт ное дек",
            "јан феб мар апр мај јун јул авг сеп окт нов дец",
            "ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
            "ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ",
            "يناي فبر مار أبر مايو يوني يولي أغس سبت أكت نوف ديس",
            "جان فيف مار أفر ماي جوا جوي غشت شتن أكت نون دجن",
            "جنو فرو مار اپر مئی جون جول اگس ستم اکت نوم دسم",
            "فرورد ارد خرد تیر مرد شهر مهر آبا آذر دی بهم اسف",
            "ינו פבר מרץ אפר מאי יונ יול אוג ספט אוק נוב דצמ",
            "בינ בפב במר באפ במאי ביונ ביול באוג בספ באוק בנוב בדצ",
            "जन फर मार अप् मई जून जुल अग सित अक् नव दिस",
            "जाने फेब मार एप् मे जून जुल ऑग सप् ऑक् नोव डिस",
            "জান ফেব মার এপ মে জুন জুল আগ সেপ অক্ নভে ডিস",
            "ஜன பிப் மார் ஏப் மே ஜூன் ஜூலை ஆக செப் அக் நவ டிச",
            "జన ఫిబ్ మార్ ఏప్ మే జూన్ జులై ఆగ సెప్ అక్ నవ డిస",
            "જાન ફેબ માર એપ મે જૂન જુલ ઑગ સપ્ ઑક્ નવ ડિસ",
            "ಜನ ಫೆಬ ಮಾರ ಏಪ್ ಮೇ ಜೂನ ಜುಲ ಆಗ ಸೆಪ ಅಕ್ ನವ ಡಿಸ",
            "ജനു ഫെബ മാർ ഏപ് മേയ ജൂൺ ജൂലൈ ഓഗ സെപ ഒക് നവം ഡിസ",
            "มกร กุม มีน เมษ พฤษ มิถ กรก สิง กัน ตุล พฤศ ธัน",
            "ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค",
        )
    )
    for number, name in enumerate(line.split(), 1)
}
#: What Croats call a month is another one to Poles, Czechs and Ukrainians.
_CROATIAN = ("sij", "vel", "ožu", "tra", "svi", "lip", "srp", "kol", "ruj", "lis", "stu", "pro")
_BUDDHIST = 2400  #: no page is of a later year of ours
PERSIAN = range(1300, 1500)  #: years of which there were pages, or will be
_NEW_YEAR = 1400, date(2021, 3, 21)  #: a Persian year, and the day on which it began
_DIGITS = re.compile(r"[^\D0-9]")


def month_of(name: str, language: str = "") -> int:
    """The number of the month that a word names; 0 for none."""
    name = name.lower().replace("\u093c", "")  # the dot of Hindi, which some leave out
    if language[:2].lower() == "hr" and name[:3] in _CROATIAN:
        return _CROATIAN.index(name[:3]) + 1
    return next((_MONTHS[name[:size]] for size in (5, 4, 3, 2) if name[:size] in _MONTHS), 0)


def with_plain_digits(text: str) -> str:
    """The text with the digits of every script written as ours; no letter moves."""
    return text if text.isascii() else _DIGITS.sub(lambda found: str(int(found[0])), text)


def in_our_calendar(year: int, month: int, day: int) -> tuple[int, int, int]:
    """A day with its year, month and day as we count them. Raises `ValueError` for none."""
    if year > _BUDDHIST:
        return year - 543, month, day
    if year not in PERSIAN or not (1 <= month <= 12 and 1 <= day <= 31):
        return year, month, day
    first, began = _NEW_YEAR
    leaps = (8 * year + 21) // 33 - (8 * first + 21) // 33  # eight years in 33 are longer by a day
    ours = began + timedelta(365 * (year - first) + leaps + 31 * (month - 1) - max(0, month - 7) + day - 1)
    return ours.year, ours.month, ours.day
