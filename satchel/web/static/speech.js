// The article read aloud by the browser's own voices. The sentence that is spoken is shown, and is the place.
import { sentences } from "./sentences.js";

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];

const kept = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // browsers may have none for us
  }
};
const keep = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Then it is chosen again the next time.
  }
};

// Wires the bar and its button. Gives what starts and pauses, or null where nothing can speak.
export const speaking = (reader, body, moved, isBehind) => {
  const synthesis = window.speechSynthesis;
  const bar = document.getElementById("speech");
  const listen = document.getElementById("listen");
  if (!synthesis) return null;
  const language = (reader.lang || document.documentElement.lang).toLowerCase();
  const [voices, rates] = bar.querySelectorAll("select");
  const toggle = bar.querySelector("[data-toggle]");
  let all = [];
  let at = 0;
  let speaking = false;
  let turn = 0; // what belongs to an older one is told too late
  let lock = null;

  const own = () => synthesis.getVoices().filter((voice) => voice.lang.toLowerCase().replace("_", "-").split("-")[0] === language.split("-")[0]);
  const fill = () => {
    const found = own();
    const chosen = kept(`satchel-voice-${language}`);
    listen.hidden = !synthesis.getVoices().length;
    voices.replaceChildren(...found.map((voice) => new Option(voice.name, voice.voiceURI, false, voice.voiceURI === chosen)));
    voices.hidden = found.length < 2;
  };
  const show = () => {
    toggle.setAttribute("aria-pressed", String(speaking));
    for (const one of toggle.querySelectorAll("[data-when]")) one.hidden = (one.dataset.when === "on") !== speaking;
  };
  const mark = (range) => {
    if (window.CSS?.highlights) {
      if (range) CSS.highlights.set("spoken", new Highlight(range));
      else CSS.highlights.delete("spoken");
    }
    if (!range) return;
    const box = range.getBoundingClientRect();
    if (box.top < 70 || box.bottom > innerHeight - 110 || box.left < 0 || box.right > innerWidth) {
      range.startContainer.parentElement.scrollIntoView({ block: "center", inline: "nearest" });
    }
    moved();
  };
  const stop = () => {
    speaking = false;
    turn++;
    synthesis.cancel();
    lock?.release().catch(() => {});
    lock = null;
    show();
  };
  const say = () => {
    if (at >= all.length) {
      stop();
      mark(null);
      at = 0;
      return;
    }
    const mine = ++turn;
    const { said, range, language: spoken } = all[at];
    const words = new SpeechSynthesisUtterance(said);
    words.lang = spoken;
    words.voice = own().find((voice) => voice.voiceURI === voices.value) ?? null;
    words.rate = Number(rates.value);
    const next = () => {
      if (mine !== turn) return;
      at++;
      say();
    };
    words.onend = next;
    words.onerror = (event) => {
      if (mine === turn && event.error !== "canceled" && event.error !== "interrupted") stop();
    };
    mark(range);
    synthesis.speak(words);
  };
  const start = async () => {
    if (!all.length) {
      all = sentences(body, language);
      at = Math.max(0, all.findIndex(({ range }) => isBehind(range.getBoundingClientRect())));
    }
    bar.hidden = false;
    speaking = true;
    show();
    synthesis.cancel();
    say();
    lock = await navigator.wakeLock?.request("screen").catch(() => null);
  };
  const press = () => (speaking ? stop() : start());
  const step = (by) => {
    at = Math.max(0, Math.min(all.length - 1, at + by));
    if (speaking) {
      synthesis.cancel();
      say();
    } else if (all[at]) mark(all[at].range);
  };

  rates.replaceChildren(...RATES.map((rate) => new Option(`${rate} ×`, rate, rate === 1, String(rate) === (kept("satchel-rate") ?? "1"))));
  fill();
  synthesis.addEventListener("voiceschanged", fill);
  listen.addEventListener("click", press);
  toggle.addEventListener("click", press);
  for (const button of bar.querySelectorAll("[data-step]")) button.addEventListener("click", () => step(Number(button.dataset.step)));
  bar.querySelector("[data-close]").addEventListener("click", () => {
    stop();
    mark(null);
    bar.hidden = true;
    all = [];
    listen.focus();
  });
  voices.addEventListener("change", () => {
    keep(`satchel-voice-${language}`, voices.value);
    step(0);
  });
  rates.addEventListener("change", () => {
    keep("satchel-rate", rates.value);
    step(0);
  });
  addEventListener("pagehide", stop);
  return { press, isOpen: () => !bar.hidden };
};
