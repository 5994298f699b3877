"""The process that reads foreign pages: `python -m satchel.pipeline.child MEMORY_MB CPU_SECONDS [RULES]`.

It takes questions about pages as frames on standard input (`pipeline/frames.py`) and answers on standard output,
one at a time, and leaves when the input ends. One that takes more than CPU_SECONDS of the
processor's time ends it by SIGXCPU. RULES is a folder with site rules of the owner's. It knows
no database, no settings and no users; it may not open connections, write files or start programs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from satchel.model.articles import Article
from satchel.pipeline.extract import extract, extract_html
from satchel.pipeline.frames import (
    MAX_ANSWER,
    MAX_QUESTION,
    Answer,
    CleanHtml,
    Failed,
    Question,
    Read,
    ReadPage,
    read_question,
    write_answer,
)
from satchel.pipeline.given import cleaned
from satchel.pipeline.humble import allow, be_humble, protected_channels, read_frame
from satchel.pipeline.rules.book import RuleBook, Rules

MAX_FILES = 32  #: open at once: three pipes, and the data files of slow imports


def main() -> int:
    """Answer pages until the input ends. Exit status 0 then, 3 after running out of memory, 2 on nonsense."""
    pages, answers = protected_channels()
    be_humble(int(sys.argv[1]) if len(sys.argv) > 1 else 512, max_files=MAX_FILES)
    cpu_seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    book = RuleBook(Path(sys.argv[3]) if len(sys.argv) > 3 else None)
    rules = None
    while True:
        body = read_frame(pages, MAX_QUESTION)
        if body is None:
            return 0
        if rules is not (rules := book.current()):
            print(*rules.problems, sep="\n", end="", file=sys.stderr, flush=True)
        allow(cpu_seconds)
        answer = _answer(read_question(body), rules)
        del body
        frame = write_answer(answer)
        if len(frame) > MAX_ANSWER:
            frame = write_answer(Failed("the article is too large"))
        answers.write(frame)
        answers.flush()
        if isinstance(answer, Failed):
            return 3  # what ran out of memory once is not to be trusted with the next page


def _answer(question: Question, rules: Rules) -> Answer:
    try:
        return Read(_read(question, rules))
    except MemoryError:
        return Failed("the page takes too much memory")
    except RecursionError:
        return Failed("the page is nested too deeply")


def _read(question: Question, rules: Rules) -> Article:
    if isinstance(question, CleanHtml):
        return cleaned(question.html)
    if isinstance(question, ReadPage):
        page = question.page
        return extract(
            page.body,
            page.url,
            media_type=page.media_type,
            charset=page.charset,
            rules=rules,
            refresh=page.refresh,
            filename=page.filename,
            now=page.read_at,
            whole=page.whole,
            explain=page.explain,
        )
    return extract_html(question.html, question.url, rules=rules, now=question.now)


if __name__ == "__main__":
    sys.exit(main())
