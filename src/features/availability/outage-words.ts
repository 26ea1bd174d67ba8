import { dayIn, minuteIn, type Zone } from '../../platform/clock.ts';
import { timeText } from '../../domain/activity/entry-rules.ts';
import { dateShort, number, zoneLabel } from '../../platform/render/format.ts';

const HOUR = 60;

/** '1 jam 20 menit' */
export function minutesInWords(minutes: number): string {
  const rest = minutes % HOUR;
  const hours = (minutes - rest) / HOUR;
  return [
    ...(hours > 0 ? [`${number(hours)} jam`] : []),
    ...(rest > 0 || hours === 0 ? [`${number(rest)} menit`] : []),
  ].join(' ');
}

/** '18 Nov 2026 pukul 08.15 sampai 10.40 WITA', or with both days where they differ. */
export function spanInWords(began: Date, ended: Date, zone: Zone): string {
  const [first, last] = [dayIn(zone, began), dayIn(zone, ended)];
  const until = `${first === last ? '' : `${dateShort(last)} pukul `}${timeText(minuteIn(zone, ended))}`;
  return `${dateShort(first)} pukul ${timeText(minuteIn(zone, began))} sampai ${until} ${zoneLabel(zone)}`;
}
