import type { Deps } from '../../platform/deps.ts';
import { get, post, type Route } from '../../platform/web/route.ts';
import { importers } from './access.ts';
import { sendKept, sendRefused } from './download-handlers.ts';
import { postMachine, postPin, showMachines, showPins } from './machine-handlers.ts';
import {
  postCancel,
  postSave,
  postSettings,
  postUndo,
  postUpload,
  sendTemplate,
  showBatch,
  showUpload,
} from './import-handlers.ts';
import {
  batchPath,
  cancelPath,
  IMPORT_PATH,
  keptPath,
  MACHINES_PATH,
  PINS_PATH,
  refusedPath,
  settingsPath,
  templatePath,
  undoPath,
} from './paths.ts';

/** Bringing attendance in from files. */
export const attendanceFilesRoutes = (deps: Deps): Route[] => [
  get(IMPORT_PATH, importers, showUpload(deps)),
  post(IMPORT_PATH, importers, postUpload(deps)),
  get(templatePath(':berkas'), importers, sendTemplate),
  get(batchPath(':id'), importers, showBatch(deps)),
  post(batchPath(':id'), importers, postSave(deps)),
  post(settingsPath(':id'), importers, postSettings(deps)),
  post(cancelPath(':id'), importers, postCancel(deps)),
  post(undoPath(':id'), importers, postUndo(deps)),
  get(keptPath(':id'), importers, sendKept(deps)),
  get(refusedPath(':id'), importers, sendRefused(deps)),
  get(MACHINES_PATH, importers, showMachines(deps)),
  post(MACHINES_PATH, importers, postMachine(deps)),
  get(PINS_PATH, importers, showPins(deps)),
  post(PINS_PATH, importers, postPin(deps)),
];
