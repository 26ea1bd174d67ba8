import type { Deps } from '../../platform/deps.ts';
import { get, post, type Route } from '../../platform/web/route.ts';
import { everybody, reading, writing } from './access.ts';
import {
  postDecision,
  postDraft,
  postDraftFile,
  postPropose,
  postRemove,
  postWithdraw,
  showDraft,
} from './draft-handlers.ts';
import { postCopy, postUpload, showVersions } from './list-handlers.ts';
import { paths } from './paths.ts';
import { sendDraft, sendVersion, showDraftRules, showVersion } from './version-handlers.ts';

/** Versions of the regulation: read by everybody, drafted by the personnel office, put into force by two persons. */
export const policyDraftsRoutes = (deps: Deps): Route[] => [
  get(paths.list, reading, showVersions(deps)),
  post(paths.upload, writing, postUpload(deps)),
  post(paths.copy, writing, postCopy(deps)),
  get(paths.version(':id'), everybody, showVersion(deps)),
  get(paths.versionText(':id'), reading, sendVersion(deps, 'text')),
  get(paths.versionCases(':id'), reading, sendVersion(deps, 'cases')),
  get(paths.draft(':id'), reading, showDraft(deps)),
  post(paths.draft(':id'), writing, postDraft(deps)),
  get(paths.read(':id'), reading, showDraftRules(deps)),
  get(paths.draftText(':id'), reading, sendDraft(deps, 'text')),
  get(paths.draftCases(':id'), reading, sendDraft(deps, 'cases')),
  post(paths.replaceFile(':id'), writing, postDraftFile(deps)),
  post(paths.propose(':id'), writing, postPropose(deps)),
  post(paths.withdraw(':id'), writing, postWithdraw(deps)),
  post(paths.decide(':id'), writing, postDecision(deps)),
  post(paths.remove(':id'), writing, postRemove(deps)),
];
