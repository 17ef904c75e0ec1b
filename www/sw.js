// Keeps the page for when there is no network (handshake-site, worker.rs writes version and files). All files of a version are
// kept together or not at all, and a page gets all of its files from the version that it began with.
const version = "VERSION";
const files = ["FILES"];
const ours = "handshake-lab ";
const name = `${ours}${self.registration.scope} ${version}`;

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(name);
    // Those with a hash in their name may come out of the browser's own store; the page itself has to be this version's.
    await cache.addAll(files.map((file) => new Request(file, { cache: file === "404.html" ? "no-cache" : "default" })));
  };
  event.waitUntil(keep());
});

// Only when no page of the version before is open any more, or the reader asks for it: then the old files go.
self.addEventListener("activate", (event) => {
  const drop = async () => {
    for (const other of await caches.keys())
      if (other.startsWith(`${ours}${self.registration.scope} `) && other !== name) await caches.delete(other);
    await self.clients.claim();
  };
  event.waitUntil(drop());
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(self.registration.scope)) return;
  const file = url.href.slice(self.registration.scope.length).split(/[?#]/)[0];
  const wanted = request.mode === "navigate" ? "404.html" : file;
  if (!files.includes(wanted)) return;
  const answer = async () => {
    const cache = await caches.open(name);
    return (await cache.match(wanted)) ?? fetch(request);
  };
  event.respondWith(answer());
});
