/**
 * The error for a store, queue, warehouse or other service that cannot be reached at the moment. A retry may succeed.
 * Each port says whether the failed call may have taken effect.
 */
export class Unavailable extends Error {
  override readonly name: string = 'Unavailable';

  constructor(service: string, cause: unknown, because = 'cannot be reached') {
    super(`${service} ${because}`, { cause });
  }
}
