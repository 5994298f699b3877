"""Names of writers and days, read from lines that were written for people."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satchel.pipeline.metadata.dates import find_day, parse_date
from satchel.pipeline.metadata.names import is_person, split_names
from tests.patience import CPU


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Nora Lind and Tomas Reyes", ["Nora Lind", "Tomas Reyes"]),
        ("Nora Lind, Senior Harbour Correspondent", ["Nora Lind"]),
        ("Nora Lind Senior Writer", ["Nora Lind"]),
        ("Nora Lind MS, RDN", ["Nora Lind"]),
        ("Nora Lind | HPOST", ["Nora Lind"]),
        ("Nora Lind | nlind@harbour.example", ["Nora Lind"]),
        ("Nora Lind The Harbour Press", ["Nora Lind"]),
        ("By\nNora Lind\nPublished March 5, 2024\n3 min read", ["Nora Lind"]),
        ("Dec. 19, 2025 · Nora Lind on behalf of the crew", ["Nora Lind"]),
        ("Byron Lind", ["Byron Lind"]),
        ("Von Anna Berg", ["Anna Berg"]),
        ("sailor313", ["sailor313"]),
        ("Tomas (Tom) Reyes", ["Tomas Reyes"]),
        ("By Tomas Reyes Jr.", ["Tomas Reyes Jr."]),
        ("Tomas Reyes.", ["Tomas Reyes"]),
        ("Harbour Team", ["Harbour Team"]),
        ("著者：山田花子", ["山田花子"]),
        ("【山田花子】", ["山田花子"]),
        ("김나라 기자 입력 2024.03.05 10:10", ["김나라"]),
        ("Af Nora Lind", ["Nora Lind"]),
        ("Door Nora Lind", ["Nora Lind"]),
        ("Di Nora Lind", ["Nora Lind"]),
        ("Text: Nora Lind", ["Nora Lind"]),
        ("Autor: Nora Lind", ["Nora Lind"]),
        ("Yazar: Nora Lind", ["Nora Lind"]),
        ("Автор: Нора Линд", ["Нора Линд"]),
        ("كتبت: نورا أحمد", ["نورا أحمد"]),
        ("Submitted by Nora Lind", ["Nora Lind"]),
        ("Autorzy: Zofia Kurek, Jan Mróz i Ewa Lis", ["Zofia Kurek", "Jan Mróz", "Ewa Lis"]),
        ("Teksti: Aino Salmi ja Veikko Lehto | Kuvat: Olli Kivi", ["Aino Salmi", "Veikko Lehto"]),
        ("Yazan: Elif Demir ve Can Yıldız", ["Elif Demir", "Can Yıldız"]),
        ("Των Ελένη Παππά και Νίκος Ράλλης", ["Ελένη Παππά", "Νίκος Ράλλης"]),
        ("Авторы: Анна Лисина и Пётр Громов", ["Анна Лисина", "Пётр Громов"]),
        ("Írta: Kiss Anna és Nagy Péter", ["Kiss Anna", "Nagy Péter"]),
        ("Text: Karin Ask och Olle Berg Foto: Siv Lund", ["Karin Ask", "Olle Berg"]),
        ("Interview: Tova Lind", ["Tova Lind"]),
        ("记者：李明 王芳", ["李明", "王芳"]),
        ("著者：山田 花子", ["山田 花子"]),
        ("https://harbour.example/authors/1", []),
        ("admin", []),
    ],
)
def test_a_byline_is_read_as_its_names(line: str, names: list[str]) -> None:
    assert split_names(line) == names


@pytest.mark.parametrize(
    "name", ["Read More", "Harbour Post", "Contributor Content", "Use of Boats", "HPOST"]
)
def test_what_stands_where_names_stand_is_no_person(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("Published March 5, 2024 at noon", "en", "2024-03-05"),
        ("5th March 2024", "en", "2024-03-05"),
        ("24. April 2020 | Lena Brandt", "de", "2020-04-24"),
        ("5 de marzo de 2024", "es", "2024-03-05"),
        ("le 14 juillet 2021", "fr", "2021-07-14"),
        ("5/6/2024", "en-US", "2024-05-06"),
        ("5/6/2024", "en-GB", "2024-06-05"),
        ("17/08/2025", "en", "2025-08-17"),
        ("3.11.2023", "de", "2023-11-03"),
        ("2019年04月21日 12時00分更新", "ja", "2019-04-21"),
        ("version 12 of 2024", "en", None),
        ("5 maart 2024", "nl", "2024-03-05"),
        ("14 maj 2024", "sv", "2024-05-14"),
        ("5. desember 2024", "nb", "2024-12-05"),
        ("5. maaliskuuta 2024", "fi", "2024-03-05"),
        ("5 października 2024", "pl", "2024-10-05"),
        ("5. června 2024", "cs", "2024-06-05"),
        ("5. července 2024", "cs", "2024-07-05"),
        ("2024. március 5.", "hu", "2024-03-05"),
        ("5 iulie 2024", "ro", "2024-07-05"),
        ("5 Ağustos 2024", "tr", "2024-08-05"),
        ("5 Agustus 2024", "id", "2024-08-05"),
        ("5 липня 2024", "uk", "2024-07-05"),
        ("5 Ιουνίου 2024", "el", "2024-06-05"),
        ("5 مارس 2024", "ar", "2024-03-05"),
        ("5 במרץ 2024", "he", "2024-03-05"),
        ("5. listopada 2024.", "hr", "2024-10-05"),
        ("5 listopada 2024", "pl", "2024-11-05"),
        ("२७ मई २०२४", "hi", "2024-05-27"),
        ("5 เม.ย. 2567", "th", "2024-04-05"),
        ("2024. gada 5. martā", "lv", "2024-03-05"),
        ("2024ko martxoaren 5a", "eu", "2024-03-05"),
        ("5 de xuño de 2024", "gl", "2024-06-05"),
        ("5 მარტი, 2024", "ka", "2024-03-05"),
        ("5 մարտի, 2024", "hy", "2024-03-05"),
        ("2024 жылғы 5 наурыз", "kk", "2024-03-05"),
        ("2024-yil 5-mart", "uz", "2024-03-05"),
        ("5 ਮਾਰਚ 2024", "pa", "2024-03-05"),
        ("2024 මාර්තු 5", "si", "2024-03-05"),
        ("الثلاثاء 5 آذار 2024", "ar", "2024-03-05"),
        ("၅ မတ် ၂၀၂၄", "my", "2024-03-05"),
        ("5 មីនា 2024", "km", "2024-03-05"),
        ("2024 оны 3-р сарын 5", "mn", "2024-03-05"),
        ("5 Mawrth 2024", "cy", "2024-03-05"),
        ("5 Bealtaine 2024", "ga", "2024-05-05"),
        ("5 Hunyo 2024", "fil", "2024-06-05"),
        ("5 hun 2024", "en", None),
        ("۱۴۰۳/۱۲/۳۰", "fa", "2025-03-20"),
        ("in March 5 1402 paces", "en", None),
        ("1402/12/15", "en", None),
        ("5 Tháng 3, 2024", "vi", "2024-03-05"),
    ],
)
def test_a_day_in_a_line_is_read_as_its_language_writes_it(line: str, language: str, day: str | None) -> None:
    assert find_day(line, language) == (parse_date(day) if day else None)


@given(st.text(max_size=600))
@settings(max_examples=150, deadline=None)
def test_no_line_makes_the_reading_of_names_and_days_fail_or_hang(line: str) -> None:
    begun = time.process_time()
    names = split_names(line)
    find_day(line, "en")
    assert all(1 < len(name) <= 120 for name in names)
    assert time.process_time() - begun < CPU


@pytest.mark.parametrize("piece", ["senior ", "by ", "((", ", ", "A. ", "－", "\n|", "writer "])
def test_a_line_of_one_thing_over_and_over_is_read_at_once(piece: str) -> None:
    begun = time.process_time()
    split_names(piece * 300)
    assert time.process_time() - begun < CPU
