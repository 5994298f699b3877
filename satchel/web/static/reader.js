// The page of an article: what it can do better with a script. Without one it is whole.
import { advancing } from "./advance.js";
import { hiding } from "./bar.js";
import { blocks } from "./blocks.js";
import { cards } from "./cards.js";
import { contents } from "./contents.js";
import { focusing } from "./focus.js";
import { wire } from "./keys.js";
import { lens } from "./lens.js";
import { looking } from "./looks.js";
import { paging } from "./paging.js";
import { papering } from "./paper.js";
import { placing } from "./place.js";
import { leaving, returned } from "./returning.js";
import { speaking } from "./speech.js";
import { Text } from "./text.js";

const reader = document.querySelector("article");
const body = reader.querySelector(".text");
const place = body && placing(reader, new Text(body), returned());
if (place) leaving(place.top);
const focus = body && focusing(reader, body);

// Runs what changes the layout, and leaves the letter at the top of the screen there.
const still = (change) => {
  const at = place ? place.top() : 0;
  change();
  if (at) place.go(at);
};
const looks = looking(reader, still, () => focus?.settle());

const press = (selector) => () => {
  const found = document.querySelector(selector);
  found?.click();
  return Boolean(found);
};
const acts = {
  archive: press(".bar button:is([value^='archive'], [value^='unarchive'])"),
  favourite: press(".bar button:is([value^='favourite'], [value^='unfavourite'])"),
  tags: press(".end a[href$='#tags']"),
  details: press("#more a[href$='/edit']"),
  move: press("#more a[href*='/move']"),
  delete: press("#more button[value^='delete']"),
  original: () => { const found = document.querySelector(".from a"); return Boolean(found) && void open(found.href, "_blank", "noopener,noreferrer"); },
  "original-here": press(".from a"),
  "next-article": press("a[rel=next]"),
  "previous-article": press("a[rel=prev]"),
  larger: () => looks.size(1),
  smaller: () => looks.size(-1),
  width: () => looks.width(),
  theme: () => looks.theme(),
};
if (body) {
  advancing(reader, body);
  hiding(place.jumped);
  blocks(body);
  const save = cards(body, reader.dataset.links);
  const turn = paging(reader);
  const right = () => (document.dir === "rtl" || reader.dataset.writing === "columns" ? -1 : 1);
  const speech = speaking(reader, body, place.moved, place.behind);
  lens(body);
  papering(body);
  Object.assign(acts, {
    save,
    contents: contents(),
    paragraph: () => focus.step(1),
    "paragraph-before": () => focus.step(-1),
    screen: () => (speech?.isOpen() ? speech.press() : turn(1)),
    "screen-back": () => turn(-1),
    "page-right": () => turn(right()),
    "page-left": () => turn(-right()),
  });
  if (speech) acts.listen = speech.press;
  const mark = (by) => () => void import("./marks.js").then(({ step }) => step(reader, place, by));
  if (body.querySelector("mark[id^=h-]")) Object.assign(acts, { "next-highlight": mark(1), "previous-highlight": mark(-1) });
}
document.getElementById("more").addEventListener("beforetoggle", () => import("./sharing.js"), { once: true });
wire(acts);
