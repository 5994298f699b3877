// One screen a page: keys, a tap at either edge, and the wheel turn it.
import { runOf } from "./place.js";

const EDGE = 0.2; // of the width, where a tap turns
const WHEEL = 250; // ms in which a wheel turns one page

// Wires turning in `reader`, which shows pages in its box or does not. Gives what turns.
export const paging = (reader) => {
  const box = reader.parentElement;
  const turn = (by) => {
    const run = runOf(reader);
    if (run === "rows") return false;
    const sideways = run === "columns" ? -1 : 1;
    box.scrollBy({ left: sideways * by * (run === "pages" ? box.clientWidth : box.clientWidth * 0.9), behavior: "instant" });
    return true;
  };
  box.addEventListener("click", (event) => {
    if (runOf(reader) !== "pages" || event.target.closest("a, button, input, img, summary, [popover]")) return;
    if (!getSelection().isCollapsed) return;
    const at = event.clientX / innerWidth;
    if (at > 1 - EDGE) turn(1);
    else if (at < EDGE) turn(-1);
  });
  let last = 0;
  box.addEventListener("wheel", (event) => {
    const run = runOf(reader);
    if (run === "rows" || event.ctrlKey || Math.abs(event.deltaY) <= Math.abs(event.deltaX)) return;
    event.preventDefault();
    if (run === "columns") box.scrollBy({ left: -event.deltaY, behavior: "instant" });
    else if (event.timeStamp - last > WHEEL) {
      last = event.timeStamp;
      turn(Math.sign(event.deltaY));
    }
  }, { passive: false });
  return turn;
};
