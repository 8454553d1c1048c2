import { Problem } from './problem.ts';

/**
 * The error of work that ends unfinished because its process stops. Another process or the next start of Tipoff
 * continues the work.
 */
export class ProcessStopping extends Problem {
  constructor() {
    const message =
      'This process of Tipoff is stopping. Another process or the next start continues the work. Ask again in a moment.';
    super({ code: 'process_stopping', message });
  }
}
