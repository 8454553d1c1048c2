/** The world's failure: a store, queue or warehouse that cannot be reached now. A retry may cure it; nothing was changed. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  constructor(what: string, cause: unknown) {
    super(`${what} cannot be reached`, { cause });
  }
}
