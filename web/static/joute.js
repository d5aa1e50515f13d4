// The page's script: everything here only adds comfort, each form and link works without it.
// Invariant: no words live here; what is shown comes from attributes and templates the server wrote.
import { bindUploads } from "./upload.js";
import { bindLive } from "./live.js";
import { localiseTimes } from "./times.js";

function bindMenu() {
  const button = document.querySelector("[data-menu]");
  const menu = button && document.getElementById(button.getAttribute("aria-controls"));
  if (!menu) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", String(menu.classList.toggle("open")));
  });
}

// A dropdown closes on Escape and on a click elsewhere, and gives the focus back.
function bindDropdowns() {
  const dropdowns = () => document.querySelectorAll("details[data-dropdown]");
  document.addEventListener("click", (event) => {
    for (const dropdown of dropdowns()) if (!dropdown.contains(event.target)) dropdown.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const dropdown of dropdowns()) {
      if (!dropdown.open) continue;
      dropdown.open = false;
      dropdown.querySelector("summary").focus();
    }
  });
}

// The theme changes at once; the server stores it for the next page.
function bindTheme() {
  const form = document.querySelector("[data-theme-switch]");
  form?.addEventListener("submit", (event) => {
    const chosen = event.submitter;
    if (!chosen?.value) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    body.set("theme", chosen.value);
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
    if (chosen.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen.value;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-pressed");
    chosen.setAttribute("aria-pressed", "true");
  });
}

function bindCopies(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const label = button.querySelector("span");
    const usual = label.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = button.dataset.copied;
      setTimeout(() => { label.textContent = usual; }, 2000);
    });
  }
}

function bindFilters() {
  for (const input of document.querySelectorAll("[data-submit-on-change]")) {
    input.addEventListener("change", () => input.form.requestSubmit());
  }
}

// On a narrow screen the current tab may lie outside the row.
function showCurrentTab() {
  const tab = document.querySelector(".tabs [aria-current]");
  if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
}

bindMenu();
showCurrentTab();
bindDropdowns();
bindTheme();
bindFilters();
bindCopies(document);
bindUploads(document);
bindLive();
localiseTimes(document);
document.addEventListener("joute:refreshed", (event) => {
  bindCopies(event.target);
  bindUploads(event.target);
  localiseTimes(event.target);
});
