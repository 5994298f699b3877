// How far somebody has come in an article, at the edge of its bar: a line, and in words how long the rest takes.
import { runOf } from "./place.js";

// How much of `text` has passed through its window, from 0 to 1. The last screen is read when it is seen.
const passed = (reader, text) => {
  const window = reader.parentElement.getBoundingClientRect();
  const all = text.getBoundingClientRect();
  const run = runOf(reader);
  if (run === "pages") return (window.left - all.left) / Math.max(1, all.width - window.width);
  if (run === "columns") return (all.right - window.right) / Math.max(1, all.width - window.width);
  const seen = innerHeight - Math.max(0, document.querySelector("body > .bar").getBoundingClientRect().bottom);
  return all.height > seen ? (innerHeight - seen - all.top) / (all.height - seen) : 1;
};

// Shows it from now on, once a frame at most.
export const advancing = (reader, text) => {
  const line = document.getElementById("passed");
  const left = document.getElementById("left");
  const narrow = matchMedia("(max-width: 30rem)");
  let asked = 0;
  const show = () => {
    asked = 0;
    const share = Math.min(1, Math.max(0, passed(reader, text)));
    line.value = share;
    const minutes = Math.ceil(left.dataset.minutes * (1 - share));
    left.textContent = left.dataset[narrow.matches ? "short" : "words"].replace("#", minutes);
    left.hidden = !minutes;
  };
  const soon = () => { asked ||= requestAnimationFrame(show); };
  for (const kind of ["scroll", "resize", "load"]) addEventListener(kind, soon, { passive: true, capture: true });
  line.hidden = false;
  show();
};
