import { grpcCode, NOT_FOUND } from '../call-google.ts';
import { ABSENT, type ResourceState } from './resource.ts';

/** Reads the state of a resource, which is absent when Google does not find it. */
export async function absentIfMissing(read: () => Promise<ResourceState>): Promise<ResourceState> {
  try {
    return await read();
  } catch (error) {
    if (grpcCode(error) === NOT_FOUND) return ABSENT;
    throw error;
  }
}
