/* Comforts for those who have JavaScript; every page works without it. */
"use strict";

(() => {
  const box = document.getElementById("q");

  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, textarea, select, [contenteditable]");
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "/" && !writing && !modified && box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.querySelector(button.dataset.copy).textContent;
      const label = button.textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = button.dataset.done || "Citation copiée";
      } catch {
        button.textContent = "Copie impossible : sélectionnez le texte";
      }
      setTimeout(() => { button.textContent = label; }, 3000);
    });
  }
})();
