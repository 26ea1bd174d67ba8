// Sends what waits on the device, one after the other, from one tab at a time, and only for the person whose session this
// is: the server compares (Takar-Perangkat) and takes nothing under another's name. The key inside each form lets it
// have its effect once, however often it is sent.
const courier = (() => {
  const FIRST_WAIT_S = 5;
  const LONGEST_WAIT_S = 300;
  /** Nothing is put off for longer; what seems to be was put off by a clock that has jumped since. */
  const LONGEST_REST_MS = 60 * 60 * 1000;
  const REFUSED = [400, 403, 404, 409, 413, 422];
  let timer;
  let underway = false;
  let failures = 0;
  let signedOut = false;
  let report = () => undefined;

  /** Between once and one and a half times as long, so that a whole office does not come back at the same moment. */
  const jitter = seconds => seconds * 1000 * (1 + Math.random() / 2);

  const wordsOf = async response => {
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const lines = [...page.querySelectorAll('[data-ringkas-galat] li')].map(line => line.textContent.trim());
    return lines.join('. ') || page.querySelector('h1')?.textContent.trim() || `Dijawab ${response.status}`;
  };

  const post = async letter => {
    const body = await letters.formOf(letter);
    if (!body) return { words: 'Isian ini tidak dapat dibuka lagi di perangkat ini. Catat sekali lagi.' };
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), letters.timeFor(letter.form.bytes.length));
    try {
      const headers = { 'Takar-Perangkat': box.who };
      const response = await fetch(letter.action, { method: 'POST', body, headers, signal: stop.signal });
      const { pathname } = new URL(response.url);
      if (response.ok && response.redirected && pathname !== '/masuk') return { done: pathname };
      if (response.status === 401) return { signIn: true };
      if (REFUSED.includes(response.status)) return { words: await wordsOf(response) };
      return { wait: Number(response.headers.get('Retry-After')) || 20 };
    } catch {
      return { line: true };
    } finally {
      clearTimeout(patience);
    }
  };

  /** @returns whether the next one may follow */
  const deliver = async letter => {
    report({ sending: letter.id });
    const outcome = await post(letter);
    const note = await letters.noteOf(letter);
    if (outcome.done) {
      failures = 0;
      await letters.drop(letter.id, 'terkirim');
      drafts.dropOfKey(letter.id);
    } else if (outcome.words) {
      const refused = { ...note, words: outcome.words };
      await letters.put({ ...letter, state: 'perbaiki', note: await box.seal(box.encode(refused)) });
    } else if (outcome.wait) {
      await letters.put({
        ...letter,
        tries: letter.tries + 1,
        after: Date.now() + Math.min(LONGEST_REST_MS, jitter(outcome.wait * (1 + letter.tries))),
      });
    } else if (outcome.line) failures += 1;
    else signedOut = true;
    report({ outcome, note });
    return Boolean(outcome.done ?? outcome.words);
  };

  /** Forms that stand on this page are the person's to send. */
  const standHere = () => new Set([...document.querySelectorAll('[name="kunci_kirim"]')].map(field => field.value));

  const round = async ids => {
    for (const id of ids) {
      const letter = await letters.get(id); // anew: another tab may have sent it
      if (letter && letter.state === 'menunggu' && !(await deliver(letter))) return;
    }
  };

  const waiting = async () => {
    const here = standHere();
    return (await letters.all()).filter(({ id, state }) => state === 'menunggu' && !here.has(id));
  };

  /** How long a letter is still put off, in milliseconds. */
  const restOf = ({ after }) => {
    const rest = after - Date.now();
    return rest > LONGEST_REST_MS ? 0 : rest;
  };

  const send = async () => {
    if (!box.opens || underway) return;
    underway = true;
    clearTimeout(timer);
    try {
      const due = (await waiting()).filter(letter => restOf(letter) <= 0).map(({ id }) => id);
      const work = () => round(due);
      if (due.length > 0 && navigator.locks)
        await navigator.locks.request(`takar:kirim:${box.who}`, { ifAvailable: true }, lock => lock && work());
      else if (due.length > 0) await work();
    } finally {
      underway = false;
      report({});
      await again();
    }
  };

  /** The next try: when the server said, or after a while when it was the line. */
  const again = async () => {
    const left = await waiting();
    if (left.length === 0 || signedOut) return;
    const soonest = Math.min(...left.map(restOf));
    const pause = jitter(Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** failures));
    timer = setTimeout(send, Math.max(soonest, pause));
  };

  return {
    send,
    /** Told what happens: `sending`, `outcome`, or nothing at the end of a round. */
    whenMoving(listener) {
      report = listener;
    },
  };
})();
