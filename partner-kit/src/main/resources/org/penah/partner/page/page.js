// Keeps the page as it is at the receiver, and makes the sound. Without this script the page reloads silently.
'use strict';

const LOOK = 2000;
const LOST_AFTER = 15000;
const CALL_EVERY = 4000;
// Three rising notes, hertz and seconds from the start.
const NOTES = [[660, 0], [880, 0.22], [1175, 0.44]];

const element = id => document.getElementById(id);
let heardAt = Date.now();
let audio = null;

function beep() {
  if (!audio || audio.state !== 'running') return;
  for (const [frequency, start] of NOTES) {
    const note = audio.createOscillator();
    const volume = audio.createGain();
    const at = audio.currentTime + start;
    note.type = 'triangle';
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.6, at + 0.02);
    volume.gain.linearRampToValueAtTime(0, at + 0.2);
    note.connect(volume).connect(audio.destination);
    note.start(at);
    note.stop(at + 0.21);
  }
  document.documentElement.dataset.beeps = Number(document.documentElement.dataset.beeps || 0) + 1;
}

function showSound() {
  const on = audio !== null && audio.state === 'running';
  element('sound-off').hidden = on;
  element('sound-on').hidden = !on;
}

async function wakeSound() {
  audio ??= new AudioContext();
  if (audio.state !== 'running') await audio.resume().catch(() => {});
  showSound();
}

function replace(fresh, id) {
  const old = element(id);
  const next = fresh.getElementById(id);
  if (!next || old.innerHTML === next.innerHTML) return;
  const focused = document.activeElement?.id;
  for (const folded of old.querySelectorAll('details[open]')) {
    const same = next.querySelector('#' + CSS.escape(folded.id));
    if (same) same.open = true;
  }
  old.replaceChildren(...next.childNodes);
  if (focused && old.querySelector('#' + CSS.escape(focused))) element(focused).focus();
}

async function look() {
  try {
    const answer = await fetch('/live', { cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(5000) });
    if (answer.status === 401) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    replace(fresh, 'pulse');
    replace(fresh, 'alerts');
    Object.assign(element('now').dataset, { ...fresh.getElementById('now').dataset });
    document.title = element('now').dataset.title;
    heardAt = Date.now();
  } catch {
    // Said below, if it lasts.
  }
  element('lost').classList.toggle('shown', Date.now() - heardAt >= LOST_AFTER);
}

// A form is sent without leaving the page: on a new one the browser would want a click before it makes a sound.
document.addEventListener('submit', async event => {
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(event.target, event.submitter));
  for (const button of event.target.querySelectorAll('button')) button.disabled = true;
  try {
    // Its buttons are named "action" and hide the property.
    await fetch(event.target.getAttribute('action'), { method: 'POST', body: fields, redirect: 'manual' });
  } finally {
    await look();
    for (const button of event.target.querySelectorAll('button')) button.disabled = false;
  }
});

element('sound').addEventListener('click', async () => {
  await wakeSound();
  beep();
});
element('sound').hidden = false;
// Where the browser allows it, sound is on without a click; else any click or key will do.
for (const gesture of ['pointerdown', 'keydown']) document.addEventListener(gesture, wakeSound);
wakeSound();
showSound();

document.documentElement.dataset.alive = 'true';
document.title = element('now').dataset.title;
setInterval(look, LOOK);
setInterval(() => {
  if (element('now').dataset.calls === 'true') beep();
}, CALL_EVERY);
