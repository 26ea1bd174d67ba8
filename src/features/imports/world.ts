import type { LocalDate } from '../../domain/local-date.ts';
import { normalised } from './header.ts';

/** A unit as it stands, or as this import makes it. */
export interface UnitFact {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parentId: string | null;
  readonly payrollUnitId: string;
  readonly workPattern: number;
  readonly zone: string | null;
  readonly fromDate: LocalDate;
}

export interface PayrollUnitFact {
  readonly id: string;
  readonly code: string;
}

/** A chair as it stands. */
export interface ChairFact {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly unitId: string;
  readonly superiorId: string | null;
  readonly kind: string;
  readonly echelon: string | null;
  readonly jobClass: number;
  readonly family: string;
  readonly duties: string | null;
  readonly oneStep: boolean;
  readonly validatorId: string | null;
  readonly fromDate: LocalDate;
}

/** A person with the status in force last. */
export interface PersonFact {
  readonly id: string;
  readonly nip: string | null;
  readonly nik: string | null;
  readonly name: string;
  readonly frontTitle: string | null;
  readonly backTitle: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly npwp: string | null;
  readonly bankName: string | null;
  readonly bankAccount: string | null;
  readonly version: number;
  readonly status: string | null;
  readonly rankGrade: string | null;
  readonly statusFrom: LocalDate | null;
}

/** Who sits where. */
export interface SeatFact {
  readonly employeeId: string;
  readonly positionId: string;
  readonly kind: string;
  readonly fromDate: LocalDate;
  readonly lastDate: LocalDate | null;
}

/** Where a person works who works elsewhere. */
export interface WorkplaceFact {
  readonly unitId: string | null;
  readonly fromDate: LocalDate;
}

export interface ItemFact {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unitName: string;
  readonly grouping: string;
  readonly families: readonly string[];
  readonly verbLevel: number;
  readonly version: number;
  readonly points: number;
  readonly minutes: number;
  readonly maxPerDay: string;
  readonly normFrom: LocalDate;
  /** Whether the latest norm offers it. */
  readonly active: boolean;
  /** The name of the item it became part of. */
  readonly mergedInto: string | null;
  /** Whether entries count in its unit. */
  readonly used: boolean;
}

/** How an opening balance is told from another of the same person; the value '*' stands for any. */
export const balanceKey = (employeeId: string, year: number, kind: string, value: string, from: string): string =>
  [employeeId, String(year), kind, value, from].join('|');

/** Everything that the rows of a file are compared with. */
export interface Facts {
  readonly payrollUnits: readonly PayrollUnitFact[];
  readonly units: readonly UnitFact[];
  readonly chairs: readonly ChairFact[];
  readonly people: readonly PersonFact[];
  readonly seats: readonly SeatFact[];
  readonly items: readonly ItemFact[];
  readonly balances: ReadonlySet<string>;
  readonly workplaces: ReadonlyMap<string, WorkplaceFact>;
  /** By payroll unit; units without a closed month are missing. */
  readonly closedMonths: ReadonlyMap<string, ClosedMonths>;
}

/** First days of a payroll unit's last closed month, and of the last one whose run is not approved. */
export interface ClosedMonths {
  readonly closed: LocalDate;
  readonly unsettled: LocalDate | null;
}

const STRUCTURAL = ['PEJABAT_NEGARA', 'JPT', 'ADMINISTRATOR', 'PENGAWAS'];
const HEAD_TITLE =
  /^(?:kepala|plt\.? kepala|direktur|camat|lurah|inspektur\b|sekretaris daerah|sekretaris dprd|bupati|wali ?kota)/i;

/** Titles are the same in any case and spacing. */
export const sameTitle = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();

/** The facts with look-ups, growing by what the file adds, so that later rows may refer to earlier ones. */
export class World {
  readonly unitsByCode = new Map<string, UnitFact>();
  readonly unitsById = new Map<string, UnitFact>();
  readonly payrollByCode = new Map<string, PayrollUnitFact>();
  readonly chairsByCode = new Map<string, ChairFact>();
  readonly chairsById = new Map<string, ChairFact>();
  readonly peopleByNip = new Map<string, PersonFact>();
  readonly itemsByCode = new Map<string, ItemFact>();
  private readonly itemsByName = new Map<string, ItemFact>();
  readonly balances: Set<string>;
  readonly workplaces: Map<string, WorkplaceFact>;
  private readonly closedMonths: ReadonlyMap<string, ClosedMonths>;
  private readonly unitsByName = new Map<string, UnitFact | null>();
  private readonly chairsOf = new Map<string, Map<string, ChairFact>>();
  private readonly chairsTitled = new Map<string, Map<string, ChairFact>>();
  /** Those of `chairsTitled` that nobody holds without an end: a file of thousands of one title looks at these alone. */
  private readonly leavable = new Map<string, Map<string, ChairFact>>();
  private readonly seatsOfChair = new Map<string, SeatFact[]>();
  private readonly seatsOfPerson = new Map<string, SeatFact[]>();
  private readonly heads = new Map<string, ChairFact | null>();

