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
