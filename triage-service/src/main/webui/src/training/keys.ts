import { base64 } from '../format/replies';
import type { Answers, FromWorker, QueuePlace, Question, ToWorker, Verdicts } from '../keys/protocol';
import { PLACE, type World } from './world';

const SPEAKS_EVERY = 1000;

/** Stands where the Worker with the keys stands at the real desk. There is no key: what it calls sealed is only written differently. */
export class NoKeys {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  onerror: (() => void) | null = null;
  private readonly speaking = setInterval(() => {
    this.tell({ locksIn: Infinity });
  }, SPEAKS_EVERY);

  constructor(private readonly world: World) {}

  postMessage(message: ToWorker): void {
    if ('activity' in message) return;
    const { id, question } = message;
    queueMicrotask(() => {
      const answer = this.answer(question);
      this.tell(answer === undefined ? { id, trouble: 'absent' } : { id, answer });
    });
  }

  terminate(): void {
    clearInterval(this.speaking);
    this.onmessage = null;
  }

  private answer(question: Question): Answers[keyof Answers] | undefined {
    switch (question.ask) {
      case 'unlock':
        return { recipient: '', verdicts: VERDICTS, queues: [PLACE.queue] };
      case 'add-keys':
        return VERDICTS;
      case 'open':
      case 'preview':
        return this.world.open(question.tip.tipId);
      case 'file': {
        const file = this.world.file(question.tip.tipId);
        return file && [file];
      }
      case 'seal-reply':
        return { sealed: written(question.text), copy: written(question.text) };
      case 'seal-note':
      case 'seal-text':
      case 'seal-own':
        return written(question.text);
      case 'read-text':
      case 'read-own':
        return read(question.sealed);
      case 'read-note':
        return read(this.world.sealed(question.tip.tipId, 'note', question.stepId));
      case 'read-reply':
        return read(this.world.sealed(question.tip.tipId, 'reply', question.replyId));
      case 'read-reason':
        return read(this.world.sealed(question.tip.tipId, 'reason'));
      default:
        return undefined;
    }
  }

  private tell(data: FromWorker): void {
    this.onmessage?.({ data } as MessageEvent<FromWorker>);
  }
}

const NONE: readonly QueuePlace[] = [];
const VERDICTS: Verdicts = { signed: [PLACE], made: NONE, unsigned: NONE, forged: NONE, damaged: NONE };

function written(text: string): string {
  return base64(new TextEncoder().encode(text));
}

function read(sealed: string | undefined): string | undefined {
  if (sealed === undefined) return undefined;
  return new TextDecoder().decode(Uint8Array.from(atob(sealed), (character) => character.charCodeAt(0)));
}
