// The one place where HTML comes into a page that is there: parts of pages, of our own server and nobody else's.

// The path below which all of ours lie; "" where there is none.
export const base = new URL("../..", import.meta.url).pathname.slice(0, -1);

const policy = globalThis.trustedTypes?.createPolicy("satchel", { createHTML: (html) => html });

// What the server gives for a path below /parts. Throws an error with its `status` where it gives nothing.
export const part = async (path) => {
  const answer = await fetch(`${base}/parts/${path}`, { redirect: "error" });
  if (!answer.ok) throw Object.assign(new Error(path), { status: answer.status });
  const html = await answer.text();
  const made = document.createElement("template");
  made.innerHTML = policy ? policy.createHTML(html) : html;
  return made.content;
};

// Has the page load the styles that the page's template of that id names, once.
export const styled = (id) => {
  const { style } = document.getElementById(id).dataset;
  if (document.querySelector(`link[href="${style}"]`)) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
};

// A copy of what is in the page's template of that id.
export const copied = (id) => document.querySelector(`template#${id}`).content.cloneNode(true).firstElementChild;
