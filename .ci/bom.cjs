// node .ci/bom.cjs TREE SHIPPED PACKAGES VERSION: one bill of materials (CycloneDX) on standard output, of a built TREE: of Maven's modules
// (target/bom.json) the libraries whose jars lie in the folder SHIPPED or in a jar of ours there, the npm packages that browsers get, and the
// Debian packages of images, from files like /var/lib/dpkg/status in PACKAGES.
// Exits with 1 and names each component whose licence .ci/licences does not allow.
const fs = require('fs');
const path = require('path');

const [tree, shipped, packages, version] = process.argv.slice(2);
const json = (...parts) => JSON.parse(fs.readFileSync(path.join(tree, ...parts), 'utf8'));
const components = new Map();

// Jars that hold their libraries within them.
const WHOLE = ['partner-kit', 'canary'];
const jars = fs
    .readdirSync(shipped, { recursive: true })
    .filter((name) => name.endsWith('.jar') && !name.includes('node_modules') && !name.includes('target/keycloak/'))
    .map((name) => path.basename(name));
for (const module of fs.readdirSync(tree).filter((name) => fs.existsSync(path.join(tree, name, 'target/bom.json')))) {
    for (const component of json(module, 'target/bom.json').components ?? []) {
        const { group, name, version: ofIt } = component;
        const lies = jars.some((jar) => jar === `${name}-${ofIt}.jar` || jar.endsWith(`${group}.${name}-${ofIt}.jar`) || jar.includes(`${name}-${ofIt}-`));
        if (group !== 'org.penah' && (WHOLE.includes(module) || lies)) components.set(component.purl, component);
    }
}
const ofMaven = components.size;

// Keycloak comes whole. Its libraries name group and artifact in one word, which cannot be told apart but for its own.
for (const folder of fs.readdirSync(path.join(tree, 'testbed/target/keycloak'))) {
    const version = folder.replace('keycloak-', '');
    const purl = `pkg:maven/org.keycloak/keycloak-quarkus-dist@${version}`;
    const inside = fs
        .readdirSync(path.join(tree, 'testbed/target/keycloak', folder, 'lib/lib'), { recursive: true })
        .filter((name) => name.endsWith('.jar'))
        .map((name) => path.basename(name, '.jar'))
        .sort();
    components.set(purl, {
        type: 'application',
        group: 'org.keycloak',
        name: 'keycloak-quarkus-dist',
        version,
        purl,
        'bom-ref': purl,
        licenses: [{ license: { id: 'Apache-2.0' } }],
        components: inside.map((name) => ({ type: 'library', name })),
    });
    for (const name of inside.filter((each) => each.startsWith('org.keycloak.') && each.endsWith(`-${version}`))) {
        const own = `pkg:maven/org.keycloak/${name.slice('org.keycloak.'.length, -version.length - 1)}@${version}`;
        components.set(own, { type: 'library', group: 'org.keycloak', name, version, purl: own, licenses: [{ license: { id: 'Apache-2.0' } }] });
    }
}
const ofKeycloak = components.size - ofMaven;

// Vite puts these into what browsers get, although they are dependencies of the build.
const BUNDLED = ['svelte', 'esm-env', 'clsx'];
for (const webui of ['intake-service/src/main/webui', 'triage-service/src/main/webui']) {
    for (const [place, found] of Object.entries(json(webui, 'package-lock.json').packages)) {
        const name = place.split('node_modules/').pop();
        if (!place || found.optional || (found.dev && !BUNDLED.includes(name))) continue;
        const purl = `pkg:npm/${name.replace('@', '%40')}@${found.version}`;
        const [algorithm, hash] = found.integrity.split('-');
        components.set(purl, {
            type: 'library',
            name,
            version: found.version,
            purl,
            'bom-ref': purl,
            licenses: [{ license: { id: found.license } }],
            hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex') }],
        });
    }
}
const ofNpm = components.size - ofMaven - ofKeycloak;

for (const file of fs.readdirSync(packages)) {
    for (const stanza of fs.readFileSync(path.join(packages, file), 'utf8').split('\n\n')) {
        const field = (name) => stanza.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1];
        if (!field('Package') || !field('Status')?.endsWith(' installed')) continue;
        // "NAME" or "NAME (VERSION)", where it is another than the package's; advisories name sources.
        const [, source, ofSource] = field('Source')?.match(/^(\S+)(?: \((.*)\))?$/) ?? [];
        const upstream = source ? `&upstream=${encodeURIComponent(ofSource ? `${source}@${ofSource}` : source)}` : '';
        const version = encodeURIComponent(field('Version'));
        const purl = `pkg:deb/debian/${encodeURIComponent(field('Package'))}@${version}?arch=${field('Architecture')}&distro=trixie${upstream}`;
        // Debian's main archive holds free software alone; each licence is in the image, under /usr/share/doc.
        components.set(purl, {
            type: 'library',
            name: field('Package'),
            version: field('Version'),
            purl,
            'bom-ref': purl,
        });
    }
}
const ofDebian = components.size - ofMaven - ofKeycloak - ofNpm;

// A line is a licence, or PURL = LICENCE for a component that names its own in no way that a program understands.
const lines = fs
    .readFileSync(path.join(__dirname, 'licences'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
const allowed = new Set(lines.filter((line) => !line.startsWith('pkg:')));
const known = new Map(lines.filter((line) => line.startsWith('pkg:')).map((line) => line.split(' = ')));
const bad = [];
// Without -Pbom there is no list at all.
const OURS = /^(org\.penah\.|penah-|quarkus-run|(generated|transformed)-bytecode|stack|sealing|ceremony|outbox|testbed|[a-z]+-service)/;
const listed = [...components.values()].map((each) => each.name + '-' + each.version);
for (const jar of ofMaven ? jars : []) {
    if (!OURS.test(jar) && !listed.some((each) => jar.includes(each))) bad.push(`${jar}: in no bill of materials of Maven`);
}
for (const component of components.values()) {
    if (component.purl.startsWith('pkg:deb/')) continue;
    // Of several that one may choose from, one is enough.
    const named = (component.licenses ?? []).map((each) => each.expression ?? each.license.id ?? each.license.name);
    const said = known.get(component.purl.replace(/@[^@]*$/, ''));
    if (!(said ? allowed.has(said) : named.some((each) => allowed.has(each)))) bad.push(`${component.purl}: ${named.join(', ') || 'none'}`);
}
if (bad.length) {
    process.stderr.write(`${bad.sort().join('\n')}\n`);
    process.exitCode = 1;
}
process.stderr.write(`Components: ${ofMaven} of Maven, ${ofKeycloak} of Keycloak, ${ofNpm} of npm, ${ofDebian} of Debian.\n`);
const all = [...components.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
console.log(
    JSON.stringify(
        {
            bomFormat: 'CycloneDX',
            specVersion: '1.6',
            version: 1,
            metadata: { component: { type: 'application', name: 'penah', version, 'bom-ref': 'penah' } },
            components: all,
        },
        null,
        1,
    ),
);
if (!ofDebian) process.stderr.write('No image is here: Debian packages are missing from it.\n');
