import { z } from 'zod';
import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import { violatedConstraint } from '../../platform/database/failures.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { isZone } from '../../platform/clock.ts';
import { newId } from '../../platform/identity.ts';
import { keyField, neededDate, neededText, oneOf } from '../organisation/fields.ts';
import { conflict, malformed } from '../organisation/refusal.ts';
import { UNKNOWN_FIELD } from '../../platform/web/typed-fields.ts';
import { pinKey } from './file-row.ts';
import { machinesOf, realmsOf, unitsOf } from './machine-queries.ts';
import { paidBy, readPeople } from './people.ts';
import { deriveReach, type Importer } from './service.ts';

const realmField = neededText('Pilih mesin atau unit asal PIN', 40);

/** Gives a PIN of a realm to a person from a day on. */
export const pinForm = z.strictObject(
  {
    ranah: realmField,
    pin: neededText('Tulis PIN seperti di mesin', 24),
    nip: neededText('Tulis NIP pegawai, 18 angka', 30).transform(text => text.replaceAll(/[\s.-]/g, '')),
    sejak: neededDate('Sejak'),
    kunci_kirim: keyField,
  },
  UNKNOWN_FIELD,
);
export type PinFields = z.output<typeof pinForm>;

const GIVE = `INSERT INTO attendance_pin (id, pin_realm, pin, employee_id, from_date, recorded_by, recorded_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
// Whoever had it until now ends the day before: a number in a machine goes from one person to the next.
const END_EARLIER = `UPDATE attendance_pin SET last_date = $3::date - 1, ended_by = $4, ended_at = $5, version = version + 1
  WHERE pin_realm = $1 AND pin = $2 AND last_date IS NULL AND from_date < $3 RETURNING employee_id AS id`;

/**
 * Gives a PIN to a person, and judges the days anew that it recorded.
 * @throws RecordRefused 422 where realm or person is not the giver's, 409 where it is somebody else's in that time
 */
export async function givePin(
  deps: Deps,
  by: Importer & { readonly actorId: string },
  input: PinFields,
): Promise<void> {
  const { ranah: realm, nip, sejak: from, kunci_kirim: key } = input;
  const pin = pinKey(input.pin);
  if (pin === undefined) throw malformed('pin', 'PIN paling panjang 24 huruf atau angka');
  if (!(await realmsOf(deps.pool, by.scope)).includes(realm))
    throw malformed('ranah', 'Pilih mesin atau unit dari daftar');
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const employeeId = await personOf(deps, by, nip, today);
  if (employeeId === undefined) throw malformed('nip', `NIP ${nip} tidak terdaftar`);
  const at = deps.clock.now();
  await transaction(deps.pool, async tx => {
    const use = { actorId: by.actorId, key: key.toLowerCase(), hash: requestHash('presensi-pin', input) };
    await once(tx, use, async () => {
      const before = await tx.query<{ id: string }>(END_EARLIER, [realm, pin, from, by.actorId, at]);
      const id = newId(at);
      await tx.query(GIVE, [id, realm, pin, employeeId, from, by.actorId, at]).catch((error: unknown) => {
        if (violatedConstraint(error) !== 'attendance_pin_one_person') throw error;
        throw conflict('sejak', `PIN ${pin} sudah milik pegawai lain pada masa itu`);
      });
      await audit(tx, {
        at,
        actorId: by.actorId,
        action: 'presensi.pin',
        objectType: 'attendance_pin',
        objectId: id,
        after: { realm, pin, employeeId, from },
        ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
      });
      const employeeIds = [...new Set([employeeId, ...before.rows.map(row => row.id)])];
      await deriveReach(tx, deps, { employeeIds, from: latest(from, addDays(today, -MOST_DAYS)), until: today });
      return {};
    });
  });
}

/** Months that far back are closed. */
const MOST_DAYS = 120;
const latest = (one: LocalDate, other: LocalDate): LocalDate => (one > other ? one : other);

/** A person by NIP whom the giver may write for. */
async function personOf(deps: Deps, by: Importer, nip: string, day: LocalDate): Promise<string | undefined> {
  const { byNip } = await readPeople(deps.pool, [nip], [], null);
  const employeeId = byNip.get(nip);
  if (employeeId === undefined || by.scope === null) return employeeId;
  const payer = (await paidBy(deps.pool, [{ employeeId, day }]))(employeeId, day);
  return payer && by.scope.includes(payer.unitId) ? employeeId : undefined;
}

/** Records a machine. Its code is how files are named; its realm says which machines share PINs. */
export const machineForm = z.strictObject(
  {
    kode: neededText('Tulis nomor atau seri mesin', 40).refine(
      text => /^[A-Za-z0-9-]+$/.test(text),
      'Huruf, angka dan tanda hubung saja',
    ),
    nama: neededText('Tulis letak mesin, misalnya Lobi kantor', 100),
    unit: neededText('Pilih unit', 40),
    pin_sendiri: oneOf(['unit', 'sendiri'], 'Pilih apakah PIN-nya sama dengan mesin lain di unit'),
    zona: z.string().refine(isZone, 'Pilih zona waktu'),
    kunci_kirim: keyField,
  },
  UNKNOWN_FIELD,
);
export type MachineFields = z.output<typeof machineForm>;

const MACHINE = `INSERT INTO attendance_machine (id, code, name, pin_realm, zone, unit_id, recorded_by, recorded_at)
  SELECT $1, $2, $3, $4, $5, (SELECT v.unit_id FROM org_unit_version v WHERE v.payroll_unit_id = $6
    ORDER BY v.from_date, v.unit_id LIMIT 1), $7, $8`;

/** @throws RecordRefused 422 for a unit that is not theirs, 409 where the code is taken */
export async function addMachine(
  deps: Deps,
  by: Importer & { readonly actorId: string },
  input: MachineFields,
): Promise<void> {
  const unit = (await unitsOf(deps.pool, by.scope)).find(({ code }) => code === input.unit);
  if (!unit) throw malformed('unit', 'Pilih unit dari daftar');
  const at = deps.clock.now();
  const code = input.kode.toUpperCase();
  const taken = (await machinesOf(deps.pool, null)).some(machine => machine.code.toUpperCase() === code);
  if (taken) throw conflict('kode', `Mesin ${code} sudah terdaftar`);
  await transaction(deps.pool, async tx => {
    const use = {
      actorId: by.actorId,
      key: input.kunci_kirim.toLowerCase(),
      hash: requestHash('presensi-mesin', input),
    };
    await once(tx, use, async () => {
      const id = newId(at);
      const realm = input.pin_sendiri === 'unit' ? unit.code : `MESIN-${code}`;
      await tx.query(MACHINE, [id, code, input.nama, realm, input.zona, unit.id, by.actorId, at]);
      await audit(tx, {
        at,
        actorId: by.actorId,
        action: 'presensi.mesin',
        objectType: 'attendance_machine',
        objectId: id,
        after: { code, realm, unit: unit.code, zone: input.zona },
      });
      return {};
    });
  });
}
