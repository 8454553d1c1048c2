type Scalar = string | number | boolean | null | undefined;

/** `T` with every object and list read-only, at every level. Branded strings keep their brand. */
export type DeepReadonly<T> = T extends Scalar
  ? T
  : T extends readonly (infer E)[]
    ? readonly DeepReadonly<E>[]
    : T extends object
      ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
      : T;
