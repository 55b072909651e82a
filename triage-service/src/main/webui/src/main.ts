import { mount } from 'svelte';
import App from './App.svelte';
import { Service } from './api/service';
import { News } from './api/news';
import { Desk } from './desk/desk.svelte';
import { Presence } from './desk/presence';
import { Watch } from './desk/watch';
import { startVaultWorker } from './keys/worker';
import { begin } from './words/say';
import './look/tokens.css';
import './look/base.css';

const TICK_EVERY = 5000;
const KEEP_EVERY = 1000;

const desk = new Desk(new Service(), startVaultWorker, new Presence(new BroadcastChannel('penah-presence')));
const target = document.querySelector('#desk');
if (target === null) throw new Error('The page has no place for the desk.');
void begin();
mount(App, { target, props: { desk } });

void desk.enter();
setInterval(() => {
  desk.tick();
}, TICK_EVERY);
setInterval(() => {
  void desk.keepDrafts();
}, KEEP_EVERY);

const watch: Watch = new Watch(
  desk,
  new News(() => {
    watch.hear();
  }),
);
watch.begin();