  constructor(facts: Facts) {
    for (const each of facts.payrollUnits) this.payrollByCode.set(each.code, each);
    for (const each of facts.units) this.addUnit(each);
    for (const each of facts.chairs) this.addChair(each);
    for (const each of facts.people) this.addPerson(each);
    for (const each of facts.seats) this.addSeat(each);
    for (const each of facts.items) this.addItem(each);
    this.closedMonths = facts.closedMonths;
    this.balances = new Set(facts.balances);
    this.workplaces = new Map(facts.workplaces);
  }

  addUnit(unit: UnitFact): void {
    this.unitsByCode.set(unit.code.toUpperCase(), unit);
    this.unitsById.set(unit.id, unit);
    const name = normalised(unit.name);
    const known = this.unitsByName.get(name);
    this.unitsByName.set(name, known === undefined || known?.id === unit.id ? unit : null); // two of a name name none
  }

  /** A unit by its code, or by its name where only one is called so. */
  unitCalled(text: string): UnitFact | undefined {
    return this.unitsByCode.get(text.toUpperCase()) ?? this.unitsByName.get(normalised(text)) ?? undefined;
  }

  addChair(chair: ChairFact): void {
    const before = this.chairsById.get(chair.id);
    if (before) {
      this.chairsOf.get(before.unitId)?.delete(chair.id);
      this.chairsTitled.get(titleKey(before.unitId, before.title))?.delete(chair.id);
      this.leavable.get(titleKey(before.unitId, before.title))?.delete(chair.id);
      this.heads.delete(before.unitId);
    }
    this.chairsByCode.set(chair.code.toUpperCase(), chair);
    this.chairsById.set(chair.id, chair);
    inner(this.chairsOf, chair.unitId).set(chair.id, chair);
    inner(this.chairsTitled, titleKey(chair.unitId, chair.title)).set(chair.id, chair);
    if (!this.holdersOf(chair.id).some(isForGood))
      inner(this.leavable, titleKey(chair.unitId, chair.title)).set(chair.id, chair);
    this.heads.delete(chair.unitId);
  }

  /** How many chairs a unit has. */
  chairCount(unitId: string): number {
    return this.chairsOf.get(unitId)?.size ?? 0;
  }

  chairsIn(unitId: string): readonly ChairFact[] {
    return [...(this.chairsOf.get(unitId)?.values() ?? [])];
  }

  /** A chair of that title in the unit, to make another like it. */
  chairLike(unitId: string, title: string): ChairFact | undefined {
    return this.chairsTitled.get(titleKey(unitId, title))?.values().next().value;
  }

  /** A chair of that title in the unit, and of that class if one is named, in which nobody sits from a day on. */
  vacantChair(unitId: string, title: string, jobClass: number | null, from: LocalDate): ChairFact | undefined {
    for (const chair of this.leavable.get(titleKey(unitId, title))?.values() ?? [])
      if (!this.holderFrom(chair.id, from) && (jobClass === null || chair.jobClass === jobClass)) return chair;
    return undefined;
  }

  /**
   * The head of a unit: of the chairs whose superior sits elsewhere, a structural one or one called head; else the chair
   * that others of the unit report to.
   */
  headOf(unitId: string): ChairFact | undefined {
    const known = this.heads.get(unitId);
    if (known !== undefined) return known ?? undefined;
    const chairs = this.chairsIn(unitId);
    const outside = chairs.filter(
      ({ superiorId }) => superiorId === null || this.chairsById.get(superiorId)?.unitId !== unitId,
    );
    const heads = outside.filter(({ kind, title }) => STRUCTURAL.includes(kind) || HEAD_TITLE.test(title));
    const superiors = new Set(chairs.map(({ superiorId }) => superiorId));
    const leading = heads.length > 0 ? heads : outside.filter(({ id }) => superiors.has(id));
    const head = [...leading].sort((a, b) => rankOf(a) - rankOf(b) || b.jobClass - a.jobClass)[0];
    this.heads.set(unitId, head ?? null);
    return head;
  }

