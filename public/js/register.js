// The service worker that shows a page where there is no network. Whoever never signed in here does without; where it is
// switched off, what an earlier visit left is taken away.
if ('serviceWorker' in navigator && document.body.dataset.pengguna !== undefined) {
  const start = async () => {
    if (document.body.dataset.luring !== undefined)
      await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'all' });
    else for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  };
  window.addEventListener('load', () => void start().catch(() => undefined));
}
