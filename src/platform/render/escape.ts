const SPECIAL = /[&<>"']/;
const EACH_SPECIAL = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/**
 * Text as it stands in HTML, between tags or in a quoted attribute; nothing for `undefined` and `null`. Most texts hold
 * nothing to escape, and looking is cheaper than replacing.
 */
export function escapeHtml(value: unknown): string {
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- templates print texts and numbers only: the check of templates sees to it
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);
  return SPECIAL.test(text) ? text.replace(EACH_SPECIAL, sign => ENTITIES[sign] ?? sign) : text;
}
