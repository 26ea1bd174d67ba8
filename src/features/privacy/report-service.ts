import { z } from 'zod';
import { audit } from '../../platform/audit.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { formKeyField, textField, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';
import { notify } from '../notifications/service.ts';
import type { DataReport } from './queries.ts';

/** What a report may be about, in words. */
export const ABOUT = {
  atasan: 'Atasan saya',
  jabatan: 'Jabatan atau unit saya',
  data_diri: 'Nama, NIP, atau golongan',
  lainnya: 'Lainnya',
} as const;

/** 'Data saya keliru'. */
export const reportForm = z.strictObject(
  {
    tentang: z.enum(['atasan', 'jabatan', 'data_diri', 'lainnya'], 'Pilih data yang keliru'),
    pesan: textField('Tulis apa yang keliru dan yang benar, paling sedikit 10 huruf', 500, 10),
    kunci_kirim: formKeyField,
  },
  UNKNOWN_FIELD,
);

/** The clerk's answer. */
export const answerForm = z.strictObject(
  {
    keputusan: z.enum(['selesai', 'ditolak'], 'Pilih jawaban'),
    jawaban: textField('Tulis jawaban untuk pegawai, paling sedikit 5 huruf', 500, 5),
    versi: versionField,
  },
  UNKNOWN_FIELD,
);

type Needs = Pick<Deps, 'pool' | 'clock'>;

const INSERT = 'INSERT INTO data_report (id, employee_id, about, message, created_at) VALUES ($1, $2, $3, $4, $5)';
const ANSWER = `UPDATE data_report SET state = $3, answer = $4, answered_by = $5, answered_at = $6, version = version + 1
  WHERE id = $1 AND version = $2 AND state = 'baru' AND employee_id <> $5`;
const CHANGED = 'Laporan ini sudah dijawab, atau milik Anda sendiri. Muat ulang halaman.';

/** Hands in a report about one's own data. */
export async function reportData(
  deps: Needs,
  actor: Actor,
  input: z.output<typeof reportForm>,
  requestId: string,
): Promise<void> {
  const { kunci_kirim: key, ...content } = input;
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const use = { actorId: actor.employeeId, key, hash: requestHash('data keliru', content) };
    await once(tx, use, async () => {
      const id = newId(at);
      await tx.query(INSERT, [id, actor.employeeId, content.tentang, content.pesan, at]);
      await audit(tx, {
        at,
        actorId: actor.employeeId,
        action: 'data.lapor',
        objectType: 'data_report',
        objectId: id,
        after: { tentang: content.tentang },
        requestId,
      });
      return id;
    });
  });
}

/** Answers a report once; its owner is told. @throws Conflict where it is answered already, or one's own */
export async function answerReport(
  deps: Needs,
  actor: Actor,
  report: DataReport,
  input: z.output<typeof answerForm>,
  requestId: string,
): Promise<void> {
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const values = [report.id, input.versi, input.keputusan, input.jawaban, actor.employeeId, at];
    if ((await tx.query(ANSWER, values)).rowCount !== 1) throw new Conflict(CHANGED);
    await audit(tx, {
      at,
      actorId: actor.employeeId,
      action: `data.${input.keputusan}`,
      objectType: 'data_report',
      objectId: report.id,
      reason: input.jawaban,
      requestId,
    });
    const text = `Laporan data Anda dijawab ${actor.name}: "${input.jawaban}"`;
    const line = { employeeId: report.employeeId, kind: 'data' as const, text, href: '/akun/data-keliru' };
    await notify(tx, [{ ...line, dedupe: `laporan:${report.id}` }], at);
  });
}
