// What is done to an article leads back to its page: at the letter that one was at, and with the focus on the same button.

const KEPT = "acted";
const buttons = () => [...document.querySelectorAll(".bar button")];

// Where one was when this page was left by a form of its own: the letter at the top, and how far down which length of page.
// Null where it was not left so.
export const returned = () => {
  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  sessionStorage.removeItem(KEPT);
  if (kept?.path !== location.pathname) return null;
  const button = buttons()[kept.button];
  const menu = button?.closest("[popover]")?.id;
  (menu ? document.querySelector(`[popovertarget="${menu}"]`) : button)?.focus({ preventScroll: true });
  return kept;
};

// Remembers where one is when a form is sent; `top` tells the letter.
export const leaving = (top) => addEventListener("submit", ({ submitter }) => {
  // Whose pointer pressed it goes on reading: the next space bar turns the page.
  const button = submitter?.matches(":focus-visible") ? buttons().indexOf(submitter) : -1;
  sessionStorage.setItem(KEPT, JSON.stringify({
    path: location.pathname, at: top(), y: scrollY, tall: document.documentElement.scrollHeight, button,
  }));
});
