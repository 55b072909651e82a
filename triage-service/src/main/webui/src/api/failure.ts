/** Why the service did not give what was asked; every kind has its own words on the page. */
export type FailureKind =
  /** No answer at all. */
  | 'offline'
  /** Signed out, timed out, or the account was closed. */
  | 'session-over'
  /** Entitled, but the deed is dangerous and sign-in has not asked lately who it is. */
  | 'step-up'
  /** Signed in, but not entitled. */
  | 'forbidden'
  /** Not there, or not there for this person: the service does not tell the two apart. */
  | 'absent'
  /** The service understood and said no. */
  | 'refused'
  /** The service failed. */
  | 'broken'
  /** The answer is of a shape that this page does not know: the page is older than the service. */
  | 'outdated';

export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    /** The service's own sentence about it. */
    readonly detail?: string,
    /** What it was about, where the page does something about that. */
    readonly type?: string,
  ) {
    super(kind);
    this.name = 'Failure';
  }
}

export function failureOf(cause: unknown): Failure {
  return cause instanceof Failure ? cause : new Failure('broken');
}

/** Quarkus answers 499 where a script would otherwise be sent to a login page that it cannot show. */
const LOGIN_WANTED = new Set([401, 499]);

export function failureOfStatus(status: number, detail?: string, type?: string): Failure {
  if (LOGIN_WANTED.has(status)) return new Failure('session-over');
  if (status === 403 && type === '/problems/step-up') return new Failure('step-up', detail);
  if (status === 403) return new Failure('forbidden');
  if (status === 404 || status === 410) return new Failure('absent');
  if (status >= 400 && status < 500) return new Failure('refused', detail, type);
  return new Failure('broken', detail);
}
