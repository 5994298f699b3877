// The paragraph that is being read: moved by keys, and with the focus line on, all others stand back.

const BLOCKS = "p, li, h2, h3, h4, h5, h6, pre, figure, table, dt, dd, blockquote, summary";
const HEIGHT = 3; // of the window: a third of it down is where people read

// Wires the paragraphs of `reader`. Gives what moves to the next one, or to the one before.
export const focusing = (reader, body) => {
  // Of boxes in boxes only the inner ones.
  const blocks = () => [...body.querySelectorAll(BLOCKS)].filter((one) => one.textContent.trim() && !one.querySelector(BLOCKS));
  let now = null;
  const mark = (one) => {
    now?.classList.remove("now");
    now = one;
    now?.classList.add("now");
  };
  const nearest = () => blocks().findLast((one) => one.getBoundingClientRect().top < innerHeight / HEIGHT) ?? blocks()[0];
  let waiting = 0;
  let byKey = false;
  addEventListener("scroll", () => {
    cancelAnimationFrame(waiting);
    if (reader.dataset.focus !== "on") return;
    waiting = requestAnimationFrame(() => {
      if (!byKey) mark(nearest());
      byKey = false;
    });
  }, { passive: true, capture: true });
  const settle = () => {
    if (reader.dataset.focus === "on") mark(now ?? nearest());
  };
  settle();
  return {
    settle,
    step: (by) => {
      const all = blocks();
      const at = all.indexOf(now ?? nearest());
      const one = all[Math.max(0, Math.min(all.length - 1, at + (now ? by : 0)))];
      if (!one) return;
      mark(one);
      byKey = true;
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      one.scrollIntoView({ block: "center", inline: "center", behavior: calm ? "instant" : "smooth" });
    },
  };
};
