import type { LocalDate } from '../../domain/local-date.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import { violatedConstraint } from '../../platform/database/failures.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { attachTo } from '../attachment/service.ts';
import { deriveDays } from '../attendance/derive.ts';
import { storeAll, type AcceptedFile } from '../evidence/service.ts';
import { conflict, malformed } from '../organisation/refusal.ts';
import type { ChangedBy } from '../organisation/unit-service.ts';
import { applyChange } from './change-effect.ts';
import type { StaffChange } from './change-forms.ts';
import { asksFirst } from './change-kinds.ts';
import { digestOf, openItems, type OpenItem } from './open-items.ts';
import { refuseOwnHand } from './own-hand.ts';

/** Something is open that has not been seen yet: the page shows it and asks once more. Nothing is written. */
export class StillOpen extends Error {
  constructor(
    readonly items: readonly OpenItem[],
    readonly digest: string,
  ) {
    super('something is still open');
  }
}

const OWN_CHANGE = 'Perubahan untuk diri sendiri dicatat oleh rekan lain di kepegawaian';

type Services = Pick<Deps, 'pool' | 'clock' | 'regency' | 'uploads'>;

/** What an act left behind. */
export interface Recorded {
  readonly changeId: string;
  readonly from: LocalDate;
}

/**
 * Records an act about a person with its decree, everything it changes and the trail, in one transaction, once per key.
 * @throws NotFound, StillOpen (nothing written; ask once more), RecordRefused, KeyReused
 */
export async function recordChange(
  deps: Services,
  by: ChangedBy,
  employeeId: string,
  change: StaffChange,
  files: readonly AcceptedFile[] = [],
): Promise<Recorded> {
  const { seen: _seen, key, ...said } = change;
  const hash = requestHash('pegawai.perubahan', { employeeId, ...said });
  try {
    return await transaction(deps.pool, async tx => {
      const { result } = await once(tx, { actorId: by.employeeId, key, hash }, () =>
        write(deps, tx, by, employeeId, change, files),
      );
      return result;
    });
  } catch (error) {
    throw inWords(error);
  }
}

async function write(
  deps: Services,
  tx: Tx,
  by: ChangedBy,
  employeeId: string,
  change: StaffChange,
  files: readonly AcceptedFile[],
): Promise<Recorded> {
  if (employeeId === by.employeeId) throw conflict('', OWN_CHANGE);
  await refuseOwnHand(tx, deps, by, employeeId, '');
  const { rowCount } = await tx.query('SELECT 1 FROM employee WHERE id = $1 FOR NO KEY UPDATE', [employeeId]);
  if (rowCount === 0) throw new NotFound('person');
  const now = deps.clock.now();
  const today = dayIn(deps.regency.zone, now);
  const { kind } = change.content;
  const open = asksFirst(kind) ? await openItems(tx, employeeId, today, change.from) : [];
  // The end of an acting post leaves behind only what waits for the person in that chair.
  const items = kind === 'AKHIR_TUGAS' ? open.filter(item => item.kind === 'menunggu_keputusan') : open;
  const digest = digestOf(items);
  if (items.length > 0 && change.seen !== digest) throw new StillOpen(items, digest);

  const { assignmentId, positionId } = await applyChange(tx, { employeeId, change, today, now, by });
  // Another chair may have other hours, and another unit that pays: days that have been judged are judged by it.
  if (change.from < today) await deriveDays(tx, deps, { employeeIds: [employeeId], from: change.from, until: today });
  const changeId = newId(now);
  const { kind: _kind, ...detail } = change.content;
  await tx.query(
    `INSERT INTO staff_change (id, employee_id, kind, effective_on, position_id, assignment_id, detail, decree, note,
       open_items, recorded_by, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      changeId,
      employeeId,
      kind,
      change.from,
      positionId,
      assignmentId,
      JSON.stringify(detail),
      change.decree,
      change.note,
      JSON.stringify(items),
      by.employeeId,
      now,
    ],
  );
  const stored = await storeAll(deps.uploads, files);
  await attachTo(tx, { type: 'staff_change', id: changeId, by: by.employeeId, at: now }, stored);
  await audit(tx, {
    at: now,
    actorId: by.employeeId,
    action: `pegawai.${kind.toLowerCase()}`,
    objectType: 'employee',
    objectId: employeeId,
    after: { changeId, from: change.from, ...detail },
    reason: change.decree,
    requestId: by.requestId,
  });
  return { changeId, from: change.from };
}

/** What only the database can see, in words: two acts at the same moment. */
function inWords(error: unknown): unknown {
  switch (violatedConstraint(error) ?? '') {
    case 'assignment_one_holder':
      return conflict('jabatan', 'Jabatan ini baru saja diisi orang lain. Muat ulang halaman');
    case 'assignment_one_chair':
      return conflict('tmt', 'Pegawai ini sudah memegang jabatan pada tanggal itu');
    case 'employee_workplace_pkey':
    case 'employee_status_pkey':
      return conflict('tmt', 'Sudah ada perubahan pada tanggal itu. Pilih TMT lain');
    case 'employee_workplace_unit_id_fkey':
      return malformed('unit', 'Pilih unit dari daftar');
    default:
      return error;
  }
}
