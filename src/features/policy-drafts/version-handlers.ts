import type { Request, Response } from 'express';
import { addDays } from '../../domain/local-date.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import type { Handler } from '../../platform/web/route.ts';
import { regulationById, regulationOn } from '../policies/queries.ts';
import { unpackBundle } from '../policies/stored-text.ts';
import { mayRead } from './access.ts';
import { assess } from './assessment.ts';
import { compareRules } from './comparison.ts';
import { policyOf } from './draft-bundle.ts';
import { draftAsked } from './draft-handlers.ts';
import { paths } from './paths.ts';
import { versionById, versionTexts, type Version } from './queries.ts';
import { ruleView } from './rule-view.ts';
import { versionModel, type RulesPage } from './version-page.ts';

async function versionAsked(deps: Deps, req: Request): Promise<Version> {
  const id = String(req.params['id']);
  const version = isUuid(id) ? await versionById(deps.pool, id) : undefined;
  if (!version) throw new NotFound('version');
  return version;
}

/** GET /kepegawaian/aturan/versi/:id: a version in plain words; one that never held is the office's only. */
export const showVersion =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const version = await versionAsked(deps, req);
    const office = mayRead(actor);
    if (version.replacedAt !== null && !office) throw new NotFound('version');
    const adopted = await regulationById(deps.pool, version.id);
    if (!adopted) throw new NotFound('version');
    const today = dayIn(deps.regency.zone, deps.clock.now());
    const earlier = await regulationOn(deps.pool, addDays(version.validFrom, -1));
    const content = {
      version,
      rules: ruleView(adopted.regulation),
      before: earlier && {
        name: earlier.regulation.name,
        from: earlier.validFrom,
        parts: compareRules(earlier.regulation, adopted.regulation),
      },
      today,
      holds: (await regulationOn(deps.pool, today))?.id === version.id,
      office,
      zone: deps.regency.zone,
    };
    page<RulesPage>(res, 'policy-drafts/rules', versionModel(content));
  };

/** GET /kepegawaian/aturan/draf/:id/baca: a draft in plain words. */
export const showDraftRules =
  (deps: Deps): Handler =>
  async (req, res) => {
    const draft = await draftAsked(deps, req);
    const { regulation } = assess(policyOf(draft));
    if (!regulation) throw new NotFound('rules');
    const model: RulesPage = {
      title: regulation.name,
      heading: regulation.name,
      back: { href: paths.draft(draft.id), label: 'Draf' },
      state: { text: 'Draf', tone: 'abu' },
      rules: ruleView(regulation),
      record: [],
      links: [],
      changes: null,
    };
    page<RulesPage>(res, 'policy-drafts/rules', model);
  };

function send(res: Response, name: string, text: string): void {
  res.attachment(name).type('application/yaml; charset=utf-8').send(text);
}

/** GET /kepegawaian/aturan/versi/:id/naskah.yaml and …/contoh.yaml: the texts as they were approved. */
export const sendVersion =
  (deps: Deps, which: 'text' | 'cases'): Handler =>
  async (req, res) => {
    const version = await versionAsked(deps, req);
    const stored = await versionTexts(deps.pool, version.id);
    const cases = stored?.cases ?? '';
    if (!stored || (which === 'cases' && cases === '')) throw new NotFound('file');
    const name = `${version.code}-${version.validFrom}`;
    if (which === 'cases') send(res, `${name}.cases.yaml`, cases);
    else send(res, `${name}.yaml`, unpackBundle(stored.source, stored.code).regulation.text);
  };

/** GET /kepegawaian/aturan/draf/:id/naskah.yaml and …/contoh.yaml */
export const sendDraft =
  (deps: Deps, which: 'text' | 'cases'): Handler =>
  async (req, res) => {
    const draft = await draftAsked(deps, req);
    if (draft[which] === '') throw new NotFound('file');
    const name = `draf-${draft.id.slice(-8)}`;
    send(res, `${name}${which === 'cases' ? '.cases' : ''}.yaml`, draft[which]);
  };
