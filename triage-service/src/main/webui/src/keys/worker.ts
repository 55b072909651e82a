import workerUrl from './vault.worker.ts?worker&url';

/**
 * The one script that Trusted Types lets this page start. `trusted-types` in the service's policy names this rule and
 * no other, so no other address can become a script.
 */
const rule = window.trustedTypes?.createPolicy('penah-worker', {
  createScriptURL: (address) => {
    if (address !== workerUrl) throw new TypeError('Only the vault may be started.');
    return address;
  },
});

export function startVaultWorker(): Worker {
  const address = rule === undefined ? workerUrl : (rule.createScriptURL(workerUrl) as unknown as string);
  return new Worker(address, { type: 'module', name: 'vault' });
}
