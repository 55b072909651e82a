import { byName, count, flag, list, maybe, oneOf, orElse, shape, text, type Decoded } from './decode';

/** When a human is on call; absent for always. */
const hours = maybe(shape({ zone: text, open: list(text) }));

/** How a partner is told. */
const profile = shape({
  /** 1 to 9, who is told first. */
  tier: count,
  languages: list(text),
  /** UN M49 codes of what they can help in; empty for everywhere. */
  regions: list(text),
  hours,
});
export type PartnerProfile = Decoded<typeof profile>;

export const ADMISSIONS = ['untried', 'ready', 'disabled'] as const;
export type Admission = (typeof ADMISSIONS)[number];

/** A partner as notify-service knows it. */
const partner = shape({
  name: text,
  tier: count,
  languages: list(text),
  managed: maybe(
    shape({
      /** Of the desk's decision that notify-service follows; 0 for the administrator's file. */
      version: count,
      admission: oneOf(ADMISSIONS),
      url: text,
      regions: list(text),
      hours,
      /** The data that the partner needs from us, sealed to it, in base64. */
      credentials: maybe(text),
    }),
  ),
});
export type ManagedPartner = Decoded<typeof partner>;

const invitation = shape({
  invitation: shape({
    name: text,
    challenge: text,
    invitedBy: text,
    invitedOn: text,
    answer: maybe(shape({ proposedBy: text, proposedOn: text, profile })),
  }),
  /** Nobody can answer it any longer. */
  over: flag,
  /** Their own profile. */
  said: maybe(shape({ url: text, channel: oneOf(['slots', 'edge']), acceptsSourceAsserted: flag })),
});
export type Invitation = Decoded<typeof invitation>;

const decision = shape({
  name: text,
  version: count,
  disabled: flag,
  decidedBy: text,
  approvedBy: maybe(text),
  decidedOn: text,
});
export type PartnerDecision = Decoded<typeof decision>;

/** The member who asked for it, and when it happens unless somebody keeps the partner. */
const ending = shape({ by: text, due: text });
export type Ending = Decoded<typeof ending>;

export const managedPartners = shape({
  partners: list(partner),
  invitations: list(invitation),
  decisions: list(decision),
  /** Partners that somebody has asked to end, by name. */
  ending: orElse(byName(ending), {}),
});
export type ManagedPartners = Decoded<typeof managedPartners>;
