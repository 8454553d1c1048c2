import type { Renderers } from './registry.ts';

/** Returns the renderer for an operation's reply data. The cast is safe, because `Renderers` makes the compiler check the types. */
export function rendererOf<Shown>(renderers: Renderers<Shown>, name: string): ((data: unknown) => Shown) | undefined {
  const byName: Readonly<Record<string, unknown>> = renderers;
  return byName[name] as ((data: unknown) => Shown) | undefined;
}
