// The screen's language, and how it says texts, money, numbers and times.
import type { LocalText } from '../../api/types';
import { en } from './en';
import type { Texts } from './en';
import { zhCn } from './zh_cn';

export type Language = 'zh-CN' | 'en';
export type TextKey = keyof Texts;

export const texts: Record<Language, Texts> = { 'zh-CN': zhCn, 'en': en };

const key = 'counterfoil.language';

export function firstLanguage(kept: string | null, preferred: readonly string[]): Language {
    if (kept === 'zh-CN' || kept === 'en') return kept;
    const known = preferred.find(tag => /^(zh|en)\b/i.test(tag));
    return known !== undefined && /^en\b/i.test(known) ? 'en' : 'zh-CN';
}

export function loadLanguage(storage: Storage, preferred: readonly string[]): Language {
    return firstLanguage(storage.getItem(key), preferred);
}

export function keepLanguage(storage: Storage, language: Language): void {
    storage.setItem(key, language);
}

/** What a figure is worth to a reader of `language`. Amounts are whole minor units, quantities thousandths, times ms UTC. */
export interface Words {
    language: Language;
    t(key: TextKey, values?: Record<string, string | number>): string;
    local(text: LocalText): string;
    money(minor: number): string;
    number(value: number): string;
    /** Points whose figures have so many decimals. */
    points(value: number, decimals: number): string;
    quantity(thousandths: number): string;
    time(at_ms: number): string;
    day(at_ms: number): string;
    age(ms: number): string;
}

function fill(text: string, values: Record<string, string | number>): string {
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const steps: readonly [Intl.RelativeTimeFormatUnitSingular, number][] = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1_000],
];

const made = new Map<string, Words>();

/** Making them is slow, and there are few. */
export function wordsOf(language: Language, currency = 'CNY', exponent = 2): Words {
    const name = `${language} ${currency} ${exponent}`;
    const known = made.get(name);
    if (known) return known;
    const words = makeWords(language, currency, exponent);
    made.set(name, words);
    return words;
}

function makeWords(language: Language, currency: string, exponent: number): Words {
    const number = new Intl.NumberFormat(language);
    // Not grouped: it stands in fields, and a comma that a person leaves there would be read as a decimal one.
    const quantity = new Intl.NumberFormat(language, { maximumFractionDigits: 3, useGrouping: false });
    const money = new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        minimumFractionDigits: exponent,
        maximumFractionDigits: exponent,
    });
    const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
    const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
    return {
        language,
        t: (text_key, values = {}) => fill(texts[language][text_key], values),
        local: text => (language === 'en' ? (text.en ?? text.zh) : (text.zh ?? text.en)) ?? '',
        money: minor => money.format(minor / 10 ** exponent),
        number: value => number.format(value),
        points: (value, decimals) => number.format(value / 10 ** decimals),
        quantity: thousandths => quantity.format(thousandths / 1_000),
        time: at_ms => time.format(at_ms),
        day: at_ms => day.format(at_ms),
        age(ms) {
            const [unit, size] = steps.find(([, least]) => ms >= least) ?? (['second', 1_000] as const);
            return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(
                Math.floor(ms / size),
            );
        },
    };
}
