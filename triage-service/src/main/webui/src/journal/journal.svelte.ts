import { failureOf, type FailureKind } from '../api/failure';
import type { Difference, Entry, Head } from '../api/journal';
import type { Service } from '../api/service';
import { BEGINNING, firstBreak, type Break } from './chain';

/** All of the journal, and what is wrong with it. */
export interface Kept {
  entries: readonly Entry[];
  broken: Break | undefined;
  differences: readonly Difference[];
  head: Head;
}

/** The journal as an auditor reads it. */
export class Journal {
  /** Newest first. */
  entries: Entry[] = $state.raw([]);
  whole = $state(false);
  trouble: FailureKind | undefined = $state();

  constructor(private readonly service: Service) {}

  look(): Promise<void> {
    return this.tried(async () => {
      this.entries = await this.service.journal({});
      this.whole = this.entries.at(-1)?.position === 1 || this.entries.length === 0;
    });
  }

  older(): Promise<void> {
    return this.tried(async () => {
      const before = this.entries.at(-1)?.position;
      const more = before === undefined ? [] : await this.service.journal({ before });
      this.entries = [...this.entries, ...more];
      this.whole = more.length === 0 || more.at(-1)?.position === 1;
    });
  }

  /** All entries, oldest first, the break of the chain, and the differences from the database. */
  async keep(): Promise<Kept | undefined> {
    let kept: Kept | undefined;
    await this.tried(async () => {
      const head = await this.service.journalHead();
      const entries: Entry[] = [];
      let broken: Break | undefined;
      let before = { position: 0, hash: BEGINNING };
      for (let page = await this.next(before.position); page.length > 0; page = await this.next(before.position)) {
        broken ??= await firstBreak(page, before);
        entries.push(...page);
        before = page.at(-1) ?? before;
      }
      kept = { entries, broken, differences: await this.differences(), head };
    });
    return kept;
  }

  private async differences(): Promise<Difference[]> {
    const all: Difference[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: { differences: Difference[]; next?: string | undefined } = await this.service.journalFacts(after);
      all.push(...page.differences);
      after = page.next;
    }
    return all;
  }

  private next(after: number): Promise<Entry[]> {
    return this.service.journal({ after });
  }

  private async tried(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
      this.trouble = undefined;
    } catch (cause) {
      this.trouble = failureOf(cause).kind;
    }
  }
}
