import type { paths } from '../../openapi';
import type { Decoder } from './decode';

/** Routes of docs/contracts/openapi-triage.json that answer with bytes or JSON, and those that do something. */
export type Reading = With<'get'>;
export type Acting = With<'post'>;

type With<V extends string> = { [P in keyof paths]: paths[P] extends Record<V, object> ? P : never }[keyof paths];

/** One name for each placeholder of a path. */
export type Names<P extends string> = P extends `${string}{${string}}${infer Rest}` ? [string, ...Names<Rest>] : [];

type Json<T> = T extends { content: { 'application/json': infer J } } ? J : never;
type Said<P extends keyof paths, V extends string> =
  paths[P] extends Record<V, { responses: { 200: infer R } }> ? Json<R> : never;

/** A decoder of what a route answers: the compiler refuses one that reads a field or word which the contract does not have. */
export type Reader<P extends keyof paths, V extends string, T> = Decoder<T> & Fitting<Mismatch<T, Said<P, V>>>;

type Fitting<M> = [M] extends [never] ? unknown : { mismatch: M };

/**
 * The places where what is read differs from what the contract says. The contract marks nothing as required, so each decoder
 * says what may be absent; and a word of a list may be read as text, where the console shows words that it does not know.
 */
type Mismatch<T, C, At extends string = 'answer'> = Differing<NonNullable<T>, NonNullable<C>, At>;

type Differing<T, C, At extends string> = [C] extends [never]
  ? At
  : [T] extends [readonly (infer I)[]]
    ? [C] extends [readonly (infer J)[]]
      ? Mismatch<I, J, `${At}[]`>
      : At
    : [T] extends [object]
      ? { [K in keyof T & string]: K extends keyof C ? Mismatch<T[K], C[K], `${At}.${K}`> : `${At}.${K}` }[keyof T &
          string]
      : [C, T] extends [T, string extends T ? T : C]
        ? never
        : At;

/** What may be absent in a request; everything else is sent, though the contract marks nothing as required. */
type Optional = 'value' | 'note' | 'mentions' | 'hours' | 'found' | 'region' | 'header' | 'backOn' | 'sealedTo';

type Whole<T> = T extends readonly (infer I)[]
  ? Whole<I>[]
  : T extends object
    ? { [K in Exclude<keyof T, Optional>]: Whole<NonNullable<T[K]>> } & {
        [K in keyof T & Optional]?: Whole<NonNullable<T[K]>> | undefined;
      }
    : T;

/** What a route is asked with. */
export type Asked<P extends Acting> =
  paths[P] extends Record<'post', { requestBody: infer B }> ? Whole<Json<B>> : undefined;

/** Nothing, or what a route is asked with. */
export type Body<P extends Acting> = Asked<P> extends undefined ? [] : [Asked<P>];
