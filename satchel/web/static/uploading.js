// A file that is brought along: dropped anywhere on its form, and sent while one sees how far it is.

const wire = (form) => {
  const input = form.querySelector("input[type=file]");
  const [send, cancel] = form.querySelectorAll("button");
  const sending = form.querySelector(".sending");
  const bar = sending.querySelector("progress");
  const sent = sending.querySelector(".sent");
  const problem = form.querySelector(".problem");
  let request = null;

  const show = (busy) => {
    sending.hidden = !busy;
    send.hidden = busy;
    input.disabled = busy;
  };

  const fail = (words) => {
    request = null;
    show(false);
    problem.textContent = words;
    problem.hidden = false;
    send.focus();
  };

  const told = () => {
    try {
      return JSON.parse(request.responseText).problem || form.dataset.failed;
    } catch {
      return form.dataset.failed;
    }
  };

  const begin = () => {
    const body = new FormData(form); // before the field is shut
    problem.hidden = true;
    bar.value = 0;
    sent.textContent = "";
    show(true);
    request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      const share = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0;
      bar.value = share;
      sent.textContent = `${share} %`;
      if (share === 100) bar.removeAttribute("value");
    });
    request.addEventListener("load", () => {
      if (request.status < 400) location.assign(request.responseURL);
      else fail(told());
    });
    request.addEventListener("error", () => fail(form.dataset.failed));
    request.addEventListener("abort", () => show(false));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json, text/html");
    request.send(body);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!request || request.readyState === XMLHttpRequest.DONE) begin();
  });
  cancel.addEventListener("click", () => request?.abort());
  input.addEventListener("change", () => { problem.hidden = true; });
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("over");
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer.files.length || input.disabled) return;
    input.files = event.dataTransfer.files;
    begin();
  });
};

for (const form of document.querySelectorAll("form[data-uploads]")) wire(form);
