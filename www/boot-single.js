
// Starts the program of a page in one file (handshake-site, single.rs): the engine stands in the page, compressed.
(async () => {
  if (typeof WebAssembly !== "object") return handshakeFailed("no-wasm");
  try {
    await __wbg_init({ module_or_path: await handshakeFile("engine") });
    document.getElementById("file-engine")?.remove();
  } catch (error) {
    console.error(error);
    handshakeFailed(/content security policy|blocked by csp/i.test(String(error)) ? "policy" : "broken");
  }
})();
