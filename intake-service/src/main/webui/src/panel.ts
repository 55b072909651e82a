// What the script shows: clones of what the page brought along in its template, with the page's own words.

import type { Fault } from './draft.ts';

export interface Config {
  root: string;
  queues: Map<string, string>;
  dangerQueue: string;
  pieces: string;
  bytes: number;
  files: number;
}

type Button = 'pause' | 'resume' | 'stop';

export class Panel {
  readonly config: Config;
  readonly form: HTMLFormElement;
  private readonly content: DocumentFragment;
  private readonly choice: HTMLElement;
  private readonly choiceStatus: HTMLElement;
  private readonly progress: HTMLElement;
  private readonly bar: HTMLProgressElement;
  private readonly progressStatus: HTMLElement;
  private readonly percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });
  private told = '';

  constructor(template: HTMLTemplateElement) {
    this.content = template.content;
    this.form = one(document, 'form');
    this.config = configOf(template);
    this.choice = this.clone('#sealing');
    this.choiceStatus = one(this.choice, '[role=status]');
    this.progress = this.clone('#progress');
    this.bar = one(this.progress, 'progress');
    this.progressStatus = one(this.progress, '[role=status]');
    one(document, 'input[type=hidden][name=sealing]').remove();
    one(document, '#sealing').replaceWith(this.choice);
  }

  /** The way that the source chose, if they have. */
  get chosen(): string | undefined {
    return this.choice.querySelector<HTMLInputElement>('input:checked')?.value;
  }

  choose(way: string | undefined): void {
    for (const each of this.choice.querySelectorAll('input')) each.checked = each.value === way;
  }

  /** Says something about the choice, which stands as it is. */
  say(name: string): void {
    this.choiceStatus.textContent = this.text(name);
  }

  /** Takes the choice back, so that nothing goes another way before the source has said so. */
  askAgain(name: string, browser?: 'impossible'): void {
    this.hideProgress();
    this.say(name);
    for (const way of this.choice.querySelectorAll('input')) {
      way.checked = false;
      if (way.value === 'browser' && browser === 'impossible') way.disabled = true;
    }
    this.choice.focus();
  }

  showFaults(faults: Fault[]): void {
    const summary = this.clone('.summary');
    for (const item of summary.querySelectorAll<HTMLElement>('[data-fault]')) {
      if (!faults.includes(item.dataset.fault as Fault)) item.remove();
    }
    this.showSummary(summary);
    for (const link of summary.querySelectorAll('a')) mark(link);
  }

  showSummary(summary: Element): void {
    this.hideProgress();
    this.clearSummary();
    const shown = document.adoptNode(summary) as HTMLElement;
    one(document, 'main').prepend(shown);
    shown.focus();
  }

  clearSummary(): void {
    document.querySelector('main > .summary')?.remove();
    for (const fault of this.form.querySelectorAll('.fault')) {
      fault.remove();
      for (const field of this.form.querySelectorAll(`[aria-describedby~="${fault.id}"]`))
        describe(field, fault.id, false);
    }
  }

  showProgress(on: (button: Button) => void): void {
    this.clearSummary();
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
    this.tell(this.text('sent').replace('#', this.percent.format(Math.floor(share * 10) / 10)));
  }

  tellProgress(name: string): void {
    this.tell(this.text(name));
  }

  setPaused(paused: boolean): void {
    for (const button of this.progress.querySelectorAll('button')) {
      if (button.value !== 'stop') button.hidden = (button.value === 'pause') === paused;
    }
  }

  /** Shows the page that the service answered with, in place of this one. */
  showPage(page: Document): void {
    const slip = this.form.querySelector('.slip');
    const main = document.adoptNode(one(page, 'main'));
    // The service never had the receipt, so it could not show it once more.
    if (slip) main.querySelector('[data-slip]')?.replaceWith(slip);
    document.title = page.title;
    one(document, 'main').replaceWith(main);
    const heading = one(main, 'h1');
    heading.tabIndex = -1;
    heading.focus();
    scrollTo(0, 0);
  }

  private tell(words: string): void {
    if (words === this.told) return;
    this.told = words;
    this.progressStatus.textContent = words;
  }

  private text(name: string): string {
    return one(this.content, `[data-text="${name}"]`).textContent;
  }

  private clone(selector: string): HTMLElement {
    return document.importNode(one(this.content, selector), true);
  }
}

/** Says beside the field that a link of the summary leads to what is wrong with it, as the service's page does. */
function mark({ hash, textContent }: HTMLAnchorElement): void {
  const field = one(document, hash);
  const fault = document.createElement('p');
  fault.className = 'fault';
  fault.id = `${field.id}-fault`;
  fault.textContent = textContent;
  const question = field.querySelector(':scope > .hint') ?? field.querySelector(':scope > legend');
  if (question) question.after(fault);
  else field.before(fault);
  describe(field, fault.id, true);
}

function describe(field: Element, by: string, add: boolean): void {
  const others = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== '' && id !== by);
  field.setAttribute('aria-describedby', [...others, ...(add ? [by] : [])].join(' '));
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
    pieces: text('pieces'),
    bytes: Number(text('bytes')),
    files: Number(text('files')),
  };
}

function one<K extends keyof HTMLElementTagNameMap>(within: ParentNode, selector: K): HTMLElementTagNameMap[K];
function one(within: ParentNode, selector: string): HTMLElement;
function one(within: ParentNode, selector: string): HTMLElement {
  const found = within.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`the page lacks ${selector}`);
  return found;
}
