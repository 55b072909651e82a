// node .ci/osv.cjs BOM FOLDER: each advisory of FOLDER, a saved copy of OSV's for Maven, npm and Debian (one JSON file each), that touches a
// component of the bill of materials BOM. Exits with 1 if there is one that .ci/advisories does not explain.
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

function within(version, range) {
    let inside = false;
    for (const event of range.events) {
        if (event.introduced !== undefined && (event.introduced === '0' || compare(version, event.introduced) >= 0)) inside = true;
        if (event.fixed !== undefined && compare(version, event.fixed) >= 0) inside = false;
        if (event.last_affected !== undefined && compare(version, event.last_affected) > 0) inside = false;
    }
    return inside;
}

const components = new Map();
for (const { purl, version } of JSON.parse(fs.readFileSync(bom, 'utf8')).components) {
    const [, kind, name] = purl.match(/^pkg:([^/]+)\/(.*?)@[^@]*$/);
    const plain = decodeURIComponent(name);
    const key = `${ECOSYSTEMS[kind]} ${kind === 'maven' ? plain.replace('/', ':') : kind === 'deb' ? plain.split('/')[1] : plain}`;
    components.set(key, [...(components.get(key) ?? []), version]);
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
for (const file of fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.json'))) {
    const advisory = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
    read++;
    if (advisory.withdrawn) continue;
    for (const affected of advisory.affected ?? []) {
        const key = `${affected.package?.ecosystem} ${affected.package?.name}`;
        for (const version of components.get(key) ?? []) {
            const ranges = (affected.ranges ?? []).filter((range) => range.type !== 'GIT');
            if (!affected.versions?.includes(version) && !ranges.some((range) => within(version, range))) continue;
            const names = [advisory.id, ...(advisory.aliases ?? [])];
            const why = names.map((name) => explained.get(name)).find(Boolean);
            console.log(`${why ? 'explained' : 'TOUCHES US'}: ${names.join(' ')} ${key} ${version}${why ? `: ${why}` : `: ${advisory.summary ?? ''}`}`);
            if (!why) bad++;
        }
    }
}
console.log(`${read} advisories, ${bad} touch us and are not explained.`);
process.exit(bad || !read ? 1 : 0);
