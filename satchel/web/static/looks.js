// How the article looks, changed while its reader watches; what was chosen is kept behind their back.

const PAUSE = 400; // ms after the last change
const TINTS = { light: "#fdfdfb", sepia: "#f8efe0", dark: "#1c1916", black: "#000000", paper: "#ffffff" };

const meta = (name, content) => {
  for (const one of document.querySelectorAll(`meta[name="${name}"]`)) one.content = content;
};

// The colours of the browser's own parts follow those of the page.
const wear = (theme) => {
  const page = document.documentElement;
  if (theme === "auto") delete page.dataset.theme;
  else page.dataset.theme = theme;
  const dark = theme === "dark" || theme === "black";
  meta("color-scheme", theme === "auto" ? "light dark" : dark ? "dark" : "light");
  if (theme !== "auto") meta("theme-color", TINTS[theme]);
};

// Wires the panel to `reader`; `still` runs a change and leaves the text where it stands.
export const looking = (reader, still, changed) => {
  const panel = document.getElementById("looks");
  const size = panel.elements.namedItem("size");
  let waiting = 0;
  const keep = () => {
    const body = new URLSearchParams(new FormData(panel));
    body.set("quiet", "1");
    fetch(panel.action, { method: "POST", body, keepalive: true }).catch(() => {});
  };
  const show = () => {
    const chosen = new FormData(panel);
    still(() => {
      for (const name of ["face", "size", "width", "lines", "align", "flow", "focus", "writing"]) {
        const value = chosen.getAll(name).at(-1);
        if (value) reader.dataset[name] = value;
      }
      wear(chosen.get("theme"));
    });
    changed();
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  };
  const choose = (select, by) => {
    const to = select.selectedIndex + by;
    if (to < 0 || to >= select.options.length) return;
    select.selectedIndex = to;
    show();
  };
  panel.querySelector('[type="submit"]').hidden = true;
  panel.addEventListener("input", show);
  for (const button of panel.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => choose(size, Number(button.dataset.step)));
  }
  const next = (name) => {
    const all = [...panel.querySelectorAll(`[name="${name}"][type="radio"]`)];
    const now = all.findIndex((one) => one.checked);
    all[(now + 1) % all.length].checked = true;
    show();
  };
  const width = panel.elements.namedItem("width");
  return {
    size: (by) => choose(size, by),
    width: () => {
      width.selectedIndex = (width.selectedIndex + 1) % width.options.length;
      show();
    },
    theme: () => next("theme"),
  };
};
