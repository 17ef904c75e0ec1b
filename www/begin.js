// Before the first painting, so that nothing flashes: the colours chosen here before (crates/ui/src/hooks/theme.rs).
try {
  const theme = localStorage.getItem("handshake-lab.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}

// Until the program speaks: the language asked for, chosen here before, packed, or the browser's
// (crates/ui/src/language.rs).
try {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search).get("lang") ?? root.dataset.asked;
  const packed = document.documentElement.dataset.lang;
  const key = "handshake-lab.language";
  const chosen = sessionStorage.getItem(packed ? `${key}.${packed}` : key);
  const spoken = asked ?? chosen ?? packed ?? localStorage.getItem(key) ?? navigator.language;
  root.lang = /^es\b/i.test(spoken) ? "es" : "en";
  // Drawn ahead in a language that this reader did not ask for: the program will speak the right one.
  if (root.dataset.ahead && root.dataset.ahead !== root.lang) root.dataset.ahead = "other";
} catch {}

// If the program does not arrive or does not start, the line that says it is coming says so: the first thing that was found
// to be wrong, and the file in which.
function handshakeFailed(why, file = "", kind = "") {
  const loading = document.querySelector(".loading");
  if (!loading || loading.dataset.failed) return;
  loading.dataset.failed = why;
  for (const one of loading.querySelectorAll(".failure")) one.hidden = one.dataset.why !== why;
  for (const one of loading.querySelectorAll("[data-file]")) one.textContent = file;
  for (const one of loading.querySelectorAll("[data-kind]")) one.textContent = kind;
}

// In a packed page boot.js looks closer (www/boot.js); whether that arrives is seen here.
const handshakePacked = () => document.querySelector("script[data-engine]") !== null;
addEventListener("unhandledrejection", () => handshakePacked() || handshakeFailed("broken"));
addEventListener("error", (event) => {
  const script = event.target instanceof HTMLScriptElement ? event.target : null;
  if (script?.src) handshakeFailed("missing", new URL(script.src).pathname.split("/").pop());
  else if (!handshakePacked()) handshakeFailed("broken");
}, true);

// A file of the page that comes when it is asked for (crates/ui/src/file.rs), by its name. What is sure to be asked for is on its
// way before that (boot.js).
const handshakeComing = new Map();
function handshakeFile(name) {
  const coming = handshakeComing.get(name) ?? handshakeFetch(name);
  handshakeComing.delete(name);
  return coming;
}

// In a page in one file it stands there, compressed; a packed page knows the name with the hash.
async function handshakeFetch(name) {
  const here = document.getElementById(`file-${name}`);
  if (here) {
    const packed = Uint8Array.fromBase64?.(here.textContent) ?? Uint8Array.from(atob(here.textContent), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }
  const known = document.querySelector("script[data-files]")?.dataset.files.split(" ") ?? [];
  const file = known.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? name;
  const answer = await fetch(new URL(file, document.baseURI)).catch(() => {
    throw Object.assign(new Error(`${file} did not arrive`), { why: "network", file });
  });
  // A host may send the page in the place of what it does not have.
  if (!answer.ok || /^text\/html/.test(answer.headers.get("content-type") ?? "")) throw Object.assign(new Error(`${file}: ${answer.status}`), { why: "missing", file });
  return answer.arrayBuffer();
}
