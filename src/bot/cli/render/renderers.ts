import type { Renderers } from '../../../operations/registry.ts';
import { renderActive } from './render-active.ts';
import { renderBacktest } from './render-backtest.ts';
import { renderBatchList } from './render-batch-list.ts';
import { renderDataCheck } from './render-data-check.ts';
import { renderDeployDrift } from './render-deploy-drift.ts';
import { renderDeployStatus } from './render-deploy-status.ts';
import { renderHandoff, renderImport } from './render-handoff.ts';
import { renderHold } from './render-hold.ts';
import { renderLines } from './render-lines.ts';
import { renderModelList } from './render-model-list.ts';
import { renderModelRun } from './render-model-run.ts';
import { renderNight } from './render-night.ts';
import { renderPlayer } from './render-player.ts';
import { renderRecord } from './render-record.ts';
import { renderRerun } from './render-rerun.ts';
import { renderSetup } from './render-setup.ts';
import { renderSlate } from './render-slate.ts';
import { renderStart } from './render-start.ts';
import type { TerminalPage } from './terminal-page.ts';

/** Renderers for the operations whose data needs a special format for people. */
export const renderers: Renderers<string, [page: TerminalPage]> = {
  start: renderStart,
  backtest: renderBacktest,
  'batch list': renderBatchList,
  'data check': renderDataCheck,
  // The messages of these operations already contain everything.
  doctor: () => '',
  'deploy contains': () => '',
  'deploy variables': () => '',
  'deploy active': renderActive,
  'deploy status': renderDeployStatus,
  'deploy drift': renderDeployDrift,
  'deploy claim': renderHold,
  'deploy extend': renderHold,
  'deploy join': renderHold,
  'deploy take-over': renderHold,
  // The message of `handoff export` is the Markdown itself.
  'handoff export': () => '',
  'handoff accept': renderHandoff,
  'handoff offer': renderHandoff,
  'handoff show': renderHandoff,
  'handoff withdraw': () => '',
  'handoff import': renderImport,
  'gcp setup': renderSetup,
  'models list': renderModelList,
  'models run': renderModelRun,
  'predict lines': renderLines,
  'predict player': renderPlayer,
  'predict rerun': renderRerun,
  'predict slate': renderSlate,
  'results grade': renderNight,
  'results record': renderRecord,
  'results show': renderNight,
};
