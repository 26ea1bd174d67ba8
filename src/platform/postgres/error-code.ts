/** The code of a system error (`ENOENT`) or of a PostgreSQL error (`55P03`), or '' where there is none. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
