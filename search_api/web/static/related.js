/* Related work: counts what is chosen, copies references, keeps the bookmark a bookmark. */
"use strict";

(() => {
  const say = (button, text) => {
    const label = button.dataset.label || button.innerHTML;
    button.dataset.label = label;
    button.textContent = text;
    setTimeout(() => { button.innerHTML = label; }, 3000);
  };

  const copy = async (button, text, rich) => {
    try {
      if (rich && window.ClipboardItem) {
        const kinds = ["text/plain", "text/html"];
        const parts = kinds.map((type) => [type, new Blob([text], { type })]);
        await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
      } else {
        await navigator.clipboard.writeText(text);
      }
      say(button, "Copié");
    } catch {
      say(button, "Copie impossible : sélectionnez le texte");
    }
  };

  for (const button of document.querySelectorAll("[data-copy-box]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => {
      const box = document.getElementById(button.dataset.copyBox);
      copy(button, box.value, "rich" in button.dataset);
    });
  }

  const mark = document.querySelector("[data-bookmarklet]");
  mark?.addEventListener("click", (event) => {
    event.preventDefault();
    const help = document.getElementById("aide-favori");
    help.textContent = help.dataset.help;
  });

  const form = document.getElementById("citer");
  if (!form) return;
  const told = document.getElementById("choisis");
  const boxes = () => [...form.elements].filter((each) => each.type === "checkbox");
  const chosen = () => [...new Set(boxes().filter((b) => b.checked).map((b) => b.value))];

  const count = () => {
    const number = chosen().length;
    const words = number ? (number > 1 ? told.dataset.more : told.dataset.one) : told.dataset.none;
    told.textContent = words.replace("#", number);
  };
  // The same passage may answer two paragraphs: it is chosen once.
  form.ownerDocument.addEventListener("change", (event) => {
    if (event.target.form !== form || event.target.type !== "checkbox") return;
    for (const box of boxes()) {
      if (box.value === event.target.value) box.checked = event.target.checked;
    }
    count();
  });
  count();

  const button = form.querySelector("[data-cite]");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    if (!chosen().length) return say(button, "Rien n’est coché");
    const kind = form.elements.format.value;
    const asked = new URLSearchParams([["format", kind], ...chosen().map((c) => ["passage", c])]);
    try {
      const answer = await fetch(`/cite?${asked}`);
      if (!answer.ok) throw new Error(answer.status);
      await copy(button, await answer.text(), kind === "html" || kind === "footnotes");
    } catch {
      say(button, "Copie impossible : ouvrez les références");
    }
  });
})();
