import type { Response } from 'express';
import { ZONES } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import type { Choice, Link, TableProps } from '../../platform/render/components.ts';
import { page, type PageModel } from '../../platform/render/engine.ts';
import { dateMedium, nip, number } from '../../platform/render/format.ts';
import { blankForm, type FormState, formTitle } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import { unitScope } from './access.ts';
import { type Machine, machinesOf, type NamedUnit, realmsOf, unitsOf } from './machine-queries.ts';
import { IMPORT_PATH, MACHINES_PATH, PINS_PATH, realmPath } from './paths.ts';
import { givenPins, type GivenPin, unknownPins, type UnknownPin } from './pin-queries.ts';
import { addMachine, givePin, machineForm, pinForm } from './pin-service.ts';
import type { Importer } from './service.ts';

/** Machines, or the PINs of one realm: tables above, a form below. */
export interface AttendanceDevicesPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly back: Link;
  readonly links: readonly Link[];
  readonly tables: readonly TableProps[];
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}
export interface MachinesPage extends AttendanceDevicesPage {
  readonly units: readonly Choice[];
  readonly zones: readonly Choice[];
  readonly sharing: readonly Choice[];
}

const importerOf = ({ actor, requestId }: Visit): Importer & { readonly actorId: string } => ({
  actorId: actor.employeeId,
  scope: unitScope(actor),
  requestId,
});
const keyOf = (body: Visit['body']): string => {
  const key = textOf(body, 'kunci_kirim');
  return isUuid(key) ? key : newFormKey();
};

/** GET /kepegawaian/presensi/mesin */
export const showMachines =
  (deps: Deps): Handler =>
  (_req, res, { actor }) =>
    renderMachines(deps, res, actor, blankForm({ zona: deps.regency.zone, pin_sendiri: 'unit' }), newFormKey(), 200);

async function renderMachines(
  deps: Deps,
  res: Response,
  actor: Actor,
  form: FormState,
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const scope = unitScope(actor);
  const model = machinesModel(await machinesOf(deps.pool, scope), await unitsOf(deps.pool, scope), form, key);
  page<MachinesPage>(res, 'attendance-files/machines', model, status);
}

const machinesModel = (
  machines: readonly Machine[],
  units: readonly NamedUnit[],
  form: FormState,
  key: string,
): MachinesPage => ({
  title: formTitle('Mesin presensi', form),
  heading: 'Mesin presensi',
  lead: 'Kode mesin dikenali dari nama berkasnya, misalnya 1_attlog.dat dari mesin 1.',
  back: { href: IMPORT_PATH, label: 'Impor presensi' },
  links: [{ href: PINS_PATH, label: 'PIN pegawai' }],
  tables:
    machines.length === 0
      ? []
      : [
          {
            caption: 'Mesin terdaftar',
            columns: [{ label: 'Kode' }, { label: 'Letak' }, { label: 'Unit' }, { label: 'Zona' }, { label: 'PIN' }],
            rows: machines.map(({ code, name, unitCode, zone, realm }) => ({
              cells: [code, name, unitCode ?? 'Semua', ZONES[zone].label, { text: realm, href: realmPath(realm) }],
            })),
          },
        ],
  form,
  action: MACHINES_PATH,
  hidden: { kunci_kirim: key },
  units: units.map(({ code, name }) => ({ value: code, label: name })),
  zones: Object.entries(ZONES).map(([value, { label }]) => ({ value, label })),
  sharing: [
    { value: 'unit', label: 'Sama dengan mesin lain di unit' },
    { value: 'sendiri', label: 'Milik mesin ini sendiri' },
  ],
});

/** POST /kepegawaian/presensi/mesin */
export const postMachine =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: machineForm,
      act: async input => {
        await addMachine(deps, importerOf(visit), input);
        flash(res, { kind: 'berhasil', text: `Mesin ${input.kode.toUpperCase()} terdaftar.` });
        res.redirect(303, MACHINES_PATH);
      },
      again: (form, status) => renderMachines(deps, res, visit.actor, form, keyOf(visit.body), status),
    });

