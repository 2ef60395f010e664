// One key for each answer to the line that has the focus. Comfort only: every answer is a button.
"use strict";

/** The row of the line that has the focus, else the first. */
function lineRow() {
  const queue = document.querySelector("[data-queue]");
  return document.activeElement.closest("[data-queue] tr") || (queue && queue.querySelector("tbody tr[id]"));
}

/** Press the row's button for this key; where it opens a few fields, the first of them gets the focus. */
function pressInRow(key) {
  const row = lineRow();
  const place = row && row.querySelector(`[data-key="${key}"]`);
  if (!place) return false;
  if (place.tagName !== "DETAILS") {
    place.click();
    return true;
  }
  place.open = true;
  place.querySelector("input:not([type=hidden])").focus();
  return true;
}

const moves = { ArrowDown: () => go(1), ArrowUp: () => go(-1) };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || typing(event.target)) return;
  if (moves[event.key] && document.activeElement.closest("[data-queue]")) {
    moves[event.key]();
    event.preventDefault();
  } else if (keysOn() && ["c", "e", "x"].includes(event.key) && pressInRow(event.key)) {
    event.preventDefault();
  }
});
