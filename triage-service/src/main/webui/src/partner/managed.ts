import { say } from '../words/say';
import { SOURCE_LANGUAGES } from '../words/words';
import type { DecisionWords } from '../alert/words';
import type { Failure } from '../api/failure';
import type { Invitation, ManagedPartner, ManagedPartners, PartnerProfile } from '../api/managed';

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
    languages: [...(profile?.languages ?? SOURCE_LANGUAGES)],
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
    languages: SOURCE_LANGUAGES.filter((language) => languages.includes(language)),
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
      return say('partner.untilAHumanThereHas');
    case 'disabled':
      return say('partner.itWasEndedNothingIs');
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
      return say('any.theServiceDoesNotAnswer');
    case 'session-over':
      return say('any.yourSessionIsOverSign');
    case 'forbidden':
      return say('any.yourAccountMayNotDo');
    case 'absent':
      return say('partner.thisIsNoLongerThere');
    case 'refused':
      return detail ?? say('partner.thisCouldNotBeDone');
    default:
      return detail ?? say('any.theServiceFailedLookAgain');
  }
}

export function inviteWords(partner: string): DecisionWords {
  return {
    title: say('partner.invitePartnerToIntroduceItself', { partner }),
    consequences: [say('partner.youGetAnInvitationTo'), say('partner.theyNeedItToMove')],
    go: say('partner.makeTheInvitation'),
    back: say('any.notNow'),
  };
}

/** @param asked who has asked for it, if somebody has */
export function endWords(partner: string, asked?: string): DecisionWords {
  return {
    title: say('partner.endPartner', { partner }),
    consequences: [
      asked === undefined ? say('partner.itHappensWhenAnotherLead') : say('partner.askedHasAskedForIt', { asked }),
      say('partner.onceEndedPartnerGetsNothing', { partner }),
      say('partner.othersGetItsOpenAlerts'),
      say('partner.itComesBackOnlyBy'),
    ],
    go: asked === undefined ? say('partner.askToEndPartner', { partner }) : say('partner.agreeEndPartner', { partner }),
    back: say('any.keepIt'),
  };
}

export function dropWords(partner: string): DecisionWords {
  return {
    title: say('partner.takeTheInvitationOfPartner', { partner }),
    consequences: [say('partner.nobodyCanAnswerItAny')],
    go: say('any.takeItBack'),
    back: say('any.keepIt'),
  };
}
