/* Site search over the files that generator/render/search.py writes; their format is told there.
   Nothing is loaded before the field is entered or the address brings ?q=. */
(function () {
  "use strict";

  const PAGE = 10;          // results shown at a time
  const PAIRS = 4;          // of a word that are looked up, spread over it
  const EXCERPT = 90;       // characters
  const PAUSE = 250;        // milliseconds without typing before a search
  const FIELDS = { "%": 0, "$": 1, "#": 2, "!": 3 }; // rank by mark: title, people, unit, summary
  const TEXT = 4;
  const FOLDED = /[A-Z\u00a0-\u0377\u0391-\u03a1\u03a3-\u03a9\u0400-\u052f\u1e00-\u1eff\u2000-\u2064\u2070\u2071\u2074-\u208e\u2090-\u209c\u2100-\u2189\u2460-\u24ea\u2f00-\u2fd5\u3000-\u303f\u3131-\u318e\u3192-\u319f\u3200-\u321e\u3220-\u33ff\uf900-\ufa6d\ufa70-\ufad9\ufb00-\ufb06\ufe10-\ufe19\ufe30-\ufe52\ufe54-\ufe66\ufe68-\ufe6b\uff01-\uffbe\uffe0-\uffe6\uffe8-\uffee\u{1d400}-\u{1d7ff}\u{2f800}-\u{2fa1d}]/gu;

  const fold = (text) => text.replace(FOLDED, (c) => c.normalize("NFKC").toLowerCase());

  /* ---- the files ---- */

  const asked = new Map();   // name → promise of its data
  const waiting = new Map(); // name → what to do when it calls
  window.showcaseSearch = { fold, part: (name, data) => waiting.has(name) && waiting.get(name)(data) };

  function load(name, query) {
    if (!asked.has(name)) asked.set(name, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      waiting.set(name, resolve);
      script.src = base + name + ".js?" + query;
      script.onload = script.onerror = (event) => {
        script.remove();
        reject(new Error(name)); // no effect where the file has called
        if (event.type === "error") asked.delete(name);
      };
      document.head.append(script);
    }));
    return asked.get(name);
  }

  const index = () => load("index", Date.now());
  const part = async (name) => load(name, (await index()).tag);
})();
