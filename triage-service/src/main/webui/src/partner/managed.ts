import type { DecisionWords } from '../alert/words';
import type { Failure } from '../api/failure';
import type { Invitation, ManagedPartner, ManagedPartners, PartnerProfile } from '../api/managed';

export const LANGUAGES = ['az', 'en', 'ru', 'tr', 'fa'];

/** As the form holds it: text in the fields, as people write it. */
export interface ProfileDraft {
  tier: number;
  languages: string[];
  regions: string;
  zone: string;
  open: string;
}

export function draftOf(profile: PartnerProfile | undefined): ProfileDraft {
  return {
    tier: profile?.tier ?? 1,
    languages: [...(profile?.languages ?? LANGUAGES)],
    regions: (profile?.regions ?? []).join(' '),
    zone: profile?.hours?.zone ?? '',
    open: (profile?.hours?.open ?? []).join('\n'),
  };
}

export function profileOf({ tier, languages, regions, zone, open }: ProfileDraft): PartnerProfile {
  const spans = open
    .split('\n')
    .map((line) => line.trim().toLowerCase().replace(/\s+/g, ' '))
    .filter((line) => line !== '');
  const always = zone.trim() === '' && spans.length === 0;
  return {
    tier,
    languages: LANGUAGES.filter((language) => languages.includes(language)),
    regions: regions.split(/[\s,]+/).filter((code) => code !== ''),
    hours: always ? undefined : { zone: zone.trim(), open: spans },
  };
}

/** The form's content for a known partner. */
export function profileFrom({ tier, languages, managed }: ManagedPartner): PartnerProfile {
  return { tier, languages, regions: managed?.regions ?? [], hours: managed?.hours };
}

export function admissionWords({ managed }: ManagedPartner): string | undefined {
  switch (managed?.admission) {
    case 'untried':
      return 'Until a human there has answered a drill, it hears of no real alert.';
    case 'disabled':
      return 'It was ended: nothing is sent to it, and its answers do not count. To begin again, invite it.';
    case 'ready':
    case undefined:
      return undefined;
  }
}

/** Whether the alert channel has not yet taken what was last decided here. */
export function isPending(partner: ManagedPartner, { decisions }: ManagedPartners): boolean {
  const last = decisions.find(({ name }) => name === partner.name);
  return last !== undefined && last.version > (partner.managed?.version ?? 0);
}

/** Partners with a decision that the alert channel has not reported yet. */
export function unheard({ partners, decisions }: ManagedPartners): string[] {
  return decisions.map(({ name }) => name).filter((name) => partners.every((partner) => partner.name !== name));
}

export function isName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,30}$/.test(name);
}

/** Whether something was typed that could be a fingerprint of 32 hexadecimal digits. */
export function couldBeHeard(heard: string): boolean {
  return /^[0-9a-f]{32}$/i.test(heard.replace(/[\s-]/g, ''));
}

/** The invitation to send to the partner. */
export function invitationText({ invitation: { name, challenge } }: Invitation): string {
  return [
    'You are invited to receive alerts from Penah. The page for protection organisations says how.',
    '',
    `Your name with us: ${name}`,
    `Your invitation: ${challenge}`,
    '',
    'Once, if you have no keys yet:',
    `  penah-partner init --dir partner --name ${name} --url https://…`,
    'Then send us the line that this prints, and keep its fingerprint at hand for our calls:',
    `  penah-partner join --dir partner ${challenge}`,
    '',
  ].join('\n');
}

export function failureWords({ kind, detail }: Failure): string {
  switch (kind) {
    case 'offline':
      return 'The service does not answer. Nothing was changed.';
    case 'session-over':
      return 'Your session is over. Sign in again.';
    case 'forbidden':
      return 'Your account may not do this.';
    case 'absent':
      return 'This is no longer there. Nothing was changed.';
    case 'refused':
      return detail ?? 'This could not be done. Nothing was changed.';
    default:
      return detail ?? 'The service failed. Look again before you repeat it.';
  }
}

export function inviteWords(partner: string): DecisionWords {
  return {
    title: `Invite ${partner} to introduce itself again?`,
    consequences: [
      'You get an invitation to send. Nothing changes before they have answered it and two of you have heard the fingerprint.',
      'They need it to move to another address, or to come back. An earlier invitation is no longer valid.',
    ],
    go: 'Make the invitation',
    back: 'Not now',
  };
}

/** @param asked who has asked for it, if somebody has */
export function endWords(partner: string, asked?: string): DecisionWords {
  return {
    title: `End ${partner}?`,
    consequences: [
      asked === undefined
        ? 'It happens when another lead or partner manager agrees. If nobody does, it happens in an hour. Until then every desk sees that you asked, and anybody can keep the partner.'
        : `${asked} has asked for it. If you agree, it happens now.`,
      `Once ended, ${partner} gets nothing more, and its answers do not count.`,
      'Others get its open alerts at once. It can no longer fetch details that wait for it.',
      'It comes back only by an invitation, two people and a drill.',
    ],
    go: asked === undefined ? `Ask to end ${partner}` : `Agree: end ${partner}`,
    back: 'Keep it',
  };
}

export function dropWords(partner: string): DecisionWords {
  return {
    title: `Take the invitation of ${partner} back?`,
    consequences: ['Nobody can answer it any longer, and a waiting answer is discarded.'],
    go: 'Take it back',
    back: 'Keep it',
  };
}
