// The service worker: where a page cannot be had, it shows the page for no network, with the form that waits (offline-form.js).
// It keeps that page and the files it is made of, and never a page of a person. RELEASE is written above this by the
// server: another release, page or file makes it another worker with a store of its own.
const STORE = `takar-${RELEASE.name}`;
/** What stands in front of the product answers so while the product itself is away. */
const AWAY = [502, 504];

const fill = async () => {
  const store = await caches.open(STORE);
  // As nobody: the page is the same for everybody and must never hold anything of whoever is signed in.
  await store.add(new Request(RELEASE.page, { credentials: 'omit', cache: 'no-cache' }));
  await store.addAll(RELEASE.files);
};

const takeOver = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter(name => name !== STORE).map(name => caches.delete(name)));
  // The network is asked while the worker is still waking up.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
};

const offlinePage = async () => (await caches.match(RELEASE.page)) ?? Response.error();

const pageFor = async event => {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    return AWAY.includes(answer.status) ? await offlinePage() : answer;
  } catch {
    return offlinePage();
  }
};

const fileFor = async request => (await caches.match(request)) ?? fetch(request);

// A worker without its page would be worth nothing: a store that cannot be filled leaves the one before in its place.
self.addEventListener('install', event => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener('activate', event => event.waitUntil(takeOver()));
self.addEventListener('fetch', event => {
  const { request } = event;
  if (request.mode === 'navigate') event.respondWith(pageFor(event));
  else if (RELEASE.files.includes(new URL(request.url).pathname)) event.respondWith(fileFor(request));
});
