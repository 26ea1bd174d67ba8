/** Names of fields that are never kept, shown again or sent back: passwords and codes. */
export const SECRET_FIELDS: readonly string[] = ['kata_sandi', 'lama', 'baru', 'ulang', 'kode'];
