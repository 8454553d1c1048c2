import { renderModelRun } from './render-model-run.ts';

/** How the data of an operation is shown to a person, where the general rendering would not do. */
export const renderers: Readonly<Record<string, (data: unknown) => string>> = {
  'models run': renderModelRun,
};
