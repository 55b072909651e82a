// node .ci/osv.cjs BOM FOLDER: each advisory of FOLDER, a saved copy of OSV's for Maven, npm and Debian (one JSON file each), that touches a
// component of the bill of materials BOM. Exits with 1 if there is one that .ci/advisories does not explain, and that a newer version mends:
// what Debian has not mended is only said.
const fs = require('fs');
const path = require('path');

const [bom, folder] = process.argv.slice(2);
const ECOSYSTEMS = { maven: 'Maven', npm: 'npm', deb: 'Debian:13' };

// Numbers by value, words before numbers ("1.0-rc" comes before "1.0"), and what is missing between the two.
function compare(one, other) {
    const parts = (version) => version.toLowerCase().replace(/\.final$|\.ga$/, '').match(/\d+|[a-z]+/g) ?? [];
    const rank = (part) => (part === undefined ? 0 : /\d/.test(part) ? 1 : -1);
    const [a, b] = [parts(one), parts(other)];
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
        if (a[i] === b[i]) continue;
        if (rank(a[i]) !== rank(b[i])) {
            // 1.0 and 1 are the same.
            const [longer, sign] = a[i] === undefined ? [b[i], -1] : [a[i], 1];
            if (a[i] === undefined || b[i] === undefined) {
                if (Number(longer) === 0) continue;
                return sign * rank(longer);
            }
            return rank(a[i]) - rank(b[i]);
        }
        return rank(a[i]) === 1 ? Number(a[i]) - Number(b[i]) || 0 : a[i] < b[i] ? -1 : 1;
    }
    return 0;
}

// As dpkg does (deb-version(7)): epoch, version and revision; of each, what is no number and what is one in turn, "~" before the end.
function compareDebian(one, other) {
    const parts = (version) => version.match(/^(?:(\d+):)?(.*?)(?:-([^-]*))?$/).slice(1, 4);
    const rank = (char) => (char === undefined ? 0 : char === '~' ? -1 : /[a-z]/i.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256);
    const pairs = (text = '') => [...text.matchAll(/(\D*)(\d*)/g)].map(([, word, number]) => [word, Number(number)]);
    const [a, b] = [parts(one), parts(other)];
    if (Number(a[0] ?? 0) !== Number(b[0] ?? 0)) return Number(a[0] ?? 0) - Number(b[0] ?? 0);
    for (const place of [1, 2]) {
        const [left, right] = [pairs(a[place]), pairs(b[place])];
        for (let i = 0; i < Math.max(left.length, right.length); i++) {
            const [[word, number], [otherWord, otherNumber]] = [left[i] ?? ['', 0], right[i] ?? ['', 0]];
            for (let at = 0; at < Math.max(word.length, otherWord.length); at++) {
                const difference = rank(word[at]) - rank(otherWord[at]);
                if (difference) return difference;
            }
            if (number !== otherNumber) return number - otherNumber;
        }
    }
    return 0;
}

function within(version, range, compare) {
    let inside = false;
    for (const event of range.events) {
        if (event.introduced !== undefined && (event.introduced === '0' || compare(version, event.introduced) >= 0)) inside = true;
        if (event.fixed !== undefined && compare(version, event.fixed) >= 0) inside = false;
        if (event.last_affected !== undefined && compare(version, event.last_affected) > 0) inside = false;
    }
    return inside;
}

// Advisories of Debian name the source of a package, and its version.
function source(name, version, qualifiers) {
    const [upstream, ofSource] = new URLSearchParams(qualifiers).get('upstream')?.split('@') ?? [name];
    return [upstream, ofSource ?? version];
}

const components = new Map();
for (const { purl, version } of JSON.parse(fs.readFileSync(bom, 'utf8')).components) {
    const [, kind, name, qualifiers] = purl.match(/^pkg:([^/]+)\/(.*?)@[^@?]*(?:\?(.*))?$/);
    const plain = decodeURIComponent(name);
    const [named, ofIt] =
        kind === 'deb' ? source(plain.split('/')[1], version, qualifiers) : [kind === 'maven' ? plain.replace('/', ':') : plain, version];
    const key = `${ECOSYSTEMS[kind]} ${named}`;
    components.set(key, (components.get(key) ?? new Set()).add(ofIt));
}

const explained = new Map(
    fs
        .readFileSync(path.join(__dirname, 'advisories'), 'utf8')
        .split('\n')
        .filter((line) => line && !line.startsWith('#'))
        .map((line) => [line.split(' ')[0], line]),
);
let read = 0;
let bad = 0;
let waiting = 0;
for (const file of fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.json'))) {
    const advisory = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
    read++;
    if (advisory.withdrawn) continue;
    for (const affected of advisory.affected ?? []) {
        const key = `${affected.package?.ecosystem} ${affected.package?.name}`;
        const debian = affected.package?.ecosystem === ECOSYSTEMS.deb;
        for (const version of components.get(key) ?? []) {
            const ranges = (affected.ranges ?? []).filter((range) => range.type !== 'GIT');
            if (!affected.versions?.includes(version) && !ranges.some((range) => within(version, range, debian ? compareDebian : compare))) continue;
            const names = [advisory.id, ...(advisory.aliases ?? [])];
            const why = names.map((name) => explained.get(name)).find(Boolean);
            // Nobody can take what is not there yet; a person reads it.
            const unfixed = debian && !ranges.some((range) => range.events.some((event) => event.fixed ?? event.last_affected));
            const said = why ? 'explained' : unfixed ? 'no fix in Debian' : 'TOUCHES US';
            console.log(`${said}: ${names.join(' ')} ${key} ${version}: ${why ?? advisory.summary ?? ''}`);
            if (said === 'TOUCHES US') bad++;
            if (unfixed && !why) waiting++;
        }
    }
}
console.log(`${read} advisories, ${bad} touch us and are not explained. ${waiting} touch us and have no fix in Debian.`);
process.exit(bad || !read ? 1 : 0);
