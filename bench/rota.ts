import type { People, Person } from './people.ts';
import { SLOTS_PER_DAY } from './acts.ts';

/** A visit to be made: who comes, and (staff) at which times of the day the two entries are. */
export interface Turnout {
  readonly person: Person;
  readonly superior: boolean;
  readonly slots: readonly [number, number];
}

/** Of a hundred visitors so many are superiors (performance.md, the deadline hour). */
const SUPERIORS_PERCENT = 8;
/** The last of the staff are left to the workload of single writes. */
const KEPT_BACK = 200;

/** Who visits next: everybody once, then everybody again with the next free times. The same order on both sides. */
export class Rota {
  private readonly people: People;
  private visits = 0;
  private staff = 0;
  private superiors = 0;

  constructor(people: People) {
    this.people = people;
  }

  next(): Turnout {
    this.visits += 1;
    const due = Math.floor((this.visits * SUPERIORS_PERCENT) / 100);
    if (due > this.superiors) {
      const person = this.people.superiors[this.superiors % this.people.superiors.length]!;
      this.superiors += 1;
      return { person, superior: true, slots: [0, 0] };
    }
    const regulars = this.people.staff.slice(0, -KEPT_BACK);
    const [person, day] = [regulars[this.staff % regulars.length]!, Math.floor(this.staff / regulars.length)];
    this.staff += 1;
    const slot = day * 2;
    if (slot + 1 >= SLOTS_PER_DAY) throw new Error('everybody’s day is full: choose more people (BENCH_PEOPLE)');
    return { person, superior: false, slots: [slot, slot + 1] };
  }
}
