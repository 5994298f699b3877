// Rows under a finger: to the end of the line archives, to its beginning opens the menu. Both can be done by buttons, too.
import { open } from "./menu.js";
import { button, list } from "./rows.js";

const FAR = 96; // pixels from which on letting go does something
const BEGINS = 12; // pixels after which it is a swipe, and no tap
const REACH = 240;

const ahead = document.documentElement.dir === "rtl" ? -1 : 1;
let row = null, from = 0, way = 0, moving = null;

const end = () => {
  moving?.cancel();
  if (row) delete row.dataset.swiped;
  row = moving = null;
  way = 0;
};
list.addEventListener("pointerdown", (event) => {
  end();
  if (event.pointerType === "touch" && event.isPrimary) [row, from] = [event.target.closest(".articles > li"), event.clientX];
});
list.addEventListener("pointermove", (event) => {
  if (!row || event.pointerType !== "touch") return;
  way = Math.max(-REACH, Math.min(REACH, event.clientX - from));
  if (!moving && Math.abs(way) < BEGINS) return;
  if (!moving) {
    moving = row.animate({ translate: [`${-REACH}px 0`, `${REACH}px 0`] }, { duration: 2 * REACH, fill: "both" });
    moving.pause();
    list.setPointerCapture(event.pointerId);
  }
  moving.currentTime = REACH + way;
  row.dataset.swiped = Math.abs(way) < FAR ? "" : way * ahead > 0 ? "archive" : "menu";
});
list.addEventListener("pointerup", () => {
  const [swiped, did] = [row, row?.dataset.swiped];
  if (moving) list.addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
  end();
  if (did === "archive") button(swiped, "archive", "unarchive")?.click();
  if (did === "menu") open(swiped, swiped.querySelector('.acts a[href*="/edit"]'));
});
list.addEventListener("pointercancel", end);
