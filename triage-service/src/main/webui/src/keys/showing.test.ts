import { Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { expect, it } from 'vitest';
import { show } from './showing';

const ANSWER = 'A'.repeat(43);

it('answers a challenge with the key that it is for', async () => {
  const identity = await generateHybridIdentity();
  const challenge = { queue: 'threat', epoch: 2, sealed: await sealed(`penah key challenge v1 ${ANSWER}`, identity) };

  const answers = await show([challenge], ({ queue, epoch }) =>
    queue === 'threat' && epoch === 2 ? identity : undefined,
  );

  expect(answers).toEqual([{ queue: 'threat', epoch: 2, answer: ANSWER }]);
});

it.each(['a tip', `penah key challenge v1 ${ANSWER}\n`, `x penah key challenge v1 ${ANSWER}`, ANSWER])(
  'opens nothing else for the service: %j',
  async (text) => {
    const identity = await generateHybridIdentity();
    const challenge = { queue: 'threat', epoch: 1, sealed: await sealed(text, identity) };

    const answers = await show([challenge], () => identity);

    expect(answers).toEqual([]);
  },
);

it('leaves out what another key opens, and what is damaged', async () => {
  const mine = await generateHybridIdentity();
  const theirs = await sealed(`penah key challenge v1 ${ANSWER}`, await generateHybridIdentity());

  const answers = await show(
    [
      { queue: 'threat', epoch: 1, sealed: theirs },
      { queue: 'threat', epoch: 2, sealed: '!' },
    ],
    () => mine,
  );

  expect(answers).toEqual([]);
});

async function sealed(text: string, identity: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  return btoa(String.fromCharCode(...(await encrypter.encrypt(text))));
}
