// Small parts the other modules share: toasts, cloned templates, parts of the page read again from the server.

export function toast(text) {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  const note = document.createElement("p");
  note.className = "toast";
  note.textContent = text;
  place.append(note);
  setTimeout(() => note.remove(), 7000);
}

export function cloneTemplate(id) {
  const template = document.getElementById(id);
  return template ? template.content.cloneNode(true) : document.createDocumentFragment();
}

// Reads this page again and replaces the given parts, so that their words and numbers stay the server's.
// Of several readings at once only the one that was asked for last is shown.
let readings = 0;
export async function refresh(selectors) {
  readings += 1;
  const own = readings;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const text = await answer.text();
  if (own === readings) swap(parsed(text), selectors);
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function swap(fresh, selectors) {
  for (const selector of selectors.split(",")) {
    const old = document.querySelector(selector.trim());
    const part = fresh.querySelector(selector.trim());
    if (!old || !part) continue;
    old.replaceWith(part);
    part.dispatchEvent(new CustomEvent("joute:refreshed", { bubbles: true }));
  }
}

// Shows the answer of a form that was sent by the script: its main part takes the place of this page's.
export function replaceMain(text, address) {
  const fresh = parsed(text).querySelector("main");
  if (!fresh) return location.reload();
  if (address && address !== location.href) history.replaceState(null, "", address);
  document.querySelector("main").replaceWith(fresh);
  fresh.focus();
  fresh.dispatchEvent(new CustomEvent("joute:refreshed", { bubbles: true }));
  return undefined;
}

// The same for some parts only, so that what was typed elsewhere on the page stays. False if the answer is another page.
export function replaceParts(text, selectors) {
  const fresh = parsed(text);
  if (!selectors.split(",").every((selector) => fresh.querySelector(selector.trim()))) return false;
  swap(fresh, selectors);
  toast(fresh.querySelector(".notices .alert")?.textContent.trim());
  return fresh;
}
