// Keeps the page at hand, so that it opens while the agent is down or starting again. Touches nothing of the API.
const version = 'counterfoil-__VERSION__';
const files = __FILES__;
const patience_ms = 2000;

self.addEventListener('install', event => {
    event.waitUntil(
        caches
            .open(version)
            .then(cache => cache.addAll(['/', ...files.filter(name => name !== '/index.html')]))
            .then(() => self.skipWaiting()),
    );
});

self.addEventListener('activate', event => {
    event.waitUntil(
        caches
            .keys()
            .then(names => Promise.all(names.filter(name => name !== version).map(name => caches.delete(name))))
            .then(() => self.clients.claim()),
    );
});

// The page comes from the agent where that answers in time, so that an update shows at once; else from here.
async function page(request) {
    try {
        return await fetch(request, { signal: AbortSignal.timeout(patience_ms) });
    } catch {
        // the agent does not answer: the kept page says so itself
        return (await caches.match('/')) ?? Response.error();
    }
}

self.addEventListener('fetch', event => {
    const url = new URL(event.request.url);
    if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
    if (url.pathname === '/') event.respondWith(page(event.request));
    else if (files.includes(url.pathname))
        event.respondWith(caches.match(url.pathname).then(kept => kept ?? fetch(event.request)));
});
