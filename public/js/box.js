// What a person typed and has not sent, closed on the device so that only pages of that person's own session can open it.
// Anybody can put something in (the page without a network has no session); opening takes the seal that the server writes
// into pages of the signed-in person alone. Without https there is no closing: such a line hides nothing anyway.
const box = (() => {
  const KEY = 'takar:kunci:';
  const LAST = 'takar:terakhir';
  const SEAL = 'takar:segel';
  const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
  const CIPHER = { name: 'AES-GCM', length: 256 };
  const { subtle } = globalThis.crypto;
  const { pengguna, segel, hari, tanpaDraf } = document.body.dataset;
  const offline = document.querySelector('[data-halaman-luring]') !== null;

  // A full or forbidden storage must never stand in the way of a page.
  const attempt = act => {
    try {
      return act();
    } catch {
      return undefined;
    }
  };

  /** A page that sends a form again knows nobody; the form says whose it is. */
  const owner = document.querySelector('form[data-kirim-ulang] [name="atas_nama"]')?.value;
  const who = pengguna ?? owner ?? (offline ? (attempt(() => localStorage.getItem(LAST)) ?? undefined) : undefined);
  /** The seal stays in its tab for the time without a network, and no longer than the person does. */
  const sealOfTab = () => {
    const kept = attempt(() => JSON.parse(sessionStorage.getItem(SEAL)));
    return kept?.who === who ? kept?.seal : undefined;
  };
  const seal = segel ?? (offline || owner ? sealOfTab() : undefined);
  attempt(() => {
    if (segel) sessionStorage.setItem(SEAL, JSON.stringify({ who, seal }));
    else if (location.pathname === '/masuk') sessionStorage.removeItem(SEAL);
    if (segel && tanpaDraf === undefined) localStorage.setItem(LAST, who);
    else if (tanpaDraf !== undefined) localStorage.removeItem(LAST);
  });
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === KEY + who && newValue === null) attempt(() => sessionStorage.removeItem(SEAL));
  });

  const base64 = bytes => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
  const bytesOf = text =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
  const encode = value => new TextEncoder().encode(JSON.stringify(value));
  const decode = bytes => JSON.parse(new TextDecoder().decode(bytes));

  const close = async (key, bytes) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, bytes: new Uint8Array(await subtle.encrypt({ name: CIPHER.name, iv }, key, bytes)) };
  };
  const unclose = async (key, { iv, bytes }) =>
    new Uint8Array(await subtle.decrypt({ name: CIPHER.name, iv }, key, bytes));

  const stored = () => attempt(() => JSON.parse(localStorage.getItem(KEY + who)));
  const innerOf = async (pair, master) => {
    const secret = { iv: bytesOf(pair.inner.iv), bytes: bytesOf(pair.inner.bytes) };
    return subtle.importKey('jwk', decode(await unclose(master, secret)), CURVE, false, ['deriveKey']);
  };
  /** A pair that this seal opens; what was closed under another one, of a server that has changed its secret, is lost. */
  const pairFor = async master => {
    const pair = stored();
    if (pair && (await innerOf(pair, master).catch(() => undefined))) return;
    const made = await subtle.generateKey(CURVE, true, ['deriveKey']);
    const inner = await close(master, encode(await subtle.exportKey('jwk', made.privateKey)));
    const outer = await subtle.exportKey('jwk', made.publicKey);
    const text = { outer, inner: { iv: base64(inner.iv), bytes: base64(inner.bytes) } };
    localStorage.setItem(KEY + who, JSON.stringify(text));
  };

  let known;
  const findKeys = async () => {
    const master = seal && (await subtle.importKey('raw', bytesOf(seal), CIPHER, false, ['encrypt', 'decrypt']));
    if (master) await navigator.locks.request(KEY, () => pairFor(master));
    const pair = stored();
    if (!pair) return {};
    return {
      outer: await subtle.importKey('jwk', pair.outer, CURVE, false, []),
      inner: master && (await innerOf(pair, master)),
    };
  };
  const keys = () => (known ??= findKeys());

  return {
    who,
    offline,
    /** Whether this is a page of that person, and not one that only sends their form again. */
    atHome: pengguna !== undefined || offline,
    attempt,
    /** The server's day, where the page knows it: by this, and not by a clock that anybody can set, things grow old. */
    day: hari === undefined ? undefined : Number(hari),
    base64,
    bytesOf,
    encode,
    decode,
    /** Whether the person wants nothing kept on this device. */
    off: tanpaDraf !== undefined,
    /** Whether new things may be kept here. */
    keeps: who !== undefined && tanpaDraf === undefined && (segel !== undefined || offline),
    /** Whether what is kept can be read here. */
    opens: seal !== undefined,

    /** Makes what closing needs while the seal is at hand: later, without a network, it may not be. */
    prepare: () => (subtle ? keys() : Promise.resolve()),

    /** @returns bytes closed for this person */
    async seal(bytes) {
      if (!subtle) return { bytes };
      const { outer } = await keys();
      const single = await subtle.generateKey(CURVE, false, ['deriveKey']);
      const key = await subtle.deriveKey({ name: 'ECDH', public: outer }, single.privateKey, CIPHER, false, [
        'encrypt',
      ]);
      return { from: new Uint8Array(await subtle.exportKey('raw', single.publicKey)), ...(await close(key, bytes)) };
    },

    /** @returns the bytes again; undefined where this page cannot open them */
    async open(sealed) {
      if (!sealed.from) return sealed.bytes;
      const { inner } = await keys();
      if (!inner) return undefined;
      const from = await subtle.importKey('raw', sealed.from, CURVE, false, []);
      const key = await subtle.deriveKey({ name: 'ECDH', public: from }, inner, CIPHER, false, ['decrypt']);
      return unclose(key, sealed).catch(() => undefined);
    },

    /** The person leaves this device: nothing can be opened any more, in no tab. */
    forget() {
      attempt(() => sessionStorage.removeItem(SEAL));
      attempt(() => localStorage.removeItem(LAST));
      attempt(() => localStorage.removeItem(KEY + who));
    },
  };
})();
