import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { firstLanguage, texts, wordsOf } from '../../app/text/language';
import { parseQuantity } from '../../app/text/quantity';
import { parseTyped } from '../../app/till/typist';
import { dayOf, ticketId } from '../../app/till/ticket_id';

const app = fileURLToPath(new URL('../../app', import.meta.url));

function sources(folder: string, ending: RegExp): string[] {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(name => ending.test(name))
        .map(name => join(folder, name));
}

/** Texts that a component shows as they are: between tags, or in an attribute that people read or hear. */
function bareTexts(name: string, source: string): string[] {
    const read = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label']);
    const letters = /\p{L}/u;
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
        if (ts.isJsxText(node) && letters.test(node.text)) found.push(`${name}: ${node.text.trim()}`);
        if (ts.isJsxAttribute(node) && read.has(node.name.getText())) {
            const value = node.initializer;
            if (value && ts.isStringLiteral(value) && letters.test(value.text)) found.push(`${name}: ${value.text}`);
        }
        if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) {
            const literals = (inner: ts.Node): void => {
                if (ts.isStringLiteral(inner) && letters.test(inner.text)) found.push(`${name}: ${inner.text}`);
            };
            literals(node.expression);
            if (ts.isConditionalExpression(node.expression)) node.expression.forEachChild(literals);
        }
        node.forEachChild(visit);
    };
    visit(ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
    return found;
}

describe('texts', () => {
    const names = Object.keys(texts.en) as (keyof typeof texts.en)[];

    test('both languages say the same things', () => {
        expect(Object.keys(texts['zh-CN']).sort()).toEqual([...names].sort());
        const figures = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
        for (const name of names) {
            expect(texts['zh-CN'][name], name).not.toBe('');
            expect(figures(texts['zh-CN'][name]), name).toEqual(figures(texts.en[name]));
        }
    });

    test('every text is said somewhere', () => {
        const code = sources(app, /\.tsx?$/)
            .filter(name => !/text[/\\](en|zh_cn)\.ts$/.test(name))
            .map(name => readFileSync(name, 'utf8'))
            .join('\n');
        // Keys such as `tender.${kind}` are put together where they are said.
        const prefixes = [...code.matchAll(/`([a-z_]+\.(?:[a-z]+_)?)\$\{/g)].map(match => match[1] ?? '');
        const unsaid = names.filter(
            name => !code.includes(`'${name}'`) && !prefixes.some(prefix => name.startsWith(prefix)),
        );
        expect(unsaid).toEqual([]);
    });

    test('no component has a text of its own', () => {
        const found = sources(app, /\.tsx$/).flatMap(name => bareTexts(name, readFileSync(name, 'utf8')));
        expect(found).toEqual([]);
    });

    test('and one that had would be found', () => {
        const source = 'const A = () => <p title="Hello">Total {x ? "yes" : y} <b>{"对"}</b>{n} — </p>;';
        expect(bareTexts('a', source)).toEqual(['a: Hello', 'a: Total', 'a: yes', 'a: 对']);
    });
});

describe('words', () => {
    const en = wordsOf('en');
    const zh = wordsOf('zh-CN');

    test('money has the currency’s own digits', () => {
        expect(en.money(123_456)).toBe('¥1,234.56');
        expect(zh.money(5)).toBe('¥0.05');
        expect(wordsOf('en', 'JPY', 0).money(1999)).toBe('¥1,999');
        expect(wordsOf('en', 'KWD', 3).money(12_345)).toContain('12.345');
        expect(en.money(500_000_000_000_000)).toBe('¥5,000,000,000,000.00');
    });

    test('quantities are in units, whole where they are', () => {
        expect([en.quantity(3000), en.quantity(456), en.quantity(1_234_500)]).toEqual(['3', '0.456', '1234.5']);
    });

    test('points of which figures are tenths are said in points', () => {
        expect([en.points(12_345, 0), en.points(12_345, 1), en.points(12_345, 2)]).toEqual(['12,345', '1,234.5', '123.45']);
    });

    test('an age is said in its largest unit', () => {
        expect([en.age(999), en.age(61_000), en.age(7_300_000), en.age(200_000_000)]).toEqual([
            '0 sec',
            '1 min',
            '2 hr',
            '2 days',
        ]);
        expect(zh.age(7_300_000)).toBe('2小时');
    });

    test('a name that one language lacks is said in the other', () => {
        expect([zh.local({ en: 'Tea' }), en.local({ zh: '茶' }), zh.local({ zh: '茶', en: 'Tea' })]).toEqual([
            'Tea',
            '茶',
            '茶',
        ]);
    });

    test('the first language is the kept one, else the browser’s, else Chinese', () => {
        expect(firstLanguage('en', ['zh-CN'])).toBe('en');
        expect(firstLanguage('fr', ['fr', 'en-GB', 'zh'])).toBe('en');
        expect(firstLanguage(null, ['zh-TW', 'en'])).toBe('zh-CN');
        expect(firstLanguage(null, [])).toBe('zh-CN');
    });
});

describe('what is typed', () => {
    test('quantities', () => {
        expect([parseQuantity('3', false), parseQuantity(' 12 ', false), parseQuantity('0', false)]).toEqual([
            3000, 12_000, 0,
        ]);
        expect([parseQuantity('0.385', true), parseQuantity('1,5', true)]).toEqual([385, 1500]);
        for (const text of ['', '-1', '1.5', '1e3', '٣', '1234567', 'x'])
            expect(parseQuantity(text, false), text).toBeNull();
        for (const text of ['1.2345', '.5', '1.', '-0.1']) expect(parseQuantity(text, true), text).toBeNull();
    });

    test('a code, or how many times it is taken', () => {
        expect(parseTyped(' 6901234567892 ')).toEqual({ times: null, code: '6901234567892' });
        expect(parseTyped('3*6901234567892')).toEqual({ times: 3, code: '6901234567892' });
        expect(parseTyped('12×')).toEqual({ times: 12, code: '' });
        for (const code of ['0*1', '1000*1', '*5', '3X45', '+8613800138000'])
            expect(parseTyped(code)).toEqual({ times: null, code });
    });
});

test('a ticket’s number sorts by time and is a valid id', () => {
    const id = ticketId(new Date(2026, 2, 1, 9, 5, 7), new Uint8Array([0, 29, 30, 255, 7]));
    expect(id).toBe('W260301-090507-2Z2H9');
    expect(id).toMatch(/^[A-Za-z0-9._:-]{1,64}$/);
    expect(ticketId(new Date(2026, 2, 1, 9, 5, 7), new Uint8Array(1), 'R')).toBe('R260301-090507-2');
    expect(dayOf(new Date(2026, 2, 1, 0, 5))).toBe('2026-03-01');
});
