type Scalar = string | number | boolean | null | undefined;

/** What a schema infers, for data that nobody changes: every object and list in it is read-only. Branded texts stay as they are. */
export type DeepReadonly<T> = T extends Scalar
  ? T
  : T extends readonly (infer E)[]
    ? readonly DeepReadonly<E>[]
    : T extends object
      ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
      : T;
