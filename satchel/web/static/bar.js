// The bar of an article leaves while somebody reads on, and is back as soon as they turn around.

const FAR = 24; // pixels that count

// Has it do so, but not when a link or we have `jumped`. The styles keep it in sight while one of its menus is open and
// while the keyboard is in it.
export const hiding = (jumped) => {
  const bar = document.querySelector("body > .bar");
  let turned = scrollY; // where the last movement the other way ended
  let away = false;
  const put = (to) => {
    turned = scrollY;
    if (to !== away) bar.classList.toggle("away", (away = to));
  };
  addEventListener("scroll", () => {
    turned = Math[away ? "max" : "min"](turned, scrollY);
    const rest = document.documentElement.scrollHeight - innerHeight - scrollY;
    if (Math.min(scrollY, rest) < FAR) put(false);
    else if (jumped()) turned = scrollY;
    else if (Math.abs(scrollY - turned) > FAR) put(!away);
  }, { passive: true });
  addEventListener("keydown", ({ key }) => { if (key === "Escape") put(false); });
};
