/** Turns foreign JSON into one of our types, or refuses it. Messages name the field, never its value. */
export type Decoder<T> = (value: unknown, field: string) => T;

/** What a decoder makes of it. */
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

export class Unexpected extends Error {
  constructor(field: string, wanted: string) {
    super(`${field} is not ${wanted}`);
    this.name = 'Unexpected';
  }
}

export const text: Decoder<string> = (value, field) => {
  if (typeof value !== 'string') throw new Unexpected(field, 'text');
  return value;
};

export const flag: Decoder<boolean> = (value, field) => {
  if (typeof value !== 'boolean') throw new Unexpected(field, 'true or false');
  return value;
};

export const count: Decoder<number> = (value, field) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new Unexpected(field, 'a count');
  return value;
};

/** Bounded, and without halves of surrogate pairs. */
export function shorter(limit: number): Decoder<string> {
  return (value, field) => {
    const words = text(value, field);
    if (words.length > limit || !words.isWellFormed()) throw new Unexpected(field, `text of at most ${limit}`);
    return words;
  };
}

export function oneOf<const W extends string>(words: readonly W[]): Decoder<W> {
  return (value, field) => {
    const known = words.find((word) => word === value);
    if (known === undefined) throw new Unexpected(field, `one of ${words.join(', ')}`);
    return known;
  };
}

export function list<T>(item: Decoder<T>, limit = 10_000): Decoder<T[]> {
  return (value, field) => {
    if (!Array.isArray(value) || value.length > limit) throw new Unexpected(field, `a list of at most ${limit}`);
    return value.map((each: unknown, index) => item(each, `${field}[${index}]`));
  };
}

/** Absent and null are the same. */
export function maybe<T>(inner: Decoder<T>): Decoder<T | undefined> {
  return (value, field) => (value === undefined || value === null ? undefined : inner(value, field));
}

/** For what an older instance, while the service is updated, does not say. */
export function orElse<T>(inner: Decoder<T>, otherwise: NoInfer<T>): Decoder<T> {
  return (value, field) => maybe(inner)(value, field) ?? otherwise;
}

export type Fields<T> = { [K in keyof T]: Decoder<T[K]> };

/** What may be absent need not be there. */
type Shaped<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: T[K];
} extends infer S
  ? { [K in keyof S]: S[K] }
  : never;

/** Fields that we do not know are left behind. */
export function shape<T extends object>(fields: Fields<T>): Decoder<Shaped<T>> {
  return (value, field) => {
    const source = object(value, field);
    const entries = Object.entries<Decoder<unknown>>(fields);
    return Object.fromEntries(
      entries.map(([name, decode]) => [name, decode(source[name], `${field}.${name}`)]),
    ) as Shaped<T>;
  };
}

/** Like {@link shape}, but a field that we do not know is a reason to refuse. */
export function closed<T extends object>(fields: Fields<T>): Decoder<Shaped<T>> {
  const decode = shape(fields);
  return (value, field) => {
    if (Object.keys(object(value, field)).some((name) => !Object.hasOwn(fields, name))) {
      throw new Unexpected(field, 'made of known fields');
    }
    return decode(value, field);
  };
}

export function object(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unexpected(field, 'an object');
  return value as Record<string, unknown>;
}

/** Things of one kind by their names. */
export function byName<T>(item: Decoder<T>): Decoder<Record<string, T>> {
  return (value, field) =>
    Object.fromEntries(
      Object.entries(object(value, field)).map(([name, thing]) => [name, item(thing, `${field}.${name}`)]),
    );
}
