import { firstDay, month, type Month } from '../domain/month.ts';
import type { LocalDate } from '../domain/local-date.ts';
import type { CastKey, DemoSize } from './cast.ts';
import { personFor, type InventedPerson, type Taken } from './people.ts';
import { idAt, randomFrom, type Random } from './random.ts';
import type { ChairSpec, UnitSpec } from './unit-spec.ts';
import { LARGE_REGENCY } from './units-large.ts';
import { FULL_REGENCY } from './units-regency.ts';
import { SMALL_REGENCY } from './units-small.ts';

export interface PlannedPayrollUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface PlannedUnit {
  readonly id: string;
  readonly spec: UnitSpec;
  readonly parentId: string | null;
  readonly payrollUnit: PlannedPayrollUnit;
}

export interface PlannedChair {
  readonly id: string;
  readonly code: string;
  readonly spec: ChairSpec;
  readonly unit: PlannedUnit;
  readonly superior: PlannedChair | null;
  /** Who sits here; undefined while the chair is vacant. */
  readonly holder: PlannedPerson | undefined;
}

export interface PlannedPerson extends InventedPerson {
  readonly id: string;
  readonly accountId: string;
  /** The assignment to the chair. */
  readonly seatId: string;
  /** The right that goes with the chair, where there is one. */
  readonly grantId: string;
  /** The cast's own key, else `pegawai0001` and so on. */
  readonly key: string;
  readonly cast: CastKey | undefined;
  readonly ordinal: number;
}

/** The invented regency: who sits where and who pays whom. */
export interface Regency {
  /** Since when units and chairs are as they are. */
  readonly since: LocalDate;
  readonly payrollUnits: readonly PlannedPayrollUnit[];
  readonly units: readonly PlannedUnit[];
  readonly chairs: readonly PlannedChair[];
}

/** The Bupati's chair stands above all; Sekretariat Daerah looks after its housekeeping. */
const TOP: ChairSpec = {
  title: 'Bupati Takar',
  kind: 'PEJABAT_NEGARA',
  jobClass: 0,
  family: 'pimpinan',
  cast: 'bupati',
};
const GOVERNMENT = {
  code: 'TAKAR',
  name: 'Pemerintah Kabupaten Takar',
  kind: 'PEMDA',
  head: TOP,
  staff: [],
  units: [],
};

const SPECS: Readonly<Record<DemoSize, readonly UnitSpec[]>> = {
  kecil: SMALL_REGENCY,
  kabupaten: FULL_REGENCY,
  besar: LARGE_REGENCY,
};

/** Units with a treasurer of their own, whatever they stand below. */
const payersIn = (specs: readonly UnitSpec[]): UnitSpec[] =>
  specs.flatMap(spec => [...(spec.pays ? [spec] : []), ...payersIn(spec.units)]);

/**
 * Plans the whole regency of a size in memory; the same size and first month always give the same people.
 * @param story the first month that the demo tells of (M-2)
 */
export function planRegency(size: DemoSize, story: Month): Regency {
  const random = randomFrom(`regency ${size} ${story}`);
  const since = firstDay(month(`${String(Number(story.slice(0, 4)) - 5)}-01`));
  const planner = new Planner(random, story, new Date(`${since}T01:00:00Z`));
  const specs = SPECS[size];
  for (const spec of payersIn(specs)) planner.payrollUnit(spec);
  const setda = planner.payrollUnits.find(unit => unit.code === 'SETDA')!;
  const top = planner.unit(GOVERNMENT, null, null, setda);
  const sekda = planner.tree(
    specs.find(spec => spec.code === 'SETDA')!,
    top,
    setda,
  );
  for (const spec of specs) if (spec.code !== 'SETDA') planner.tree(spec, sekda, setda, top.unit);
  return { since, payrollUnits: planner.payrollUnits, units: planner.units, chairs: planner.chairs };
}

class Planner {
  readonly payrollUnits: PlannedPayrollUnit[] = [];
  readonly units: PlannedUnit[] = [];
  readonly chairs: PlannedChair[] = [];
  private readonly taken: Taken = { names: new Set(), nips: new Set() };
  private others = 0;

  constructor(
    private readonly random: Random,
    private readonly story: Month,
    private readonly at: Date,
  ) {}

  payrollUnit(spec: UnitSpec): void {
    this.payrollUnits.push({ id: this.id(), code: spec.code, name: spec.name });
  }

  /** A unit with everything below it; returns its head's chair. */
  tree(
    spec: UnitSpec,
    superior: PlannedChair,
    payer: PlannedPayrollUnit,
    parent: PlannedUnit = superior.unit,
  ): PlannedChair {
    const own = spec.pays ? this.payrollUnits.find(unit => unit.code === spec.code)! : payer;
    const head = this.unit(spec, parent, superior, own);
    for (const below of spec.units) this.tree(below, head, own);
    return head;
  }

  /** A unit with its own chairs only; returns its head's chair. */
  unit(
    spec: UnitSpec,
    parent: PlannedUnit | null,
    superior: PlannedChair | null,
    payer: PlannedPayrollUnit,
  ): PlannedChair {
    const unit: PlannedUnit = { id: this.id(), spec, parentId: parent?.id ?? null, payrollUnit: payer };
    this.units.push(unit);
    const head = this.chair(spec.head, `${spec.code}-00`, unit, superior);
    spec.staff.forEach((each, index) =>
      this.chair(each, `${spec.code}-${String(index + 1).padStart(2, '0')}`, unit, head),
    );
    return head;
  }

  private chair(spec: ChairSpec, code: string, unit: PlannedUnit, superior: PlannedChair | null): PlannedChair {
    const holder = spec.vacant ? undefined : this.person(spec);
    const chair: PlannedChair = { id: this.id(), code, spec, unit, superior, holder };
    this.chairs.push(chair);
    return chair;
  }

  private person(spec: ChairSpec): PlannedPerson {
    const cast = spec.cast;
    if (cast === undefined) this.others += 1;
    return {
      ...personFor(this.random, spec, this.story, this.taken),
      id: this.id(),
      accountId: this.id(),
      seatId: this.id(),
      grantId: this.id(),
      key: cast ?? `pegawai${String(this.others).padStart(4, '0')}`,
      cast,
      ordinal: this.others,
    };
  }

  private id(): string {
    return idAt(this.random, this.at);
  }
}

/** A chair and who decides there. */
export interface Decider {
  readonly chair: PlannedChair;
  readonly person: PlannedPerson;
}

/** The first chair above that is held by somebody else than the excluded (rulings.md 8 and 9). */
export function deciderAbove(start: PlannedChair, excluded: readonly PlannedPerson[]): Decider | undefined {
  for (let chair = start.superior; chair !== null; chair = chair.superior) {
    if (chair.holder !== undefined && !excluded.includes(chair.holder)) return { chair, person: chair.holder };
  }
  return undefined;
}
