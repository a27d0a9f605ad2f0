/* Turns the plain field of the SPARQL page into Yasqe; the form stays what sends. */
"use strict";

(() => {
  const form = document.querySelector("form.sparql");
  const field = document.getElementById("query");
  const editorClass = window.Yasqe;
  if (!form || !field || !editorClass) return;
  const terms = JSON.parse(document.getElementById("completion").textContent);
  const longestAddress = 6000;

  /* The completers that come with Yasqe ask other hosts: ours know our vocabulary. */
  const complete = (name, iris, isPlace) => ({
    name,
    bulk: false,
    isValidCompletionPosition: isPlace,
    preProcessToken: (yasqe, token) => {
      const [prefix, rest] = token.string.split(":", 2);
      const known = { ...terms.prefixes, ...yasqe.getPrefixesFromQuery() };
      const namespace = rest === undefined ? undefined : known[prefix];
      return { ...token, prefix, namespace, searched: namespace ? namespace + rest : token.string.replace(/[<>]/g, "").trim() };
    },
    get: (_yasqe, token) => {
      const searched = (token ? token.searched : "").toLowerCase();
      return iris.filter((iri) => iri.toLowerCase().includes(searched)).slice(0, 40);
    },
    postProcessSuggestion: (_yasqe, token, iri) =>
      token.namespace && iri.startsWith(token.namespace)
        ? `${token.prefix}:${iri.slice(token.namespace.length)}`
        : shortened(iri),
  });
  const shortened = (iri) => {
    for (const [prefix, namespace] of Object.entries(terms.prefixes)) {
      if (iri.startsWith(namespace)) return `${prefix}:${iri.slice(namespace.length)}`;
    }
    return `<${iri}>`;
  };
  const before = (yasqe) => {
    const { line, ch } = yasqe.getDoc().getCursor();
    return yasqe.getDoc().getLine(line).slice(0, ch);
  };
  const isAfterA = (yasqe) => /\s(?:a|rdf:type)\s+\S*$/.test(before(yasqe));
  const isTerm = (yasqe) => /\S:\S*$|<\S*$/.test(before(yasqe)) && !isAfterA(yasqe);

  editorClass.defaults.autocompleters = ["variables"];
  editorClass.registerAutocompleter(complete("gtnumClasses", terms.classes, isAfterA));
  editorClass.registerAutocompleter(complete("gtnumProperties", terms.properties, isTerm));

  const place = document.createElement("div");
  place.className = "editor";
  field.after(place);
  const editor = new editorClass(place, {
    value: field.value,
    persistenceId: null,
    createShareableLink: null,
    consumeShareLink: null,
    showQueryButton: false,
    editorHeight: "20rem",
    extraKeys: {
      ...editorClass.defaults.extraKeys,
      Tab: false, // Tab leaves the editor: nobody is trapped in it.
      "Shift-Tab": false,
      "Ctrl-Enter": () => form.requestSubmit(),
      "Cmd-Enter": () => form.requestSubmit(),
      "Ctrl-S": false,
    },
  });
  const help = document.getElementById("editor-help");
  const input = editor.getInputField();
  input.setAttribute("aria-label", "Requête SPARQL");
  input.setAttribute("aria-describedby", help.id);
  help.hidden = false;
  field.hidden = true;
  field.required = false;
  document.querySelector("label[for=query]").addEventListener("click", () => editor.focus());

  const addMissingPrefixes = () => {
    const known = editor.getPrefixesFromQuery();
    const used = new Set();
    for (const [, prefix] of editor.getValue().matchAll(/(?<![\w:/<])([a-z]+):[\w]/g)) used.add(prefix);
    for (const prefix of used) {
      if (terms.prefixes[prefix] && !known[prefix]) editor.addPrefixes({ [prefix]: terms.prefixes[prefix] });
    }
  };
  form.addEventListener("submit", () => {
    addMissingPrefixes();
    field.value = editor.getValue();
    // Long queries do not fit into an address.
    form.method = encodeURIComponent(field.value).length > longestAddress ? "post" : "get";
  });
})();
