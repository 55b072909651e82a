import { mount } from 'svelte';
import App from './App.svelte';
import { Service } from './api/service';
import { Desk } from './desk/desk.svelte';
import { startVaultWorker } from './keys/worker';
import './look/tokens.css';
import './look/base.css';

const POLL_EVERY = 4000;
const TICK_EVERY = 5000;

const desk = new Desk(new Service(), startVaultWorker);
const target = document.querySelector('#desk');
if (target === null) throw new Error('The page has no place for the desk.');
mount(App, { target, props: { desk } });

void desk.enter();
setInterval(() => {
  desk.tick();
}, TICK_EVERY);

/** The next question waits for the last answer, so that a slow service is not asked twice. */
function pollLater(): void {
  setTimeout(() => {
    void desk.poll().finally(pollLater);
  }, POLL_EVERY);
}
pollLater();
