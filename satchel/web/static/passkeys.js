// Passkeys: the browser is asked for one, and what it answers is sent with the form of the page.

const able = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

// What the server asks of the browser for this form.
const asked = async (form) => {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.dataset.asks, { method: "POST", body, headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.problem ?? form.dataset.failed);
  return told;
};

const answered = async (form) => {
  const options = await asked(form);
  const credential = form.dataset.passkey === "new"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(credential.toJSON());
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const said = form.querySelector("[role=alert]");
  const say = (text) => {
    said.textContent = text;
    said.hidden = !text;
  };
  form.hidden = !able;
  for (const other of document.querySelectorAll("[data-without-passkeys]")) other.hidden = able;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    say("");
    button.disabled = true;
    try {
      form.elements.answer.value = await answered(form);
      if (form.elements.password) form.elements.password.value = "";
      form.submit();
    } catch (error) {
      // What the browser itself says is in its own words, and seldom helps.
      say(error instanceof DOMException || error instanceof TypeError || error instanceof SyntaxError ? form.dataset.failed : error.message);
      button.disabled = false;
    }
  });
}
