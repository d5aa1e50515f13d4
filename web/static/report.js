// Draws the answer of a check, or the errors of a refused upload, from the page's own templates.
import { cloneTemplate } from "./page.js";

function place(entry, texts) {
  const item = document.createElement("li");
  for (const [value, text] of [[entry.line, texts.textPlaceLine], [entry.column, texts.textPlaceColumn], [entry.id, texts.textPlaceId]]) {
    if (value === undefined || value === null || value === "") continue;
    const span = document.createElement("span");
    span.textContent = text.replace("%", () => String(value));
    item.append(span);
  }
  return item;
}

function titleOf(code) {
  const titles = document.getElementById("error-titles")?.content;
  return titles?.querySelector(`[data-code="${CSS.escape(code)}"]`)?.textContent;
}

function row(pattern, error, texts) {
  const line = pattern.cloneNode(true);
  const title = titleOf(error.code ?? "");
  line.querySelector("[data-title]").textContent = title ?? error.message ?? error.code;
  line.querySelector("[data-message]").textContent = title ? error.message ?? "" : "";
  line.querySelector("[data-hint]").textContent = error.hint ?? "";
  line.querySelector("[data-count]").textContent = error.count ?? "";
  line.querySelector("[data-places]").replaceChildren(...(error.places ?? []).map((entry) => place(entry, texts)));
  return line;
}

function alertBox(tone, text) {
  const box = cloneTemplate(`alert-${tone}`);
  const paragraph = box.querySelector("p");
  if (paragraph) paragraph.textContent = text;
  return box;
}

// problem: {title, detail, errors: [{code, message, count, hint, places}]} or, after a clean check, anything without errors.
export function showReport(target, problem, texts) {
  const errors = (problem.errors ?? []).filter((error) => error.code || error.message);
  const table = cloneTemplate("report-pattern");
  const body = table.querySelector("tbody");
  const summary = errors.length > 0 ? texts.textRefused : problem.detail ?? problem.title ?? "";
  const parts = [alertBox("danger", summary)];
  if (errors.length > 0 && body) {
    const pattern = body.querySelector("tr");
    body.replaceChildren(...errors.map((error) => row(pattern, error, texts)));
    parts.push(table);
  }
  target.replaceChildren(...parts);
}

export function showClean(target, texts) {
  target.replaceChildren(alertBox("success", texts.textClean));
}
