"""Looking at a page as those do who cannot see it well, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: Finds what is wrong, as sentences. Numbers are from WCAG 2.2, level AA.
_LOOK = """
() => {
  const found = [];
  const all = selector => [...document.querySelectorAll(selector)];
  const shown = one => one.checkVisibility() && getComputedStyle(one).visibility === "visible";
  const called = one => `${one.tagName.toLowerCase()} ${one.id || one.textContent.trim().slice(0, 40)}`;
  all("details").forEach(one => { one.open = true; });
  // What is on its way to a colour is looked at when it has come there.
  for (const one of document.getAnimations())
    if (one.effect.getComputedTiming().endTime < Infinity) one.finish();

  if (!document.documentElement.lang) found.push("the page has no language");
  if (!/ Satchel$|^Satchel$/.test(document.title)) found.push(`the title is "${document.title}"`);
  if (all("main").length !== 1) found.push("there is not one main part");
  if (all("h1").length !== 1) found.push("there is not one first heading");
  let level = 0;
  for (const one of all("h1, h2, h3, h4, h5, h6")) {
    const its = Number(one.tagName[1]);
    if (its > level + 1) found.push(`${called(one)} skips a level`);
    level = its;
  }

  const ids = all("[id]").map(one => one.id);
  ids.filter((id, at) => ids.indexOf(id) !== at).forEach(id => found.push(`the id ${id} is there twice`));
  for (const name of ["aria-describedby", "aria-labelledby", "for"])
    for (const one of all(`[${name}]`))
      for (const id of one.getAttribute(name).split(/\\s+/))
        if (!ids.includes(id)) found.push(`${called(one)} points to ${id}, which is not there`);
  for (const one of all('a[href^="#"]'))
    if (!ids.includes(one.getAttribute("href").slice(1))) found.push(`${called(one)} leads nowhere`);

  for (const one of all("input:not([type=hidden])").filter(shown)) {
    if (!one.labels.length) found.push(`${called(one)} has no label`);
    if (one.type === "password" && !one.autocomplete.endsWith("-password"))
      found.push(`${called(one)} is unknown to password managers`);
  }
  for (const one of all("a, button, summary").filter(shown))
    if (!(one.getAttribute("aria-label") || one.textContent).trim()) found.push(`${called(one)} says nothing`);
  for (const one of all("[tabindex]"))
    // A picture that opens, and what scrolls in itself, have a use for it.
    if (one.tabIndex >= 0 && !["button", "region"].includes(one.role))
      found.push(`${called(one)} stops the Tab key and does nothing`);
  for (const one of all("button, input:not([type=hidden]), summary, nav a").filter(shown)) {
    const { width, height } = one.getBoundingClientRect();
    const label = /^(checkbox|radio)$/.test(one.type) && one.labels[0]
      ? one.labels[0].getBoundingClientRect().height : 0;
    if (width < 24 && !label || Math.max(height, label) < 24) found.push(`${called(one)} is hard to hit`);
  }
  // A phone makes room for what is too wide, so that `innerWidth` is as wide.
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push("the page is wider than the window");

  // Colours are written in many ways; painted, they are numbers.
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }), painted = {};
  const numbers = color => {
    if (!painted[color]) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      painted[color] = [r, g, b, a / 255];
    }
    return painted[color];
  };
  const light = color => {
    const [r, g, b] = numbers(color).slice(0, 3).map(each => each / 255)
      .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = one => {
    for (; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (numbers(color)[3] === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(one)) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(one);
    const large = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
    const ratio = contrast(color, behind(one));
    if (ratio < (large ? 3 : 4.5)) found.push(`${called(one)} has a contrast of ${ratio.toFixed(1)}`);
  }
  for (const one of all("input:not([type=hidden], [type=checkbox], [type=radio])").filter(shown)) {
    const ratio = contrast(getComputedStyle(one).borderTopColor, behind(one.parentElement));
    if (ratio < 3) found.push(`the border of ${called(one)} has a contrast of ${ratio.toFixed(1)}`);
  }
  return found;
}
"""


#: Colours that fade into others are there at once.
_FADED = """() => {
  for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
}"""


@contextmanager
def in_the_dark(page: Any) -> Iterator[None]:
    """The page as those see it who asked their device for dark colours."""
    page.emulate_media(color_scheme="dark")
    page.evaluate(_FADED)
    try:
        yield
    finally:
        page.emulate_media(color_scheme="light")
        page.evaluate(_FADED)


def faults(page: Any, *widths: int) -> list[str]:
    """What keeps somebody from using the page as it is shown, by day and in the dark, as sentences.

    Folded parts are unfolded. With `widths`, the window is made so wide, one after the other.
    """
    page.wait_for_load_state("load")  # a page that a script asked for anew may still be without its styles
    found: list[str] = []
    for width in widths or (None,):
        if width:
            page.set_viewport_size({"width": width, "height": 800})
        seen: list[str] = page.evaluate(_LOOK)
        with in_the_dark(page):
            seen += [f"in the dark {each}" for each in page.evaluate(_LOOK) if each not in seen]
        found += [f"{each}, {width} px wide" if width else each for each in seen]
    return found
