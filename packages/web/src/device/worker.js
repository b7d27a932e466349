// Keeps the app's own files on the device: pages, protocol, rule engine, typeface. Never a person's data: that is IndexedDB's, and is
// cleared on signing out. `FILES` and `VERSION` are written here by the build.
const FILES = __FILES__;
const CACHE = `cryopath-${__VERSION__}`;
const APP = '/app/';

self.addEventListener('install', (event) => {
  event.waitUntil(
    // It takes over with the next visit, never under a page that is open: that one still asks for the files it came with.
    caches.open(CACHE).then((cache) => cache.addAll(FILES)),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith('cryopath-') && name !== CACHE).map((name) => caches.delete(name)),
        ),
      ),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    // A page is always asked for first; what was kept stands in when nobody answers.
    const kept = url.pathname.startsWith(APP) ? APP : url.pathname;
    event.respondWith(fetch(request).catch(() => caches.match(kept).then((page) => page ?? caches.match(APP))));
  } else if (url.pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(request).then((file) => file ?? fetch(request)));
  }
});
