// Comfort only: every page works without this file. No inline script anywhere, so all hooks are data attributes.
"use strict";

const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const words = document.body.dataset;

/** A message can be sent away; without script it simply stays until the next page. */
function makeDismissible(message) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", words.dismiss || "Dismiss");
  button.addEventListener("click", () => { message.remove(); document.getElementById("main").focus(); });
  message.append(button);
}

/** The box in a table's head ticks all boxes of that table; `data-selected-count` tells how many are ticked. */
function makeSelectAll(box) {
  const table = box.closest("table");
  const boxes = () => all("tbody input[type=checkbox]", table);
  const show = () => {
    const ticked = boxes().filter((one) => one.checked).length;
    box.checked = ticked > 0 && ticked === boxes().length;
    box.indeterminate = ticked > 0 && !box.checked;
    all("[data-selected-count]").forEach((place) => { place.textContent = ticked; });
  };
  box.hidden = false;
  box.addEventListener("change", () => { boxes().forEach((one) => { one.checked = box.checked; }); show(); });
  table.addEventListener("change", show);
  show();
}

/** A file can be dropped on the whole field, not only on the button. */
function makeDrop(field) {
  const input = field.querySelector("input[type=file]");
  const over = (on) => field.classList.toggle("over", on);
  field.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
  field.addEventListener("dragleave", () => over(false));
  field.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

/** Next or previous: the neighbour's page where the page names one, else the next row's link in the queue. */
function go(step) {
  const neighbour = document.querySelector(step > 0 ? "a[rel~=next]" : "a[rel~=prev]");
  const queue = document.querySelector("[data-queue]");
  if (!queue) return;
  const links = all("tbody a", queue);
  if (!links.length) {
    if (neighbour) neighbour.click();
    return;
  }
  const at = links.indexOf(document.activeElement);
  links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
}

/** `a`, `r` and `q` bring the focus to the decision, or to the words that it needs first; Enter on the button takes it, so
 * nothing is decided by a slip. */
function reach(key) {
  const button = document.querySelector(`button[data-key="${key}"]`);
  if (!button) return;
  const target = document.getElementById(button.dataset.first) || button;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}

function focusSearch() {
  const search = document.querySelector("input[type=search]");
  if (search) { search.focus(); search.select(); }
  return Boolean(search);
}

const keys = { "/": focusSearch, j: () => go(1), k: () => go(-1), a: () => reach("a"), r: () => reach("r"), q: () => reach("q") };
const typing = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
const keysOn = () => localStorage.getItem("kura-keys") !== "off";

/** Single-letter keys can be switched off, for people who dictate (WCAG 2.1.4). */
function makeKeySwitch(button) {
  const show = () => { button.textContent = keysOn() ? button.dataset.on : button.dataset.off; };
  button.hidden = false;
  button.addEventListener("click", () => { localStorage.setItem("kura-keys", keysOn() ? "off" : "on"); show(); });
  show();
}

/** A date is typed as text, in either calendar; a button beside it opens the browser's own calendar. */
function makeDay(field) {
  const picker = document.createElement("input");
  const button = document.createElement("button");
  const frame = document.createElement("span");
  Object.assign(picker, { type: "date", tabIndex: -1, className: "day-picker" });
  picker.setAttribute("aria-hidden", "true");
  Object.assign(button, { type: "button", className: "day-open" });
  button.setAttribute("aria-label", field.dataset.dayPick);
  frame.className = "day";
  field.before(frame);
  frame.append(field, button, picker);
  button.addEventListener("click", () => {
    picker.value = /^\d{4}-\d{2}-\d{2}$/.test(field.value) ? field.value : field.dataset.day;
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    field.value = field.dataset.day = picker.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** What is left empty, or as it usually is, does not stand in the address. Without script it does, and means the same. */
function makeBrief(form) {
  form.addEventListener("formdata", ({ formData }) => {
    const usual = form.querySelector("[data-usual]");
    if (usual && !new URLSearchParams(location.search).has(usual.dataset.usual)) {
      const same = all("input", usual).every((box) => box.checked === box.defaultChecked);
      if (same) formData.delete(usual.dataset.usual);
    }
    const filled = Array.from(formData).filter(([, value]) => value !== "");
    Array.from(formData.keys()).forEach((name) => formData.delete(name));
    filled.forEach(([name, value]) => formData.append(name, value));
  });
}

/** One page back, where what was typed usually still stands. */
function makeBack(button) {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
}

/** Printing is a button where there is script; the browser's own menu does the same. */
function makePrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

document.addEventListener("keydown", (event) => {
  const action = keys[event.key];
  if (!action || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || !keysOn()) return;
  if (action() !== false) event.preventDefault();
});

/** What is there to be copied is selected at a touch. */
function makeSelect(field) {
  field.addEventListener("focus", () => field.select());
}

/** Names like the one being typed are told beneath it, once the typing pauses; what comes late is dropped. */
function makeSimilar(place) {
  const field = place.closest("form").querySelector("[name=name]");
  let pause = 0;
  let asked = "";
  const ask = async () => {
    const words = asked = field.value.trim();
    const answer = words ? await fetch(`${place.dataset.similar}?name=${encodeURIComponent(words)}`) : null;
    const found = answer && answer.ok && !answer.redirected ? await answer.text() : "";
    if (words === asked) place.innerHTML = found;
  };
  field.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(() => ask().catch(() => {}), 300); });
}

/** Whoever signed in in another tab has another token by now: a page that kept what was typed takes that one along.
 * Without script it is answered by one more page that holds what was typed. */
function makeFreshToken(form) {
  const start = `${form.dataset.tokenCookie}=`;
  form.addEventListener("submit", () => {
    const found = document.cookie.split("; ").find((one) => one.startsWith(start));
    if (found) form.elements.namedItem("csrfmiddlewaretoken").value = found.slice(start.length);
  });
}

/** What takes long says so once it is sent: its button tells what is done and is not pressed twice. Whoever comes back
 * to the page finds it as it was. */
function makeBusy(form) {
  const button = form.querySelector("button:not([type=button])");
  const says = form.querySelector("[data-busy-says]");
  const idle = button.textContent;
  const show = (busy) => {
    button.textContent = busy ? form.dataset.busy : idle;
    button.disabled = busy;
    if (says) says.textContent = busy ? says.dataset.busySays : "";
  };
  form.addEventListener("submit", () => { setTimeout(show, 0, true); });
  window.addEventListener("pageshow", () => { show(false); });
}

/** Enter on a box that is ticked by Space sends nothing: what is approved, or changed together, is so by its button alone. */
document.addEventListener("keydown", (event) => {
  const box = event.key === "Enter" && event.target.closest("form[method=post] :is([type=checkbox], [type=radio])");
  if (box) event.preventDefault();
});

/** Escape folds away the filters in which the focus is, and gives it back to what opened them. */
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && !event.isComposing && document.activeElement.closest("details.more-filters[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

/** What htmx puts in the place of what had the focus gets it; what `data-says` names is read out. */
let swapped = "";
document.addEventListener("htmx:beforeSwap", (event) => {
  swapped = event.detail.target.contains(document.activeElement) ? event.detail.target.className : "";
});
document.addEventListener("htmx:afterSettle", () => {
  const first = swapped && document.querySelector(`.${swapped} a`);
  if (first) first.focus();
  swapped = "";
  all("[data-says]").forEach((place) => { place.textContent = (document.querySelector(place.dataset.says) || place).textContent; });
});

/** Of pages beside each other, the one that is open is in sight. */
const showHere = () => all(".beside ul").forEach((row) => {
  const here = row.querySelector("[aria-current]");
  if (here) row.scrollLeft = here.parentElement.offsetLeft - row.offsetLeft - 48;
});
showHere();
document.fonts.ready.then(showHere); // the page's own font is wider than what stood there first

/** In a row that is pushed aside, what has the focus is in sight as a whole. */
document.addEventListener("focusin", ({ target }) => {
  if (target.closest(".beside ul, .facet ul")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
});

/** What the menu at the bottom covers is not walked through behind it: it closes when the focus leaves it. */
const menu = document.getElementById("more");
document.addEventListener("focusin", ({ target }) => {
  if (menu && menu.matches(":popover-open") && !menu.contains(target) && !target.matches("[popovertarget=more]")) menu.hidePopover();
});

all("[data-select]").forEach(makeSelect);
all("[data-token-cookie]").forEach(makeFreshToken);
all("[data-busy]").forEach(makeBusy);
all("[data-similar]").forEach(makeSimilar);
all(".message:not([data-stays])").forEach(makeDismissible);
all("[data-select-all]").forEach(makeSelectAll);
all("[data-drop]").forEach(makeDrop);
all("[data-key-switch]").forEach(makeKeySwitch);
all("form[method=get]").forEach(makeBrief);
all("[data-back]").forEach(makeBack);
all("[data-print]").forEach(makePrint);
if ("showPicker" in HTMLInputElement.prototype) all("[data-day]").forEach(makeDay);

/** A page that came back leads to the first field that is wrong, else to what is said of the whole: last, for a day is put
 * into a frame of its own above, and anew once an address that names a part of the page has led there. */
const wrong = ["main form [aria-invalid=true]", "main form .alert-danger", "main .message-error", "main [data-told]"]
  .map((each) => document.querySelector(each)).find(Boolean);
if (wrong) {
  if (!wrong.matches("input, select, textarea")) wrong.tabIndex = -1;
  const folded = wrong.closest("details");
  if (folded) folded.open = true;
  wrong.focus();
  if (location.hash) addEventListener("load", () => setTimeout(() => wrong.focus()));
}
