"""What columns are called in other languages than English: spreadsheets and translated exports say it in theirs."""

from __future__ import annotations

_WORDS = {
    "url": "adresse webadresse internetadresse lien dirección direccion enlace vínculo vinculo indirizzo collegamento "
    "endereço endereco ligação ligacao adres koppeling odkaz länk länkadress lenke linkki ссылка адрес адреса "
    "посилання 链接 网址 連結 網址 リンク アドレス 링크 주소",
    "title": "titel titre título titulo titolo tytuł tytul název nazev otsikko tittel название заголовок назва 标题 "
    "標題 タイトル 題名 제목",
    "name": "nom nombre nome naam nazwa namn navn имя 名称 名前 이름",
    "tags": "schlagwörter schlagworte schlagwort stichwörter stichworte étiquettes étiquette etiquettes motsclés "
    "etiquetas etiqueta etichette etichetta marcadores trefwoorden etykiety tagi štítky taggar теги метки мітки 标签 "
    "標籤 タグ 태그",
    "folder": "ordner verzeichnis dossier carpeta cartella pasta map mappe mapp folder katalog složka kansio папка "
    "文件夹 資料夾 フォルダ フォルダー 폴더",
    "note": "notiz notizen anmerkung anmerkungen remarque remarques nota notas opmerking opmerkingen notatka notatki "
    "poznámka anteckning заметка заметки примечание нотатка 备注 笔记 備註 メモ ノート 메모",
    "description": "beschreibung descripción descripcion descrizione descrição descricao beschrijving omschrijving "
    "opis popis beskrivning описание опис 描述 説明 설명",
    "created": "erstellt erstelltam angelegt angelegtam hinzugefügt hinzugefügtam gespeichert gespeichertam créé "
    "crééle ajouté ajoutéle creado creadoel añadido guardado creato aggiunto salvato criado adicionado salvo gemaakt "
    "toegevoegd opgeslagen utworzono dodano vytvořeno přidáno skapad создано добавлено створено додано 创建时间 "
    "添加时间 作成日 追加日 생성일",
    "date": "datum zeitpunkt fecha data dato дата 日期 日付 날짜",
    "status": "zustand état etat estado stato stan stav состояние статус стан 状态 狀態 状態 상태",
    "favorite": "favorit favori favorito preferito favoriet ulubione oblíbené избранное обране 收藏 お気に入り",
    "archived": "archiviert archivé archivado archiviato arquivado gearchiveerd zarchiwizowane заархивировано",
    "author": "autor autorin auteur autore автор 作者 著者 저자",
    "language": "sprache langue idioma lingua taal język язык мова 语言 言語 언어",
    "password": "passwort kennwort motdepasse contraseña contrasena senha palavrapasse parolachiave "
    "wachtwoord hasło haslo heslo lösenord losenord adgangskode passord salasana jelszó lozinka пароль şifre κωδικός "
    "סיסמה كلمةالمرور كلمةالسر 密码 密碼 パスワード 비밀번호 암호 รหัสผ่าน mậtkhẩu katasandi",
}
_ENGLISH = {word: english for english, words in _WORDS.items() for word in words.split()}


def english(folded: str) -> str:
    """The English name for the folded name of a column; the name itself where it is none that is known here."""
    return _ENGLISH.get(folded, folded)