  /** The head of the unit, or of the nearest unit above that has one. */
  superiorFor(unitId: string): ChairFact | undefined {
    let unit = this.unitsById.get(unitId);
    for (let depth = 0; unit && depth < 30; depth += 1) {
      const head = this.headOf(unit.id);
      if (head) return head;
      unit = unit.parentId === null ? undefined : this.unitsById.get(unit.parentId);
    }
    return undefined;
  }

  /**
   * The closed month whose roster a change from this day on would have altered (rulings.md 17): a roster is who sits in
   * the unit on the first of the month.
   */
  closedMonthFrom(unitId: string, from: LocalDate): LocalDate | undefined {
    const closed = this.closedOf(unitId)?.closed;
    return closed !== undefined && closed >= from ? closed : undefined;
  }

  /** The same of months that are not approved yet: those that are take the change as an adjustment of the next run. */
  unsettledMonthFrom(unitId: string, from: LocalDate): LocalDate | undefined {
    const unsettled = this.closedOf(unitId)?.unsettled ?? null;
    return unsettled !== null && unsettled >= from ? unsettled : undefined;
  }

  private closedOf(unitId: string): ClosedMonths | undefined {
    return this.closedMonths.get(this.unitsById.get(unitId)?.payrollUnitId ?? '');
  }

  addItem(item: ItemFact): void {
    const before = this.itemsByCode.get(item.code.toUpperCase());
    if (before) this.itemsByName.delete(itemName(before));
    this.itemsByCode.set(item.code.toUpperCase(), item);
    if (item.mergedInto === null) this.itemsByName.set(itemName(item), item);
  }

  /** The item of that name that counts in that unit. */
  itemCalled(item: Pick<ItemFact, 'name' | 'unitName'>): ItemFact | undefined {
    return this.itemsByName.get(itemName(item));
  }

  addPerson(person: PersonFact): void {
    const number = person.nip ?? person.nik;
    if (number !== null) this.peopleByNip.set(number, person);
  }

  addSeat(seat: SeatFact): void {
    push(this.seatsOfChair, seat.positionId, seat);
    push(this.seatsOfPerson, seat.employeeId, seat);
    const chair = isForGood(seat) ? this.chairsById.get(seat.positionId) : undefined;
    if (chair) this.leavable.get(titleKey(chair.unitId, chair.title))?.delete(chair.id);
  }

  /** The definitive seat of a person on a day or later. */
  seatFrom(employeeId: string, day: LocalDate): SeatFact | undefined {
    return (this.seatsOfPerson.get(employeeId) ?? []).find(seat => seat.kind === 'DEFINITIF' && isOpenFrom(seat, day));
  }

  seatsOf(employeeId: string): readonly SeatFact[] {
    return this.seatsOfPerson.get(employeeId) ?? [];
  }

  holdersOf(positionId: string): readonly SeatFact[] {
    return this.seatsOfChair.get(positionId) ?? [];
  }

  /** Who sits in a chair definitively on a day or later. */
  holderFrom(positionId: string, day: LocalDate): SeatFact | undefined {
    return (this.seatsOfChair.get(positionId) ?? []).find(seat => seat.kind === 'DEFINITIF' && isOpenFrom(seat, day));
  }
}

const isForGood = ({ kind, lastDate }: SeatFact): boolean => kind === 'DEFINITIF' && lastDate === null;
const isOpenFrom = ({ lastDate }: SeatFact, day: LocalDate): boolean => lastDate === null || lastDate >= day;
const rankOf = ({ kind }: ChairFact): number => {
  const rank = STRUCTURAL.indexOf(kind);
  return rank < 0 ? STRUCTURAL.length : rank;
};

const itemName = ({ name, unitName }: Pick<ItemFact, 'name' | 'unitName'>): string =>
  `${name}|${unitName}`.toLowerCase();

const titleKey = (unitId: string, title: string): string => `${unitId}|${sameTitle(title)}`;

function inner<Value>(map: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const known = map.get(key);
  if (known) return known;
  const made = new Map<string, Value>();
  map.set(key, made);
  return made;
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
