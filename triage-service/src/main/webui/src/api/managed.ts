import { byName, count, flag, list, maybe, oneOf, shape, text } from './decode';

/** How a partner is told. */
export interface PartnerProfile {
  /** 1 to 9, who is told first. */
  tier: number;
  languages: string[];
  /** UN M49 codes of what they can help in; empty for everywhere. */
  regions: string[];
  /** When a human is on call; absent for always. */
  hours: { zone: string; open: string[] } | undefined;
}

export const ADMISSIONS = ['untried', 'ready', 'disabled'] as const;
export type Admission = (typeof ADMISSIONS)[number];

/** A partner as notify-service knows it. */
export interface ManagedPartner {
  name: string;
  tier: number;
  languages: string[];
  managed:
    | {
        /** Of the desk's decision that notify-service follows; 0 for the administrator's file. */
        version: number;
        admission: Admission;
        url: string;
        regions: string[];
        hours: PartnerProfile['hours'];
        /** The data that the partner needs from us, sealed to it, in base64. */
        handOver: string | undefined;
      }
    | undefined;
}

export interface Invitation {
  invitation: {
    name: string;
    challenge: string;
    invitedBy: string;
    invitedOn: string;
    answer: { proposedBy: string; proposedOn: string; profile: PartnerProfile } | undefined;
  };
  /** Nobody can answer it any longer. */
  over: boolean;
  /** Their own profile. */
  said: { url: string; channel: 'slots' | 'edge'; acceptsSourceAsserted: boolean } | undefined;
}

export interface PartnerDecision {
  name: string;
  version: number;
  disabled: boolean;
  decidedBy: string;
  approvedBy: string | undefined;
  decidedOn: string;
}

/** The member who asked for it, and when it happens unless somebody keeps the partner. */
export interface Ending {
  by: string;
  due: string;
}

export interface ManagedPartners {
  partners: ManagedPartner[];
  invitations: Invitation[];
  decisions: PartnerDecision[];
  /** Partners that somebody has asked to end, by name. */
  ending: Record<string, Ending>;
}

const hours = maybe(shape({ zone: text, open: list(text) }));
const profile = shape<PartnerProfile>({ tier: count, languages: list(text), regions: list(text), hours });

export const managedPartners = shape<ManagedPartners>({
  partners: list(
    shape<ManagedPartner>({
      name: text,
      tier: count,
      languages: list(text),
      managed: maybe(
        shape({
          version: count,
          admission: oneOf(ADMISSIONS),
          url: text,
          regions: list(text),
          hours,
          handOver: maybe(text),
        }),
      ),
    }),
  ),
  invitations: list(
    shape<Invitation>({
      invitation: shape({
        name: text,
        challenge: text,
        invitedBy: text,
        invitedOn: text,
        answer: maybe(shape({ proposedBy: text, proposedOn: text, profile })),
      }),
      over: flag,
      said: maybe(shape({ url: text, channel: oneOf(['slots', 'edge']), acceptsSourceAsserted: flag })),
    }),
  ),
  decisions: list(
    shape<PartnerDecision>({
      name: text,
      version: count,
      disabled: flag,
      decidedBy: text,
      approvedBy: maybe(text),
      decidedOn: text,
    }),
  ),
  // An older instance, while the service is updated, does not say it.
  ending: (value, field) => maybe(byName(shape<Ending>({ by: text, due: text })))(value, field) ?? {},
});
