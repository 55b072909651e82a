import type { Trouble } from './protocol';

/** Why the key is still locked, and what to do. */
export function unlockTroubleWords(trouble: Trouble): string {
  switch (trouble) {
    case 'wrong-passphrase':
      return 'This passphrase does not open your key. Check the keyboard layout and Caps Lock, then try again.';
    case 'no-passkey':
      return 'No passkey opened your key. Try again, or type your passphrase.';
    case 'damaged-key':
      return 'Your passphrase is right, or could be, but a sealed key is damaged. Tell a lead.';
    case 'other-key':
      return 'Stop. This is your key, but the service lists a different one as yours: somebody may have replaced it with theirs. Read no digits to anybody. Tell a lead and the operators of the service, by voice.';
    case 'no-root-key':
      return 'Your key opened. Now type the root key.';
    case 'not-signed':
      return 'Nothing was opened: the server’s list of keys is not signed by this root key. Compare what you typed with the paper, letter by letter. If it is the same, tell a lead and the operators of the service, by voice.';
    case 'forged-keys':
      return 'Stop. Your own key opened, but no queue key that the server keeps for you is one that the root key signed. Tell a lead and the operators of the service, by voice.';
    case 'no-queue':
      return 'Your own key opened, but you have no queue yet. Ask a lead to admit you.';
    case 'offline':
      return 'The service does not answer, so your sealed key could not be fetched. Try again in a moment.';
    case 'absent':
      return 'The service keeps no key for this account. Load the page again to make one.';
    case 'session-over':
      return 'Your session is over. Sign in again.';
    case 'forbidden':
      return 'This account may not open keys.';
    default:
      return 'Your sealed key could not be fetched: the service failed. Try again in a moment.';
  }
}
