// The script's display: clones from the page's template, with the page's own words.

import { Choice } from './choice.ts';
import { clone, one, showMain, text } from './dom.ts';
import type { Fault } from './draft.ts';
import { clearFaults, mark, showSummary } from './faults.ts';

export interface Config {
  root: string;
  queues: Map<string, string>;
  dangerQueue: string;
  chunks: string;
  bytes: number;
  files: number;
}

type Button = 'pause' | 'resume' | 'stop';

export class Panel {
  readonly config: Config;
  readonly form: HTMLFormElement;
  private readonly content: DocumentFragment;
  private readonly choice: Choice;
  private readonly progress: HTMLElement;
  private readonly bar: HTMLProgressElement;
  private readonly progressStatus: HTMLElement;
  private readonly percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });
  private told = '';

  constructor(template: HTMLTemplateElement) {
    this.content = template.content;
    this.form = one(document, 'form');
    this.config = configOf(template);
    this.choice = new Choice(clone(this.content, '#sealing'), this.content);
    this.progress = clone(this.content, '#progress');
    this.bar = one(this.progress, 'progress');
    this.progressStatus = one(this.progress, '[role=status]');
    one(document, 'input[type=hidden][name=sealing]').remove();
    one(document, '#sealing').replaceWith(this.choice.element);
  }

  /** The way that the source chose, if they have. */
  get chosen(): string | undefined {
    return this.choice.chosen;
  }

  choose(way: string | undefined): void {
    this.choice.choose(way);
  }

  say(name: string): void {
    this.choice.say(name);
  }

  askAgain(name: string, browser?: 'impossible'): void {
    this.hideProgress();
    this.choice.askAgain(name, browser);
  }

  showFaults(faults: Fault[]): void {
    const summary = clone(this.content, '.summary');
    for (const item of summary.querySelectorAll<HTMLElement>('[data-fault]')) {
      if (!faults.includes(item.dataset.fault as Fault)) item.remove();
    }
    this.showSummary(summary);
    for (const { hash, textContent } of summary.querySelectorAll('a')) mark(one(document, hash), textContent);
  }

  showSummary(summary: Element): void {
    this.hideProgress();
    showSummary(summary, this.form);
  }

  showProgress(on: (button: Button) => void): void {
    clearFaults(this.form);
    this.bar.value = 0;
    for (const button of this.progress.querySelectorAll('button')) {
      button.onclick = () => {
        on(button.value as Button);
      };
    }
    this.setPaused(false);
    this.form.after(this.progress);
    this.form.inert = true;
    one(this.progress, 'h2').focus();
  }

  hideProgress(): void {
    this.form.inert = false;
    this.progress.remove();
  }

  /** Aloud only at each tenth, so that a screen reader is not talked over. */
  setProgress(share: number): void {
    this.bar.value = share;
    this.tell(text(this.content, 'sent').replace('#', this.percent.format(Math.floor(share * 10) / 10)));
  }

  tellProgress(name: string): void {
    this.tell(text(this.content, name));
  }

  setPaused(paused: boolean): void {
    for (const button of this.progress.querySelectorAll('button')) {
      if (button.value !== 'stop') button.hidden = (button.value === 'pause') === paused;
    }
  }

  /** Shows the page that the service answered with, in place of this one. */
  showPage(page: Document): void {
    const slip = this.form.querySelector('.slip');
    // The service was not sent the receipt, so it could not show it once more.
    if (slip) page.querySelector('[data-slip]')?.replaceWith(document.adoptNode(slip));
    const known = page.querySelector('[data-known]');
    if (known) known.textContent = one(this.form, '[data-known]').textContent;
    showMain(page);
  }

  private tell(words: string): void {
    if (words === this.told) return;
    this.told = words;
    this.progressStatus.textContent = words;
  }
}

function configOf({ dataset }: HTMLTemplateElement): Config {
  const text = (name: string) => {
    const value = dataset[name];
    if (value === undefined) throw new Error(`the page lacks ${name}`);
    return value;
  };
  return {
    root: text('root'),
    queues: new Map(
      text('queues')
        .split(' ')
        .map((pair) => pair.split('=') as [string, string]),
    ),
    dangerQueue: text('dangerQueue'),
    chunks: text('chunks'),
    bytes: Number(text('bytes')),
    files: Number(text('files')),
  };
}
