// A second tap on a form that is already on its way does nothing. The server's key (kunci_kirim) is what truly guards;
// this only spares a slow line the second request. The button stays enabled: a disabled one would lose its value and focus.
{
  const underway = new WeakMap();
  const PATIENCE_MS = 8000;
  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.method !== 'post') return;
    const sentAt = underway.get(form);
    if (sentAt !== undefined && event.timeStamp - sentAt < PATIENCE_MS) event.preventDefault();
    else underway.set(form, event.timeStamp);
  });
  // Coming back by the browser's back button brings the page as it was: the form may be sent anew.
  window.addEventListener('pageshow', event => {
    if (event.persisted) for (const form of document.forms) underway.delete(form);
  });
}