/** GET /kepegawaian/presensi/pin?ranah=&pin= */
export const showPins =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const realms = await realmsOf(deps.pool, unitScope(actor));
    const asked = req.query['ranah'] ?? realms[0];
    if (typeof asked !== 'string' || !realms.includes(asked)) throw new NotFound('realm');
    const pin = typeof req.query['pin'] === 'string' ? req.query['pin'].slice(0, 24) : '';
    await renderPins(deps, res, actor, asked, realms, blankForm({ pin }), newFormKey(), 200);
  };

async function renderPins(
  deps: Deps,
  res: Response,
  actor: Actor,
  realm: string,
  realms: readonly string[],
  form: FormState,
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const given = await givenPins(deps.pool, realm);
  const subjectIds = [...new Set(given.map(each => each.employeeId))];
  const look = { viewerId: actor.employeeId, subjectIds, what: 'presensi' as const };
  if (subjectIds.length > 0) await recordDailyView(deps.pool, look, lookNow(deps));
  const unknown = await unknownPins(deps.pool, realm, deps.regency.zone);
  page<AttendanceDevicesPage>(
    res,
    'attendance-files/pins',
    pinsModel({ realm, realms, given, unknown, form, key }),
    status,
  );
}

interface PinsContent {
  readonly realm: string;
  readonly realms: readonly string[];
  readonly given: readonly GivenPin[];
  readonly unknown: readonly UnknownPin[];
  readonly form: FormState;
  readonly key: string;
}

const pinsModel = ({ realm, realms, given, unknown, form, key }: PinsContent): AttendanceDevicesPage => ({
  title: formTitle(`PIN ${realm}`, form),
  heading: `PIN ${realm}`,
  lead: 'PIN menunjuk pegawai sejak tanggal tertentu. Bila berpindah orang, yang lama berakhir sehari sebelumnya.',
  back: { href: IMPORT_PATH, label: 'Impor presensi' },
  links: realms.filter(each => each !== realm).map(each => ({ href: realmPath(each), label: `PIN ${each}` })),
  tables: [unknownTable(realm, unknown), givenTable(given)].filter(table => table !== null),
  form,
  action: PINS_PATH,
  hidden: { kunci_kirim: key, ranah: realm },
});

const unknownTable = (realm: string, unknown: readonly UnknownPin[]): TableProps | null =>
  unknown.length === 0
    ? null
    : {
        caption: 'PIN yang belum dihubungkan dengan pegawai',
        columns: [{ label: 'PIN' }, { label: 'Rekaman', numeric: true }, { label: 'Dari' }, { label: 'Sampai' }],
        rows: unknown.map(({ pin, punches, first, last }) => ({
          cells: [
            { text: pin, href: `${realmPath(realm, pin)}#hubungkan` },
            number(punches),
            dateMedium(first),
            dateMedium(last),
          ],
        })),
      };

const givenTable = (given: readonly GivenPin[]): TableProps | null =>
  given.length === 0
    ? null
    : {
        caption: 'PIN pegawai',
        columns: [{ label: 'PIN' }, { label: 'Pegawai' }, { label: 'NIP' }, { label: 'Sejak' }, { label: 'Sampai' }],
        rows: given.map(each => ({
          cells: [
            each.pin,
            each.name,
            each.nip === null ? '' : nip(each.nip),
            dateMedium(each.from),
            each.last === null ? 'Sekarang' : dateMedium(each.last),
          ],
        })),
      };

/** POST /kepegawaian/presensi/pin */
export const postPin =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const by = importerOf(visit);
    const realms = await realmsOf(deps.pool, by.scope);
    const asked = textOf(visit.body, 'ranah');
    const realm = realms.includes(asked) ? asked : realms[0];
    if (realm === undefined) throw new NotFound('realm');
    await carryOut({
      body: visit.body,
      schema: pinForm,
      act: async input => {
        await givePin(deps, by, input);
        flash(res, { kind: 'berhasil', text: `PIN ${input.pin} dihubungkan. Hasil harian dihitung lagi.` });
        res.redirect(303, realmPath(realm));
      },
      again: (form, status) => {
        const errors = form.errors.map(error => (error.field === 'ranah' ? { ...error, field: '' } : error));
        return renderPins(deps, res, visit.actor, realm, realms, { ...form, errors }, keyOf(visit.body), status);
      },
    });
  };
