// Starts the program of a packed page; if it does not start, finds out why. `handshake-site pack` puts this in the place of the
// script that trunk writes into the page: a policy that forbids scripts in a page would forbid that one.
(async () => {
  const { program, engine, worker } = document.currentScript.dataset;
  const at = (name) => new URL(name, document.baseURI).href;
  let forbidden = false;
  addEventListener("securitypolicyviolation", () => { forbidden = true; });
  if (typeof WebAssembly !== "object") return handshakeFailed("no-wasm");
  try {
    const arriving = fetch(at(engine));
    // Looked at below, whichever of the two fails first.
    arriving.catch(() => {});
    // The words of the page, in the language that begin.js found.
    const texts = `texts-${document.documentElement.lang}.txt`;
    handshakeComing.set(texts, handshakeFetch(texts));
    handshakeComing.get(texts).catch(() => {});
    const bindings = await import(at(program));
    window.wasmBindings = bindings;
    await bindings.default({ module_or_path: arriving });
    if (worker && !document.documentElement.dataset.start) keepForOffline(at(worker));
  } catch (error) {
    console.error(error);
    if (forbidden || /content security policy|blocked by csp/i.test(String(error))) return handshakeFailed("policy");
    for (const [name, kind] of [[program, "text/javascript"], [engine, "application/wasm"]]) {
      let answer;
      try {
        answer = await fetch(at(name));
      } catch {
        return handshakeFailed("network", name);
      }
      const sent = (answer.headers.get("content-type") ?? "").split(";")[0];
      if (!answer.ok) return handshakeFailed("missing", name);
      if (sent !== kind && sent !== "application/javascript") return handshakeFailed("kind", name, `${sent} ≠ ${kind}`);
    }
    handshakeFailed("broken");
  }
})();

// Keeps the page for when there is no network (www/sw.js). A new version arrives beside the one that is open, and takes its
// place when the reader says so, or when all windows have been closed: never in the middle of a lesson.
async function keepForOffline(worker) {
  if (!navigator.serviceWorker || window.top !== window) return;
  try {
    const kept = await navigator.serviceWorker.register(worker);
    const offer = () => {
      if (!kept.waiting || !navigator.serviceWorker.controller) return;
      const spanish = document.documentElement.lang === "es";
      const told = document.createElement("div");
      told.className = told.dataset.name = "new-version";
      told.setAttribute("role", "status");
      told.append(spanish ? "Hay una versión nueva de esta página. " : "There is a new version of this page. ");
      const button = document.createElement("button");
      button.className = "button";
      button.textContent = spanish ? "Cargarla ahora" : "Load it now";
      button.addEventListener("click", () => kept.waiting?.postMessage("take over"));
      told.append(button);
      document.querySelector(".new-version")?.remove();
      document.body.append(told);
    };
    let controlled = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (controlled) location.reload();
      controlled = true;
    });
    kept.addEventListener("updatefound", () => kept.installing?.addEventListener("statechange", offer));
    offer();
  } catch (error) {
    // Storage that is denied or full: the page works as long as there is a network.
    console.info(`Not kept for offline: ${error}`);
  }
}

// Until the program is there, a page that was drawn ahead leads to the next one: by the arrow keys and by the timeline's buttons.
// The page itself stays, and with it what is on its way.
(() => {
  const root = document.documentElement;
  const waits = () => root.dataset.ahead && root.dataset.ahead !== "other";
  let latest = 0;
  const open = async (kind) => {
    const link = document.querySelector(`link[rel=${kind}]`)?.href;
    const number = ++latest;
    const answer = link && (await fetch(link).catch(() => undefined));
    const text = answer?.ok && (await answer.text());
    if (!text || !waits() || number !== latest) return;
    const next = new DOMParser().parseFromString(text, "text/html");
    if (!next.documentElement.dataset.ahead) return;
    history.pushState(null, "", link);
    document.title = next.title;
    document.body.replaceChildren(...next.body.childNodes);
    for (const rel of ["prev", "next"]) {
      document.querySelector(`link[rel=${rel}]`)?.remove();
      document.head.append(...next.querySelectorAll(`link[rel=${rel}]`));
    }
  };
  addEventListener("keydown", (event) => {
    const kind = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
    if (waits() && kind && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) open(kind);
  });
  addEventListener("click", (event) => {
    const button = waits() && event.target instanceof Element && event.target.closest(".transport button");
    const place = button ? [...button.parentElement.children].indexOf(button) : -1;
    if (place === 1) open("prev");
    if (place === 3) open("next");
  });
})();
