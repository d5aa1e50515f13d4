// Drop zones, progress bars and the check button.
// `data-upload` names the JSON address of a form; `data-upload-page` sends to the form's own action and takes the parts
// it names from the page that answers.
import { refresh, replaceMain, replaceParts, toast } from "./page.js";
import { showClean, showReport } from "./report.js";

function bindDropZone(zone) {
  const input = zone.querySelector("input[type=file]");
  const name = zone.querySelector("[data-file-name]");
  const tell = () => {
    const file = input.files[0];
    name.hidden = !file;
    name.textContent = file ? file.name : "";
  };
  input.addEventListener("change", tell);
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    tell();
  });
}

// Resolves to {status, url, body}; rejects when the connection breaks.
function send(address, form, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", form.dataset.upload ? "application/json" : "text/html");
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.upload.addEventListener("progress", (event) => progress(event.loaded, event.total));
    request.addEventListener("load", () => resolve({ status: request.status, url: request.responseURL, body: request.responseText }));
    request.addEventListener("error", () => reject(new Error("network")));
    request.addEventListener("abort", () => reject(new Error("aborted")));
    request.send(new FormData(form));
  });
}

function bar(form) {
  const box = form.querySelector("[data-progress]");
  const [meter, text] = [box.querySelector("progress"), box.querySelector("[data-progress-text]")];
  return {
    show(loaded, total) {
      const share = total > 0 ? Math.round((100 * loaded) / total) : 0;
      box.hidden = false;
      meter.value = share;
      text.textContent = share < 100 ? `${form.dataset.textSending} ${share} %` : form.dataset.textWorking;
    },
    hide() { box.hidden = true; },
  };
}

function refusal(form) {
  const file = form.querySelector("input[type=file]").files[0];
  if (!file) return form.dataset.textNoFile;
  return file.size > Number(form.dataset.maxBytes) ? form.dataset.textTooLarge : null;
}

function parsed(body) {
  try { return JSON.parse(body); } catch { return {}; }
}

async function submitToApi(form, checking) {
  const report = form.querySelector("[data-report]");
  const wrong = refusal(form);
  if (wrong) return showReport(report, { detail: wrong }, form.dataset);
  const meter = bar(form);
  report.replaceChildren();
  const answer = await send(checking ? form.dataset.check : form.dataset.upload, form, meter.show).finally(meter.hide);
  const body = parsed(answer.body);
  if (answer.status >= 400 || body.errors?.length > 0) return showReport(report, body, form.dataset);
  if (checking) return showClean(report, form.dataset);
  form.reset();
  for (const name of form.querySelectorAll("[data-file-name]")) name.hidden = true;
  toast(form.dataset.textSent);
  return refresh(form.dataset.refresh);
}

async function submitToPage(form) {
  const wrong = refusal(form);
  if (wrong) {
    toast(wrong);
    return undefined;
  }
  const meter = bar(form);
  const answer = await send(form.action, form, meter.show).finally(meter.hide);
  const fresh = replaceParts(answer.body, form.dataset.uploadPage);
  if (!fresh) return replaceMain(answer.body, answer.url);
  keepRevision(fresh, Number(form.dataset.revisionStep));
  if (answer.status >= 400) document.querySelector("#files [role=alert], #files .field-error")?.scrollIntoView({ block: "center" });
  return undefined;
}

// Our own upload makes the settings form no staler; somebody else's change must still be noticed.
function keepRevision(fresh, step) {
  const [own, now] = [document.getElementById("revision"), fresh.getElementById("revision")];
  if (own && now && Number(now.value) - Number(own.value) <= step) own.value = now.value;
}

export function bindUploads(root) {
  for (const zone of root.querySelectorAll("[data-drop-zone]")) bindDropZone(zone);
  for (const form of root.querySelectorAll("form[data-upload], form[data-upload-page]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const buttons = form.querySelectorAll("button:not(:disabled)");
      const checking = event.submitter?.hasAttribute("data-check-button") ?? false;
      for (const button of buttons) button.disabled = true;
      const work = form.dataset.upload ? submitToApi(form, checking) : submitToPage(form);
      work.catch(() => toast(form.dataset.textOffline)).finally(() => { for (const button of buttons) button.disabled = false; });
    });
  }
}
