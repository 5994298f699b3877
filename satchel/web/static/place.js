// Where somebody stands in an article: the letter at the top of the screen. It is said when they rest and when they leave,
// and the article opens there again, on every device.

const HARDLY = 3000; // ms from the opening in which nobody has read anything
const REST = 2000; // ms without a movement
const END = 2000; // ms for which the last paragraph is seen by those who have come to it
const QUOTE = 48; // letters by which the place is found in another version of the text
const SPACES = 40; // letters around one that has no box of its own

// The bar counts while it is away, too: else the place would be another one as soon as it is back.
const edge = () => document.querySelector("body > .bar")?.offsetHeight ?? 0;

// How the text runs: down the window, or sideways in its box, by pages or in columns of vertical writing. Each tells whether
// a box of letters lies behind the beginning of what is seen, and how far the text is to be moved for it to be first there.
const RUNS = {
  rows: {
    behind: (rect) => rect.top + rect.height / 2 >= edge(),
    move: (rect) => scrollBy({ top: rect.top - edge() - 4, behavior: "instant" }),
    begin: () => scrollTo({ top: 0, behavior: "instant" }),
  },
  pages: {
    behind: (rect, box) => rect.left + rect.width / 2 >= box.getBoundingClientRect().left,
    move: (rect, box) => {
      const page = Math.floor((rect.left - box.getBoundingClientRect().left + 1) / box.clientWidth);
      box.scrollBy({ left: page * box.clientWidth, behavior: "instant" });
    },
    begin: (box) => box.scrollTo({ left: 0, behavior: "instant" }),
  },
  columns: {
    behind: (rect, box) => rect.left + rect.width / 2 <= box.getBoundingClientRect().right,
    move: (rect, box) => box.scrollBy({ left: rect.right - box.getBoundingClientRect().right + 24, behavior: "instant" }),
    begin: (box) => box.scrollTo({ left: 0, behavior: "instant" }),
  },
};

// In which of these ways the text of `reader` runs now.
export const runOf = (reader) => {
  if (reader.dataset.writing === "columns") return "columns";
  return reader.dataset.flow === "pages" ? "pages" : "rows";
};

// The box of these letters in `node`, in their last line; of those around a space that has none, at the end of a node.
const boxOf = (node, from, to) => {
  if (node.nodeType !== Node.TEXT_NODE) return node.getBoundingClientRect();
  const range = new Range();
  for (const more of [0, SPACES]) {
    range.setStart(node, Math.max(0, from - more));
    range.setEnd(node, Math.min(to + more, node.length));
    const last = [...range.getClientRects()].at(-1);
    if (last) return last;
  }
  return range.getBoundingClientRect();
};

// The first letter that is seen: as many halvings as it takes, of the texts and then of the letters of one.
const topmost = (text, behind) => {
  const first = (count, seen) => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (seen(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const { pieces } = text;
  const piece = pieces[first(pieces.length, (n) => behind(boxOf(pieces[n].node, 0, pieces[n].node.length ?? 0)))];
  if (!piece) return text.length;
  const { node, start } = piece;
  if (node.nodeType !== Node.TEXT_NODE) return start;
  return text.at(node, first(node.length - 1, (n) => behind(boxOf(node, n, n + 1))));
};

// Keeps the place in `reader`, whose text is `text`. Gives what other modules need of it.
export const placing = (reader, text, returned) => {
  const { place: address, version, time } = reader.dataset;
  const opened = performance.now();
  let known = Number(time);
  let said = -1;
  let resting = 0;
  let scrolled = scrollY > 0;
  let jumped = Boolean(location.hash); // by a link or by us, and nobody has moved since
  let finished = "finished" in reader.dataset;
  let untold = false; // that it is finished

  const box = reader.parentElement;
  const run = () => RUNS[runOf(reader)];
  const top = () => topmost(text, (rect) => run().behind(rect, box));
  const rectOf = (at) => {
    const [node, offset] = text.point(at);
    return boxOf(node, offset, offset + 1);
  };
  const go = (at) => {
    jumped = true;
    if (!at) {
      run().begin(box);
      return;
    }
    run().move(rectOf(at), box);
    // What was not laid out before may be of another size than was thought.
    run().move(rectOf(at), box);
  };
  const told = (at) => JSON.stringify({
    at, share: text.length ? Math.min(1000, Math.round(1000 * at / text.length)) : 0, version: Number(version),
    quote: text.slice(at, QUOTE), time: Date.now(), now: Date.now(), finished,
  });
  const keep = async (at, leaving = false) => {
    if (at === said && !untold) return;
    said = at;
    untold = false;
    const body = new Blob([told(at)], { type: "application/json" });
    if (leaving) {
      navigator.sendBeacon(address, body);
      return;
    }
    const answer = await fetch(address, { method: "POST", body, keepalive: true }).catch(() => null);
    if (answer?.ok) known = (await answer.json()).time;
  };
  const early = () => performance.now() - opened < HARDLY;
  const rest = () => { if (!jumped) keep(top()); };
  const later = () => {
    clearTimeout(resting);
    resting = setTimeout(rest, Math.max(REST, HARDLY - (performance.now() - opened)));
  };
  const toast = (name, percent) => {
    const shown = document.getElementById(name);
    if (percent !== undefined) shown.querySelector(".percent").textContent = percent;
    shown.hidden = false;
    setTimeout(() => { shown.hidden = true; }, 10_000);
    return shown.querySelector("button");
  };

  const moved = () => { jumped = false; };
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, moved, { passive: true });
  addEventListener("scroll", () => {
    scrolled = true;
    later();
  }, { passive: true, capture: true });
  addEventListener("click", (event) => {
    if (event.target.closest?.('a[href^="#"]')) jumped = true;
  });
  addEventListener("hashchange", () => { jumped = true; });
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) {
      if (!jumped && scrolled && !early()) keep(top(), true);
      return;
    }
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return;
    const now = await answer.json();
    if (now.time <= known || now.at === said || now.share < 10) return;
    known = now.time;
    const at = String(now.version) === version ? now.at : Math.round(text.length * now.share / 1000);
    toast("elsewhere", Math.round(now.share / 10)).onclick = () => {
      document.getElementById("elsewhere").hidden = true;
      go(at);
    };
  });

  const end = text.pieces.at(-1)?.node;
  if (end) {
    let seeing = 0;
    new IntersectionObserver(([{ isIntersecting }]) => {
      clearTimeout(seeing);
      if (!isIntersecting || finished) return;
      seeing = setTimeout(() => {
        finished = true;
        untold = true;
        keep(top());
        document.getElementById("finished").hidden = false;
      }, Math.max(END, HARDLY - (performance.now() - opened)));
    }).observe(end.parentElement);
  }

  const at = returned ? returned.at : Number(reader.dataset.at);
  const arrived = performance.getEntriesByType("navigation")[0]?.type;
  if ((at || returned?.y) && !location.hash && !(scrollY && arrived !== "navigate")) {
    const again = () => {
      go(at);
      // Where the page is as long as it was, not a line moves.
      if (returned?.tall === document.documentElement.scrollHeight) scrollTo(0, returned.y);
    };
    again();
    const settled = () => { if (jumped) again(); };
    document.fonts.ready.then(settled);
    addEventListener("load", settled, { once: true });
    if (!returned) {
      toast("continued").onclick = () => {
        document.getElementById("continued").hidden = true;
        go(0);
      };
    }
  }
  if (scrolled && !jumped) later();
  return {
    go, top, behind: (rect) => run().behind(rect, box), turn: (rect) => run().move(rect, box),
    jumped: () => jumped, moved: () => { jumped = false; later(); },
  };
};
