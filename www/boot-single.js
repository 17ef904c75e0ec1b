
// Starts the program of a page in one file (handshake-site, single.rs): the engine stands in the page, compressed.
(async () => {
  if (typeof WebAssembly !== "object") return handshakeFailed("no-wasm");
  try {
    const text = document.getElementById("engine").textContent;
    const packed = Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const engine = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    await __wbg_init({ module_or_path: await new Response(engine).arrayBuffer() });
    document.getElementById("engine")?.remove();
  } catch (error) {
    console.error(error);
    handshakeFailed(/content security policy|blocked by csp/i.test(String(error)) ? "policy" : "broken");
  }
})();
