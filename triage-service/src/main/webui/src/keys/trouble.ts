import { say } from '../words/say';
import type { Trouble } from './protocol';

/** Why the key is still locked, and what to do. */
export function unlockTroubleWords(trouble: Trouble): string {
  switch (trouble) {
    case 'wrong-passphrase':
      return say('keys.thisPassphraseDoesNotOpen');
    case 'no-passkey':
      return say('keys.noPasskeyOpenedYourKey');
    case 'damaged-key':
      return say('keys.yourPassphraseIsRightOr');
    case 'other-key':
      return say('keys.stopThisIsYourKey');
    case 'no-root-key':
      return say('keys.yourKeyOpenedNowType');
    case 'not-signed':
      return say('keys.nothingWasOpenedTheServers');
    case 'forged-keys':
      return say('keys.stopYourOwnKeyOpened');
    case 'no-queue':
      return say('keys.yourOwnKeyOpenedBut');
    case 'offline':
      return say('keys.theServiceDoesNotAnswer');
    case 'absent':
      return say('keys.theServiceKeepsNoKey');
    case 'session-over':
      return say('any.yourSessionIsOverSign');
    case 'forbidden':
      return say('keys.thisAccountMayNotOpen');
    default:
      return say('keys.yourSealedKeyCouldNot');
  }
}
