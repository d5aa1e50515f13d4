// Follows the states of submissions through server-sent events.
// A state is shown at once from the page's own templates; then the part is read again from the server.
import { cloneTemplate, refresh, toast } from "./page.js";

const FINAL = ["scored", "failed"];

function show(row, submission) {
  row.dataset.state = submission.state;
  row.querySelector("[data-live-state]")?.replaceChildren(cloneTemplate(`state-${submission.state}`));
}

function follow(section) {
  const source = new EventSource(section.dataset.live);
  let waiting = null;
  const refreshSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(section.dataset.refresh).catch(() => {}), 250);
  };
  source.addEventListener("submission", (event) => {
    const submission = JSON.parse(event.data);
    const row = document.querySelector(`[data-submission="${CSS.escape(String(submission.id))}"]`);
    if (!row || row.dataset.state === submission.state) return;
    show(row, submission);
    if (!FINAL.includes(submission.state)) return;
    const score = typeof submission.public_score === "number" ? submission.public_score.toFixed(5) : "";
    const { textScored, textFailed } = section.dataset;
    toast(submission.state === "scored" ? textScored.replace("%", score) : textFailed);
    refreshSoon();
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
