// The words beside a slider follow the hand. Without this file they change when the form is sent.
"use strict";
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!(slider instanceof HTMLInputElement) || slider.type !== "range") return;
  const mark = slider.list && [...slider.list.options].find((one) => one.value === slider.value);
  const words = mark ? mark.label : (slider.dataset.words || "{count}").replace("{count}", slider.value);
  slider.setAttribute("aria-valuetext", words);
  for (const output of document.querySelectorAll("output")) {
    if (output.htmlFor.contains(slider.id)) output.textContent = words;
  }
});
