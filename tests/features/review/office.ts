import { randomUUID } from 'node:crypto';
import type { EntryStatus } from '../../../src/domain/activity/lifecycle.ts';
import type { Sql } from '../../../src/platform/database/sql.ts';
import { newId } from '../../../src/platform/identity.ts';

/** A position of an invented office: its superior, and whether its chain has one step. */
export interface Chair {
  readonly id: string;
  readonly superior: string | null;
  readonly oneStep?: boolean;
}

export type Holding = 'DEFINITIF' | 'PLT' | 'PLH' | 'DELEGASI';

/** Who holds a chair, from when until when (both days included; null: until further notice). */
export interface Assignment {
  readonly person: string;
  readonly chair: string;
  readonly kind: Holding;
  readonly from: string;
  readonly until: string | null;
}

export const FROM = '2026-01-01';

/** Writes invented offices into an empty migrated database, one row group at a time. */
export class Office {
  private constructor(
    private readonly sql: Sql,
    readonly payrollUnit: string,
    private readonly orgUnit: string,
    readonly item: string,
  ) {}

  static async open(sql: Sql, code = 'UNIT-A'): Promise<Office> {
    const [payrollUnit, orgUnit, item] = [randomUUID(), randomUUID(), randomUUID()];
    await sql.query("SELECT takar_ensure_month('2026-10-01'), takar_ensure_month('2026-11-01')");
    await sql.query('INSERT INTO payroll_unit (id, code, name) VALUES ($1, $2, $2)', [payrollUnit, code]);
    await sql.query('INSERT INTO org_unit (id, code) VALUES ($1, $2)', [orgUnit, code]);
    await sql.query(
      `INSERT INTO org_unit_version (unit_id, from_date, name, kind, payroll_unit_id) VALUES ($1, $2, $3, 'DINAS', $4)`,
      [orgUnit, FROM, code, payrollUnit],
    );
    await sql.query(
      `INSERT INTO catalogue_item (id, code, name, unit_name, grouping, families)
       VALUES ($1, $2, 'Menyusun surat dinas', 'dokumen', 'Umum', '{umum}')`,
      [item, `K-${code}`],
    );
    await sql.query(
      `INSERT INTO catalogue_norm (item_id, from_date, points_per_unit, minutes_per_unit, max_per_day) VALUES ($1, $2, 30, 30, 20)`,
      [item, FROM],
    );
    return new Office(sql, payrollUnit, orgUnit, item);
  }

  async person(name: string, id: string = randomUUID()): Promise<string> {
    await this.sql.query('INSERT INTO employee (id, name) VALUES ($1, $2)', [id, name]);
    return id;
  }

  async chair(
    superior: string | null,
    options: { title?: string; oneStep?: boolean; id?: string } = {},
  ): Promise<string> {
    const id = options.id ?? randomUUID();
    await this.sql.query('INSERT INTO position (id, code) VALUES ($1, $2)', [id, id]);
    await this.move(id, superior, FROM, options);
    return id;
  }

  /** A further version of a chair: another superior, or another chain, from a day on. */
  async move(
    id: string,
    superior: string | null,
    from: string,
    { title = 'Jabatan', oneStep = false }: { title?: string; oneStep?: boolean } = {},
  ): Promise<void> {
    await this.sql.query(
      `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family, one_step)
       VALUES ($1, $2, $3, $4, $5, 'PELAKSANA', 7, 'umum', $6)`,
      [id, from, title, this.orgUnit, superior, oneStep],
    );
  }

  async seat(
    person: string,
    chair: string,
    kind: Holding = 'DEFINITIF',
    from = FROM,
    until: string | null = null,
  ): Promise<void> {
    await this.sql.query(
      'INSERT INTO assignment (employee_id, position_id, kind, from_date, last_date) VALUES ($1, $2, $3, $4, $5)',
      [person, chair, kind, from, until],
    );
  }

  /** Ends what a person holds of a chair. */
  async leave(person: string, chair: string, last: string): Promise<void> {
    await this.sql.query(
      'UPDATE assignment SET last_date = $3 WHERE employee_id = $1 AND position_id = $2 AND last_date IS NULL',
      [person, chair, last],
    );
  }

  async close(month: string): Promise<void> {
    await this.sql.query(
      `INSERT INTO payroll_period (month, kind, payroll_unit_id, open) VALUES ($1, 'TPP', $2, false)
       ON CONFLICT (month, kind, payroll_unit_id) DO UPDATE SET open = false`,
      [month, this.payrollUnit],
    );
  }

  /** An entry as it would stand after its steps; the first event is written with it, so that its history begins. */
  async entry(owner: string, chair: string, at: Date, row: EntrySample = {}): Promise<string> {
    const id = newId(at);
    const status = row.status ?? 'dikirim';
    await this.sql.query(
      `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume,
         start_minute, end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, sent_at,
         created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 30, $11, $12, 1, $13, $14, $16, $15, $15)`,
      [
        id,
        row.workDate ?? '2026-11-18',
        owner,
        chair,
        this.payrollUnit,
        this.item,
        row.description ?? 'Dua undangan rapat koordinasi',
        row.volume ?? '2',
        row.start ?? 480,
        row.end ?? 540,
        row.points ?? 60,
        status,
        row.verifiedBy ?? null,
        row.verifiedChair ?? null,
        at,
        row.sentAt ?? at,
      ],
    );
    await this.sql.query(
      `INSERT INTO activity_event (entry_month, activity_id, seq, action, to_status, actor_id, part, at)
       VALUES (date_trunc('month', uuid_extract_timestamp($1::uuid) AT TIME ZONE 'UTC')::date, $1, 1, 'kirim', 'dikirim', $2, 'pemilik', $3)`,
      [id, owner, at],
    );
    return id;
  }
}

export interface EntrySample {
  readonly workDate?: string;
  readonly status?: EntryStatus;
  readonly description?: string;
  readonly volume?: string;
  readonly start?: number;
  readonly end?: number;
  readonly points?: number;
  readonly verifiedBy?: string;
  readonly verifiedChair?: string;
  readonly sentAt?: Date;
}
