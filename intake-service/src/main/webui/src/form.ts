// The script of the form, and of its Worker: one file, so that one hash in the signed manifest covers both.

import { faultsOf, read } from './draft.ts';
import { Keys, Untrusted } from './keys.ts';
import { one } from './dom.ts';
import { Inbox, letWriteMore } from './inbox.ts';
import { WorkFailed } from './in-worker.ts';
import { keepTypedInEveryLanguage } from './languages.ts';
import { Panel } from './panel.ts';
import { keepOwn, makeOwn } from './receipt.ts';
import type { Answer } from './request.ts';
import { Sending } from './sending.ts';
import { Refused, Stopped } from './upload.ts';
import { serve } from './worker.ts';

if (typeof document === 'undefined') {
  serve();
} else {
  const panel = panelOf();
  if (panel) {
    makeOwn(panel.form);
    start(panel);
  }
  Inbox.startIn(document, writeMore);
}

function writeMore(receipt: string, from: string | undefined): void {
  keepOwn(one(document, 'form'), receipt, from);
  const more = panelOf();
  if (more) start(more);
}

/** Of a page that has what a script needs. */
function panelOf(): Panel | undefined {
  const template = document.querySelector<HTMLTemplateElement>('#in-browser');
  return template ? new Panel(template) : undefined;
}

/** Continues in a page that has replaced the first. */
function goOnFrom({ chosen }: Panel, hadFaults: boolean): void {
  const panel = panelOf();
  if (!panel) return;
  panel.choose(chosen);
  start(panel);
  const faults = faultsOf(read(panel.form), panel.config);
  if (hadFaults && faults.length > 0) panel.showFaults(faults);
}

function start(panel: Panel): void {
  keepTypedInEveryLanguage(panel.form, (hadFaults) => {
    goOnFrom(panel, hadFaults);
  });
  let keys = Keys.fetch(panel.config.root);
  keys.then(
    () => {
      panel.say('checked');
    },
    () => {
      panel.askAgain('untrusted', 'impossible');
    },
  );

  panel.form.addEventListener('submit', (event) => {
    // By the server only if the source chose it; then the browser sends the form as it would without script.
    if (panel.chosen === 'server') return;
    event.preventDefault();
    if (panel.chosen === undefined) {
      panel.askAgain('choose');
      return;
    }
    const draft = read(panel.form);
    const faults = faultsOf(draft, panel.config);
    if (faults.length > 0) {
      panel.showFaults(faults);
      return;
    }
    const once = (panel.form.elements.namedItem('once') as HTMLInputElement).value;
    const sending = new Sending(panel);
    const { from } = (panel.form.elements.namedItem('receipt') as HTMLInputElement).dataset;
    sending.send(draft, keysOfToday(), once).then(
      (answer) => {
        show(panel, answer);
        letWriteMore(sending.mailbox, draft.receipt, from, writeMore);
      },
      (cause: unknown) => {
        fail(panel, cause);
      },
    );
  });

  async function keysOfToday(): Promise<Keys> {
    if ((await keys).areOfYesterday()) keys = Keys.fetch(panel.config.root);
    return keys;
  }
}

function show(panel: Panel, answer: Pick<Answer, 'status' | 'page'>): void {
  const summary = answer.page?.querySelector('.summary');
  if (summary) {
    panel.showSummary(summary);
  } else if (answer.status === 200 && answer.page) {
    panel.showPage(answer.page);
  } else {
    panel.askAgain('refused');
  }
}

/** Says what failed and takes the choice back: what happens next is the source's to say. */
function fail(panel: Panel, cause: unknown): void {
  if (cause instanceof Refused) {
    show(panel, cause);
  } else if (cause instanceof Stopped) {
    panel.hideProgress();
    panel.say('stopped');
  } else if (cause instanceof Untrusted) {
    panel.askAgain('untrusted', 'impossible');
  } else if (cause instanceof WorkFailed && cause.kind === 'file') {
    panel.askAgain('file');
  } else {
    panel.askAgain('failed');
  }
}
