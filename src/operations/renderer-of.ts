import type { Renderers } from './registry.ts';

/** Returns the renderer for an operation's reply data. The cast is safe, because `Renderers` makes the compiler check the types. */
export function rendererOf<Shown, Rest extends readonly unknown[]>(
  renderers: Renderers<Shown, Rest>,
  name: string,
): ((data: unknown, ...rest: Rest) => Shown) | undefined {
  const byName: Readonly<Record<string, unknown>> = renderers;
  return byName[name] as ((data: unknown, ...rest: Rest) => Shown) | undefined;
}
