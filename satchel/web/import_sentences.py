"""What readers of files say, in the language of the page: their sentences, what kinds of files are called, questions.

They come as English sentences with their values apart; the tables are for the translators, and a test keeps them whole.
"""

from __future__ import annotations

from satchel.formats.imports.saying import apart
from satchel.web.words import marked, text

#: What is wrong with a file or a row of it.
SENTENCES = frozenset(
    (
        marked("The link was not written out in full and was repaired."),
        marked("Its link begins with %(scheme)s:"),
        marked("The archive is empty."),
        marked("There are too many archives in the archive."),
        marked("The file was refused: it unpacks to more than is read at once."),
        marked("The archive is damaged; files at its end may be missing."),
        marked("There are more files in the archive than are read at once."),
        marked(
            "The archive is cut off: its end is missing, and rows may be missing with it. All that is left was read."
        ),
        marked("The archive is damaged: nothing in it can be read."),
        marked("The archive is locked with a password. Unpack it, and import what is in it."),
        marked("The archive was refused: it unpacks to far more than it could honestly hold."),
        marked("From here on, the file is not only in UTF-8; letters of Windows-1252 were read as such."),
        marked("NUL characters were left out: %(n)s."),
        marked("The file is damaged or very large: what is in it was read, but its folders could not be."),
        marked("The list is larger than is read at once."),
        marked("There is more in the file than is read at once."),
        marked("The list is damaged and cannot be read."),
        marked("Karakeep's dump holds no highlights."),
        marked("Pictures in notes of Evernote are not brought in."),
        marked("The file is larger than is read."),
        marked("It is a highlight of an article that is not here."),
        marked("It was opened, but never saved."),
        marked("Pocket did not export which links were favourites."),
        marked("It is a mark on something else."),
        marked("The export of this program holds no highlights."),
        marked("Karakeep exports neither favourites nor highlights."),
        marked("The smart list %(name)s holds nothing itself and was left out."),
        marked("The file gives its time by a clock of twelve hours; it may be half a day off."),
        marked("The backup is damaged and cannot be unpacked."),
        marked("The backup unpacks to more than is read at once."),
        marked("A note in the file is longer than what is kept, and was cut."),
        marked("It has more values than can be read at once."),
        marked("Its text in the file is larger than what is kept, and was left out."),
        marked("No list of links was found in the archive."),
        marked("There are too many files in the archive to look into each."),
        marked("There are more files in the folder than are read at once."),
        marked("This row is damaged in the file; what could be read of it was taken."),
        marked("This file holds passwords. It was not read, and it is not kept."),
        marked("This is a PDF, no list of links."),
        marked("This is a database. Export the list from the program that it belongs to, and import that."),
        marked("This is a picture, no list of links."),
        marked("This archive is of a kind that is not read here. Unpack it, and import what is in it."),
        marked("This is a document of an office program. Save the list as CSV, and import that."),
        marked("The file is empty."),
        marked("This is no file with links that could be read here."),
        marked("No links were found in it. It begins: %(text)s"),
        marked("There are no links on this page."),
        marked("These are feeds, not links to read. Satchel saves links."),
        marked("The archive is cut off or damaged: it says to hold more than there is."),
        marked("A file in the archive is damaged, and ends too early: %(name)s."),
        marked("The archive is damaged: its table of contents is missing."),
        marked("A link in the archive was left out: %(name)s."),
        marked(
            "The archive is packed in a way that is not read here. Unpack it, and pack it as an ordinary zip."
        ),
        marked("There are two files of one name in the archive, of which the last is read: %(name)s."),
        marked("The file could not be read to its end."),
        marked("Its name is too long."),
        marked("The file takes more memory to read than it may."),
        marked("The file takes more time to read than it may."),
        marked("The file is no longer there."),
        marked("Its text in the file could not be read."),
        marked("Only the first %(n)s of its tags were kept."),
        marked("Its note was cut after %(n)s characters."),
        marked(
            "This file is from a newer version of Satchel. Update this server, and import the file again."
        ),
        marked("This file looks like a library of Satchel, but is none."),
        marked("One of its texts is missing in the file."),
        marked("One of its texts had markup that Satchel does not keep, and was cleaned."),
    )
)
#: What kinds of files are called, where that is more than the name of a program.
KINDS = frozenset(
    (
        marked("Bookmarks (HTML)"),
        marked("Browsing history"),
        marked("Chrome or its kin"),
        marked("Feed reader"),
        marked("Firefox (open tabs)"),
        marked("Links on a page"),
        marked("List of links (JSON)"),
        marked("Markdown files"),
        marked("Matter (highlights)"),
        marked("Medium (claps)"),
        marked("Outline with links"),
        marked("Pinboard or Delicious"),
        marked("Pocket (a collection)"),
        marked("Pocket (answers of its API)"),
        marked("Pocket (highlights)"),
        marked("Pocket (turned to JSON)"),
        marked("Posts of X"),
        marked("Readwise (highlights)"),
        marked("Instapaper (highlights)"),
        marked("Satchel (list)"),
        marked("Table with links (CSV)"),
        marked("Text with links"),
    )
)
#: What a file does not say, and the answers.
QUESTIONS = frozenset(
    (
        marked("Links that are not marked as to be read"),
        marked("Where that program has them"),
        marked("To the unread list"),
        marked("To the archive"),
        marked("What came from feeds and was never saved"),
        marked("Leave it out"),
        marked("Bring it in"),
        marked("Headings in the text"),
        marked("Leave them out"),
        marked("Make folders of them"),
        marked("Links behind ticked boxes"),
        marked("Liked articles: the file does not say whether they were read"),
        marked("To the archive if few others are there, else to the unread list"),
        marked("What was opened once, and is neither in the queue nor read"),
    )
)


def said(packed: str) -> str:
    """What a reader said; as it is where it is no sentence that we know, as one of an older version."""
    found = apart(packed)
    return found.put(text(found.sentence) if found.sentence in SENTENCES else found.sentence)


def kind(title: str) -> str:
    """What a kind of files is called, or several of them between commas."""
    return ", ".join(text(each) if each in KINDS else each for each in title.split(", "))


def question(sentence: str) -> str:
    """A question, or one of its answers."""
    return text(sentence) if sentence in QUESTIONS else sentence
