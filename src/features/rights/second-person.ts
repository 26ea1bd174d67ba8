import type { Zone } from '../../platform/clock.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/errors.ts';
import { ended, instant } from '../../platform/render/format.ts';
import { fullNameOf } from '../organisation/queries.ts';

/**
 * Days for which an account counts as one person with whoever printed the code that opened it (docs/adr/0015-rights.md):
 * time for its owner to notice that it was not them.
 */
export const ONE_HAND_DAYS = 3;

const WINDOW_MS = ONE_HAND_DAYS * 24 * 60 * 60_000;

/*
 * $1 persons, $2 the beginning of the window. The trail says who printed which code and when it was used; the last code
 * before the last use counts, for a new code ends the password and every session of the old one. A hand may stand behind
 * another.
 */
const HANDS = prepared(
  'rights.hands',
  `WITH RECURSIVE hand (person, owner_id, behind, opened_at) AS (
    SELECT given.id, given.id, given.id, NULL::timestamptz FROM unnest($1::uuid[]) AS given (id)
  UNION
    SELECT h.person, h.behind, code.actor_id, opened.at
    FROM hand h
    JOIN account a ON a.employee_id = h.behind
    CROSS JOIN LATERAL (SELECT e.seq, e.at FROM audit_event e WHERE e.object_type = 'account' AND e.object_id = a.id::text
      AND e.action = 'kata_sandi.aktivasi' AND e.at > $2 ORDER BY e.seq DESC LIMIT 1) opened
    CROSS JOIN LATERAL (SELECT e.actor_id FROM audit_event e WHERE e.object_type = 'account' AND e.object_id = a.id::text
      AND e.action IN ('akun.kode', 'akun.setel_ulang') AND e.seq < opened.seq ORDER BY e.seq DESC LIMIT 1) code
    WHERE code.actor_id IS NOT NULL
  )
  SELECT h.person, h.owner_id AS "ownerId", h.behind, h.opened_at AS "openedAt", ${fullNameOf('o')} AS "ownerName",
    ${fullNameOf('b')} AS "behindName"
  FROM hand h JOIN employee o ON o.id = h.owner_id JOIN employee b ON b.id = h.behind`,
);

interface Hand extends Record<string, unknown> {
  readonly person: string;
  readonly ownerId: string;
  readonly behind: string;
  readonly openedAt: Date | null;
  readonly ownerName: string;
  readonly behindName: string;
}

async function readHands(sql: Sql, persons: readonly string[], now: Date): Promise<readonly Hand[]> {
  const since = new Date(now.getTime() - WINDOW_MS);
  return (await sql.query<Hand>(HANDS, [[...new Set(persons)], since])).rows;
}

/** Who may be acting when these persons act: they, and whoever opened their accounts in the last days. */
export async function handsBehind(
  sql: Sql,
  persons: readonly (string | null)[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const ids = known(persons);
  return new Set(ids.length === 0 ? [] : (await readHands(sql, ids, now)).map(hand => hand.behind));
}

/** An act that asks for another person than somebody else; ids of employees, null where the program itself did it. */
export interface SecondAct {
  readonly actorId: string;
  /** Who did the first half: must share no hand with the actor, in either direction. */
  readonly beganBy?: readonly (string | null)[];
  /** Whom it is about: must not be the hand behind the actor. That the actor once gave them a code does no harm. */
  readonly about?: readonly (string | null)[];
}

/**
 * Refuses the second half of a two-person act where one hand may hold both accounts: a code opens an account, whoever
 * prints it knows it, and could sign in with it, begin as one officer and confirm as the other. Asked in the transaction
 * of every act that needs a second person; the rules that compare the two persons themselves stay where they are.
 *
 * @throws Conflict that says whose code opened which account, until when that counts, and who can act instead
 */
export async function refuseOneHand(
  sql: Sql,
  act: SecondAct,
  at: { readonly now: Date; readonly zone: Zone },
): Promise<void> {
  const began = known(act.beganBy).filter(id => id !== act.actorId);
  const about = known(act.about);
  if (began.length + about.length === 0) return;
  const hands = await readHands(sql, [act.actorId, ...began], at.now);
  const actors = hands.filter(hand => hand.person === act.actorId);
  const mine = new Set(actors.map(hand => hand.behind));
  const shared = hands.filter(hand => began.includes(hand.person) && mine.has(hand.behind)).map(hand => hand.person);
  const own = about.some(id => id !== act.actorId && mine.has(id));
  if (shared.length === 0 && !own) return;
  const links = hands.filter(hand => hand.person === act.actorId || shared.includes(hand.person));
  throw new Conflict(inWords(links, act.actorId, at.zone));
}

const known = (ids: readonly (string | null)[] | undefined): string[] =>
  (ids ?? []).flatMap(id => (id === null ? [] : [id]));

function inWords(links: readonly Hand[], actorId: string, zone: Zone): string {
  const called = (id: string, name: string): string => (id === actorId ? 'Anda' : name);
  const opened = links.flatMap(link => (link.openedAt === null ? [] : [{ ...link, openedAt: link.openedAt }]));
  const sentences = opened.map(({ ownerId, ownerName, behind, behindName }) =>
    ended(`Kata sandi ${called(ownerId, ownerName)} baru dibuka dengan kode dari ${called(behind, behindName)}`),
  );
  const last = new Date(Math.max(...opened.map(({ openedAt }) => openedAt.getTime())) + WINDOW_MS);
  const them = sentences.length > 1 ? 'mereka' : 'keduanya';
  return `${[...new Set(sentences)].join(' ')} Sampai ${instant(last, zone)} ${them} dihitung satu orang untuk langkah ini. Minta petugas lain yang melakukannya.`;
}

const EVER_CONFIRMED = 'SELECT 1 FROM role_grant WHERE confirmed_by IS NOT NULL LIMIT 1';
const OPENED = 'SELECT employee_id AS id FROM account WHERE employee_id = ANY ($1) AND password_hash IS NOT NULL';

/**
 * Whether nobody could be the second person of this administrator: there is no other steward, or in an installation where
 * no second person has ever confirmed anything the others have no password yet, or one opened with the administrator's own
 * code. Otherwise the second officer of a new regency would wait for three days. It ends for good with the first confirmation.
 *
 * @param given.others who else may confirm
 */
export async function standsAlone(
  sql: Sql,
  given: { readonly actorId: string; readonly others: readonly string[] },
  now: Date,
): Promise<boolean> {
  if (given.others.length === 0) return true;
  if ((await sql.query(EVER_CONFIRMED)).rowCount !== 0) return false;
  const { rows } = await sql.query<{ id: string }>(OPENED, [[...new Set(given.others)]]);
  if (rows.length === 0) return true;
  const ids = rows.map(row => row.id);
  const hands = await readHands(sql, ids, now);
  return ids.every(id => hands.some(hand => hand.person === id && hand.behind === given.actorId));
}
