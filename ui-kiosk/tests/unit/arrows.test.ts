import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Who may import whose files; docs/architecture.md says why. */
const arrows: Record<string, string[]> = {
    'api': [],
    'app/design': [],
    'app/sale': ['api'],
    'app/returns': ['api', 'app/sale'],
    'app/text': ['api', 'app/sale'],
    'app/till': ['api', 'app/returns', 'app/sale'],
    'app': ['api', 'app/returns', 'app/text', 'app/till'],
    'app/cashier': ['api', 'app', 'app/design', 'app/returns', 'app/sale', 'app/text', 'app/till'],
    'app/shell': ['api', 'app', 'app/cashier', 'app/design', 'app/returns', 'app/sale', 'app/text', 'app/till'],
};
/** Puts everything together, and is imported by nobody. */
const composition = 'app/main.tsx';

const files = ['api', 'app'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter(name => /\.tsx?$/.test(name) && !name.startsWith('generated'))
        .map(name => `${folder}/${name}`),
);

function read(file: string): string {
    return readFileSync(join(root, file), 'utf8');
}

describe('arrows of the page', () => {
    test('there are files to look at', () => expect(files.length).toBeGreaterThan(20));

    test.each(files.filter(file => file !== composition))('%s imports only what it may', file => {
        const allowed = arrows[dirname(file)];
        expect(allowed, `${dirname(file)} has no arrows`).toBeDefined();
        const imports = [...read(file).matchAll(/from '(\.[^']*)'/g)].map(match =>
            relative(root, join(root, dirname(file), dirname(match[1] ?? ''))),
        );
        const forbidden = imports.filter(folder => folder !== dirname(file) && !allowed?.includes(folder));
        expect(forbidden.filter(folder => !(folder === 'api/generated' && dirname(file) === 'api'))).toEqual([]);
    });

    test('nobody but api/ calls the network', () => {
        const calls = /\b(fetch\(|WebSocket\b|XMLHttpRequest|EventSource|sendBeacon|import\()/;
        expect(files.filter(file => !file.startsWith('api/') && calls.test(read(file)))).toEqual([]);
    });

    test('logic knows neither page nor clock', () => {
        const ambient = /\b(document|window|navigator|localStorage|sessionStorage|Date\.now|Math\.random|setTimeout)\b/;
        const logic = files.filter(file => /^app\/(returns|sale|till|text)\//.test(file));
        expect(logic.filter(file => ambient.test(read(file)))).toEqual([]);
    });
});
