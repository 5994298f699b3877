// How far a file is that the browser downloads: it is written while it is sent, so the browser itself cannot know.

const PAUSE = 700; // ms between two questions
const PATIENCE = 20; // questions about a file that nobody knows yet

const follow = (form) => {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "run";
  form.append(field);
  const part = form.querySelector(".going");
  const done = form.querySelector(".done");
  const bar = part.querySelector("progress");

  const ask = async (run, unknown = 0) => {
    if (field.value !== run) return undefined;
    try {
      const answer = await fetch(`${form.dataset.progress}?run=${run}`, { headers: { Accept: "application/json" } });
      const found = answer.ok ? await answer.json() : {};
      if (found.over) {
        part.hidden = true;
        done.hidden = found.done < found.of;
        return undefined;
      }
      if (found.of) {
        part.hidden = false;
        bar.max = found.of;
        bar.value = found.done;
        part.querySelector(".sent").textContent = found.words;
        return setTimeout(ask, PAUSE, run);
      }
    } catch {
      // the server is away for a moment
    }
    return unknown < PATIENCE ? setTimeout(ask, PAUSE, run, unknown + 1) : undefined;
  };

  form.addEventListener("submit", () => {
    const run = [...crypto.getRandomValues(new Uint8Array(12))].map((each) => each.toString(16).padStart(2, "0")).join("");
    field.value = run;
    done.hidden = true;
    setTimeout(ask, PAUSE, run);
  });
};

for (const form of document.querySelectorAll("form[data-progress]")) follow(form);
