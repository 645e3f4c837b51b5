// What a person or a screen reader is told at a screen, and what of it is in the wrong language.
import type { Page } from 'playwright-core';
import type { Language } from '../../../app/text/language';
import { texts } from '../../../app/text/language';

/** Every visible text, label, hint and placeholder. */
export function wordsOn(page: Page): Promise<string[]> {
    return page.evaluate(() => {
        const words = new Set<string>([document.title]);
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode())
            if (node.parentElement?.checkVisibility()) words.add(node.textContent ?? '');
        const told = ['aria-label', 'title', 'placeholder', 'alt'];
        for (const element of document.querySelectorAll(told.map(name => `[${name}]`).join(',')))
            for (const name of told) words.add(element.getAttribute(name) ?? '');
        return [...words].map(word => word.replaceAll(/\s+/g, ' ').trim()).filter(word => word !== '');
    });
}

const keys = new Set(Object.keys(texts.en));
const raw_key = /\b[a-z_]+\.[a-z_]+\b/g;
const placeholder = /\{\w+\}/;
/** The way to the other language is said in that one. */
const other_language = new Set([texts['zh-CN']['language.other'], texts.en['language.other']]);
const chinese = /\p{Script=Han}/u;
/** Two words after one another are a sentence; names of keys, numbers of tickets, a command and codes are none. */
const english = /\b[A-Za-z]{2,}[ ,.:’]+[A-Za-z]{2,}/;
const no_language = /“counterfoil screen”|[WR]\d{6}-\d{6}-\w{5}/g;

/** Names of people stay as they are; whatever else is not of the screen's language, or no text at all, is listed. */
export function strangeWords(words: string[], language: Language, people: string[]): string[] {
    return words
        .filter(word => !other_language.has(word))
        .map(word => people.reduce((text, name) => text.replaceAll(name, ''), word.replaceAll(no_language, '')))
        .filter(word => {
            if (placeholder.test(word) || (word.match(raw_key) ?? []).some(name => keys.has(name))) return true;
            return language === 'en' ? chinese.test(word) : english.test(word);
        });
}
