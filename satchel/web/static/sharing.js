// The menu of an article: its link goes to other programs, or is copied where the browser knows none, and it is printed.
import { copies } from "./copying.js";

const share = document.getElementById("share");
if (share) {
  const [button, url] = share.children;
  if (navigator.share) button.onclick = () => navigator.share({ title: document.querySelector("h1").textContent, url: url.textContent }).catch(() => {});
  else copies(button, url);
  share.hidden = false;
}
const paper = document.querySelector('#more a[href$="/print"]');
if (paper) paper.onclick = (event) => {
  event.preventDefault();
  document.getElementById("more").hidePopover();
  print();
};
