// How far an import is, without loading its page anew; when it has come to its next part, the page is loaded.

const PAUSE = 1000; // ms between two questions
const MAX_PAUSE = 15000;

const follow = (part) => {
  const bar = part.querySelector("progress");
  let pause = PAUSE;

  const ask = async () => {
    if (document.hidden) return setTimeout(ask, pause);
    try {
      const answer = await fetch(part.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const { status, done, of, counts } = await answer.json();
      if (status !== part.dataset.status) return location.reload();
      if (of) {
        bar.max = of;
        bar.value = done;
      }
      for (const [name, words] of Object.entries(counts)) {
        for (const place of part.querySelectorAll(`[data-count=${name}]`)) place.textContent = words;
      }
      pause = PAUSE;
    } catch {
      pause = Math.min(2 * pause, MAX_PAUSE); // the server is away for a moment
    }
    return setTimeout(ask, pause);
  };

  setTimeout(ask, pause);
};

for (const part of document.querySelectorAll("[data-progress]")) follow(part);
