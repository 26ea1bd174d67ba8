/**
 * Text as people type it: line breaks kept, everything that cannot be seen or stored left out. Control characters become
 * blanks (NUL cannot be stored); characters without a shape of their own (zero-width, direction marks) and halves of
 * surrogate pairs go, so that twenty of them are not twenty letters and nobody reads a sentence backwards.
 */
export const plainText = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\p{Cf}\p{Cs}]/gu, '')
    .replaceAll(/\p{Cc}/gu, character => (character === '\n' ? '\n' : ' '))
    .trim();
