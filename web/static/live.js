// Follows the states of submissions through server-sent events.
// A state is shown at once from the page's own templates; then the part is read again from the server.
import { cloneTemplate, refresh, toast } from "./page.js";

const FINAL = ["scored", "failed"];

function show(row, submission) {
  row.dataset.state = submission.state;
  row.querySelector("[data-live-state]")?.replaceChildren(cloneTemplate(`state-${submission.state}`));
}

function rowOf(submission) {
  return document.querySelector(`[data-submission="${CSS.escape(String(submission.id))}"]`);
}

function follow(section) {
  const source = new EventSource(section.dataset.live);
  let waiting = null;
  const refreshSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(section.dataset.refresh).catch(() => {}), 250);
  };
  // What was told last of each submission: a page that was read before may arrive after the event.
  const told = new Map();
  const bring = (submission) => {
    const row = rowOf(submission);
    if (!row) return refreshSoon();
    if (row.dataset.state === submission.state || FINAL.includes(row.dataset.state)) return undefined;
    show(row, submission);
    return FINAL.includes(submission.state) ? refreshSoon() : undefined;
  };
  source.addEventListener("submission", (event) => {
    const submission = JSON.parse(event.data);
    const isNews = told.get(submission.id)?.state !== submission.state && !FINAL.includes(rowOf(submission)?.dataset.state);
    told.set(submission.id, submission);
    bring(submission);
    if (!isNews || !FINAL.includes(submission.state)) return;
    const score = typeof submission.public_score === "number" ? submission.public_score.toFixed(5) : "";
    const { textScored, textFailed } = section.dataset;
    toast(submission.state === "scored" ? textScored.replace("%", score) : textFailed);
  });
  document.addEventListener("joute:refreshed", () => {
    for (const submission of told.values()) if (rowOf(submission)) bring(submission);
  });
  // Events missed while the connection was down are caught up by one reading.
  let opened = false;
  source.addEventListener("open", () => {
    if (opened) refreshSoon();
    opened = true;
  });
  addEventListener("pagehide", () => source.close());
}

export function bindLive() {
  for (const section of document.querySelectorAll("[data-live]")) follow(section);
}
