import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CommandContext } from '../../src/cli/command.ts';
import { policyCommand } from '../../src/cli/policy.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'takar-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/policy/format.md'), 'utf8');

/** An example of the format's page as a file. */
function exampleFile(kind: string, id: string, name: string): string {
  const blocks = [...page.matchAll(/```yaml (\S+)\n([\s\S]*?)```/g)];
  const found = blocks.find(
    ([, of, text]) => of === kind && new RegExp(`^(id|regulation): ${id}$`, 'm').test(text ?? ''),
  );
  const file = path.join(folder, name);
  writeFileSync(file, found?.[2] ?? '');
  return file;
}

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: readonly string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const ctx = { json: true, out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await policyCommand.run(args, ctx as unknown as CommandContext);
  return { code, out: out.join('\n'), err };
}

describe('takar policy, without a database', () => {
  const policy = exampleFile('takar', 'contoh-berjenjang', '2026-01.yaml');
  const cases = exampleFile('cases', 'contoh-berjenjang', '2026-01.cases.yaml');

  it('checks a file with cases of several people', async () => {
    const { code, out } = await run('check', policy);
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ ok: true, cases: 7, errors: [] })]);
  });

  it('computes everybody of a case, by their names', async () => {
    const { code, out } = await run('compute', '--policy', policy, '--case', cases, '--id', 'J-1');
    const found = JSON.parse(out) as { regulation: string; period: string; people: Record<string, { gross: string }> };
    expect([code, found.regulation, found.period]).toEqual([0, 'contoh-berjenjang', '2026-10']);
    expect(Object.entries(found.people).map(([name, { gross }]) => `${name} ${gross}`)).toEqual([
      'kadis 4840515',
      'kasi 1694706',
      'plt_kasi 1880000',
      'staf_a 1900000',
      'staf_b 1600000',
    ]);
  });

  it('says for each of them what is lacking', async () => {
    const { code, err } = await run('compute', '--policy', policy, '--case', cases, '--id', 'J-2');
    expect(code).toBe(1);
    expect(err).toEqual([
      'kasi: Orang yang dipimpin langsung: menunggu data orang yang dipimpin: staf: Poin belum ada',
      'staf: Poin: belum ada',
    ]);
  });

  it('names file, line and person of a case that does not hold', async () => {
    const wrong = readFileSync(cases, 'utf8').replace('gross: 1880000', 'gross: 1880001');
    writeFileSync(cases, wrong);
    const line = wrong.slice(0, wrong.indexOf('gross: 1880001')).split('\n').length;
    const { code, err } = await run('check', policy);
    expect(code).toBe(1);
    expect(err).toEqual([
      `2026-01.cases.yaml:${line}: contoh J-1/plt_kasi: gross: seharusnya 1880001, hasilnya 1880000`,
    ]);
  });

  it('says of many cases that do not hold the first ten, and of each what differs first', async () => {
    const file = exampleFile('takar', 'contoh-gerbang', 'banyak.yaml');
    const one = (id: string, gross: number) => ({
      id,
      facts: { alpa: 0, tpp: 1000000 },
      expect: { gross, status: 'X' },
    });
    const wrong = {
      regulation: 'contoh-gerbang',
      cases: Array.from({ length: 13 }, (_, at) => one(`A${String(at)}`, 5)),
    };
    writeFileSync(path.join(folder, 'banyak.cases.json'), JSON.stringify(wrong, null, 1));
    const { code, err } = await run('check', file);
    expect([code, err.length]).toEqual([1, 21]);
    expect(err.slice(0, 2).map(line => line.replace(/^.*?: /, ''))).toEqual([
      'contoh A0: status: seharusnya X, hasilnya DIBAYAR',
      'contoh A0: gross: seharusnya 5, hasilnya 1000000',
    ]);
    expect(err.at(-1)).toMatch(/^banyak\.cases\.json:\d+: dan 3 contoh lagi, mulai dari contoh A10$/);
  });

  it('prints one person as before', async () => {
    const file = exampleFile('takar', 'contoh-kecil', 'kecil.yaml');
    const { out } = await run(
      'compute',
      '--policy',
      file,
      '--case',
      exampleFile('cases', 'contoh-kecil', 'k.yaml'),
      '--id',
      'K-1',
    );
    expect(JSON.parse(out)).toMatchObject({ regulation: 'contoh-kecil', net: '1993983', missing: [] });
  });

  it('says for people what came of each step in order, and then the amounts', async () => {
    const file = exampleFile('takar', 'contoh-kecil', 'kecil.yaml');
    const facts = exampleFile('cases', 'contoh-kecil', 'k.yaml');
    expect((await spoken('compute', '--policy', file, '--case', facts, '--id', 'K-1')).split('\n')).toEqual([
      'TPP contoh kecil (contoh-kecil), Oktober 2026: DIBAYAR',
      'Langkah:',
      '  besaran: Besaran TPP: Rp2.250.000 (Pasal 2)',
      '  capaian: Capaian produktivitas: 90,4761… % (Pasal 4)',
      '  pengurangan_kode: Pengurangan menurut kejadian: TL1 1 %; APEL 1,5 % (Pasal 5)',
      '  disiplin: Nilai disiplin: 97,5 % (Pasal 5)',
      '  bruto: TPP bruto: Rp2.098.929 (Pasal 6)',
      '  pph: PPh 21: Rp104.946 (Pasal 7)',
      '  bersih: Diterima: Rp1.993.983 (Pasal 8)',
      'Komponen:',
      '  tpp (TPP bruto): Rp2.098.929',
      '  pph21 (PPh 21): Rp104.946',
      'Jumlah:',
      '  Bruto: Rp2.098.929',
      '  Potongan: Rp104.946',
      '  Bersih: Rp1.993.983',
      'Keluaran:',
      '  capaian: 90.47619047619',
      '  disiplin: 97.5',
      '  bersih: 1993983',
    ]);
    expect(await spoken('compute', '--policy', file, '--case', facts, '--id', 'K-2')).toContain(
      'TIDAK_LENGKAP\nTidak ada jumlah:\n  Golongan: belum ada',
    );
  });

  it('names the options there are, in Indonesian', async () => {
    await expect(run('compute', '--polisi', 'x')).rejects.toThrow(
      'Pilihan --polisi tidak dikenal. Yang ada: --policy, --case, --id, --json.',
    );
    await expect(run('compute', '--policy')).rejects.toThrow('Pilihan --policy belum diberi nilai');
  });

  it('reads cases written as JSON, and says when there are none and until when the rules hold', async () => {
    const alone = exampleFile('takar', 'contoh-gerbang', '2026-02.yaml');
    expect(await spoken('check', alone)).toMatch(/berlaku 2026-01-01 sampai 2026-12-31: lengkap\. Belum ada contoh/);
    const facts = { alpa: 0, tpp: 1000000 };
    const one = { regulation: 'contoh-gerbang', cases: [{ id: 'A', facts, expect: { gross: 1000000 } }] };
    writeFileSync(path.join(folder, '2026-02.cases.json'), JSON.stringify(one));
    expect(await spoken('check', alone)).toContain('1 contoh cocok');
  });

  it('says that a file is not there', async () => {
    await expect(run('check', path.join(folder, 'lain.yaml'))).rejects.toThrow(/lain\.yaml tidak ada\.$/);
    await expect(run('check', folder)).rejects.toThrow('adalah folder');
  });
});

/** What is printed for people. */
async function spoken(...args: readonly string[]): Promise<string> {
  const out: string[] = [];
  const ctx = { json: false, out: (text: string) => out.push(text), err: (text: string) => out.push(text) };
  await policyCommand.run(args, ctx as unknown as CommandContext);
  return out.join('\n');
}
