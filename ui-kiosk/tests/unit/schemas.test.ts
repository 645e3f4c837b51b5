import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(root, 'docs/api/schemas');

function read(path: string): Record<string, unknown> {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}

function golden(name: string): Record<string, unknown> {
    return read(join(root, 'tests/fixtures/golden', `${name}.json`));
}

function block(mark: string): Record<string, unknown> {
    const guide = readFileSync(join(root, 'docs/guide-integrator.md'), 'utf8');
    const found = guide.split(`\`\`\`json ${mark}\n`)[1]?.split('```')[0];
    return JSON.parse(found ?? '') as Record<string, unknown>;
}

const files = readdirSync(folder).filter(name => name.endsWith('.schema.json'));
const ajv = new Ajv2020({ strict: true, allErrors: true, strictRequired: false, strictTypes: false });
for (const file of files) ajv.addSchema(read(join(folder, file)));

function flaws(name: string, value: unknown): string {
    const check = ajv.getSchema(`${name}.schema.json`);
    if (!check) return `no schema ${name}`;
    return check(value) ? '' : ajv.errorsText(check.errors);
}

/** Not what HQ keeps beside a member for its devices. */
function member(): unknown {
    const { applied, ...rest } = golden('member');
    expect(applied).toBeDefined();
    return rest;
}

describe('JSON Schemas', () => {
    test.each(files)('%s is one of draft 2020-12', file => {
        expect(ajv.getSchema(file)).toBeDefined();
    });

    test.each([
        ['template', golden('template_amount_off')],
        ['template', golden('template_percent_off')],
        ['coupon', golden('coupon')],
        ['member', member()],
        ['product', golden('product')],
        ['rules', golden('rules')],
        ['rules', golden('rules_zoned')],
        ['basket', golden('basket')],
        ['quote', golden('quote')],
        ['quote-input', block('quote-input')],
    ])('%s fits what the programs write', (name, document) => {
        expect(flaws(name, document)).toBe('');
    });

    test('refuse what the programs refuse', () => {
        const input = block('quote-input');
        expect(flaws('quote-input', { ...input, colour: 1 })).toContain('additional properties');
        expect(flaws('quote-input', { basket: input.basket })).toContain('rules');
        expect(flaws('quote-input', { ...input, basket: { ...(input.basket as object), at: undefined } })).toContain('at');
        expect(flaws('basket', { ...golden('basket'), currency: 5 })).toContain('string');
        expect(flaws('basket', { lines: [{ line_no: 1, quantity: 0 }] })).toContain('>= 1');
        expect(flaws('basket', { lines: [{ line_no: 1, quantity: 1.5 }] })).toContain('integer');
        expect(flaws('template', { template_id: 'T', kind: 'spaceship' })).toContain('allowed values');
        expect(flaws('template', { kind: 'amount_off' })).toContain('template_id');
    });
});
