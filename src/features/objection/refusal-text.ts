import { isReturnReason, RETURN_REASONS } from '../../domain/activity/lifecycle.ts';

/** A refusal's reason in words. */
export function refusalText(code: string | null, text: string | null): string {
  const word = code !== null && isReturnReason(code) && code !== 'lainnya' ? RETURN_REASONS[code] : '';
  return [word, text ?? ''].filter(part => part !== '').join(': ');
}
