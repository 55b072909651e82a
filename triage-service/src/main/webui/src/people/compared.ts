import { list, shape, text } from '../api/decode';
import type { Service } from '../api/service';
import { fingerprintOf } from '../keys/fingerprint';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';

/** Whose key it is: a member's, or nobody's, which is the recovery key. */
export interface KeyOf {
  member: string | undefined;
  recipient: string;
}

/** A key that nobody has compared here. */
export interface Stranger extends KeyOf {
  /** What has to be heard. */
  fingerprint: string;
  /** Another one was compared before. */
  changed: boolean;
}

interface Heard {
  who: string;
  digits: string;
}

const RECOVERY = 'recovery key';
const heards = list(shape<Heard>({ who: text, digits: text }));

/** Which keys this lead has compared by voice. The service keeps the list, and can neither read it nor make one. */
export class Compared {
  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
  ) {}

  /** Those that have not been compared, or not as they are now. */
  async strangers(keys: readonly KeyOf[]): Promise<Stranger[]> {
    const known = await this.read();
    const found = keys.map(async (key) => {
      const fingerprint = await fingerprintOf(key.recipient);
      const before = known.find(({ who }) => who === nameOf(key));
      return before?.digits === fingerprint ? [] : [{ ...key, fingerprint, changed: before !== undefined }];
    });
    return (await Promise.all(found)).flat();
  }

  /** Notes what was compared, and forgets somebody who has left. */
  async note(keys: readonly KeyOf[], gone?: string): Promise<void> {
    if (keys.length === 0 && gone === undefined) return;
    const noted = keys.map(async (key) => ({ who: nameOf(key), digits: await fingerprintOf(key.recipient) }));
    const heard = await Promise.all(noted);
    const replaced = [...heard.map(({ who }) => who), ...(gone === undefined ? [] : [nameOf({ member: gone })])];
    const kept = (await this.read()).filter(({ who }) => !replaced.includes(who));
    await this.service.keepComparedKeys(await this.vault.sealOwn('compared-keys', JSON.stringify([...kept, ...heard])));
  }

  /** A list that does not open, or that somebody else made, is as none: everything is compared anew. */
  private async read(): Promise<Heard[]> {
    if (!this.vault.open) throw new VaultTrouble('locked');
    const { sealed } = await this.service.comparedKeys();
    if (sealed === undefined) return [];
    const opened = await this.vault.openOwn('compared-keys', sealed).catch((cause: unknown) => {
      if (cause instanceof VaultTrouble && (cause.kind === 'wrong-key' || cause.kind === 'damaged')) return '[]';
      throw cause;
    });
    return heards(JSON.parse(opened), 'compared keys');
  }
}

function nameOf({ member }: Pick<KeyOf, 'member'>): string {
  return member === undefined ? RECOVERY : `member ${member}`;
}
