// What every state of a screen has to hold, at every size and in both languages; and a picture of it for people to look at.
import { AxeBuilder } from '@axe-core/playwright';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Cashier } from './cashier';
import { pictures } from './site';
import { strangeWords, wordsOn } from './words';
import { collector, frozen, gift_buyer, person, regular } from './world';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Parts that stick out of the window or of their panel, and texts that are wider than their place. */
function cutOff(page: Page): Promise<string[]> {
    return page.evaluate(() => {
        const found: string[] = [];
        const root = document.documentElement;
        if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} wide, the window ${innerWidth}`);
        const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowY);
        for (const element of document.querySelectorAll<HTMLElement>(
            'button, h1, h2, dd, dt, p, .badge, .name, .item, .amount',
        )) {
            if (!element.checkVisibility() || element.closest('.sr') !== null) continue;
            const box = element.getBoundingClientRect();
            const what = `${element.className || element.tagName} "${element.innerText.slice(0, 40)}"`;
            if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline')
                found.push(`${what} needs ${element.scrollWidth} px and has ${element.clientWidth}`);
            if (box.left < 0 || box.right > innerWidth + 1) found.push(`${what} sticks out sideways`);
            let around = element.parentElement;
            while (around !== null && !scrolls(around)) around = around.parentElement;
            if (around === null && box.bottom > innerHeight + 1) found.push(`${what} is below the window`);
        }
        return found;
    });
}

/** Panels and buttons that lie on one another. */
function overlaps(page: Page): Promise<string[]> {
    return page.evaluate(() => {
        const found: string[] = [];
        const groups = [
            '.strip, .scan, .basket, .member, .coupons, .summary, .paybar',
            '.paybar button, .paybar dl, .paybar p',
        ];
        // On a phone the panels are longer than the window, and scroll below the strip.
        const cashier = document.querySelector('.cashier');
        if (cashier !== null && cashier.scrollHeight > cashier.clientHeight) groups.shift();
        for (const group of groups) {
            const boxes = [...document.querySelectorAll<HTMLElement>(group)]
                .filter(element => element.checkVisibility() && element.innerText !== '')
                .map(element => ({ name: element.className || element.innerText, box: element.getBoundingClientRect() }));
            for (const [at, one] of boxes.entries())
                for (const other of boxes.slice(at + 1)) {
                    const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
                    const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
                    if (wide > 1 && high > 1) found.push(`${one.name} and ${other.name} overlap by ${wide} x ${high}`);
                }
        }
        return found;
    });
}

/** Buttons and fields that a finger could miss. */
function tooSmall(page: Page): Promise<string[]> {
    const least = 44;
    return page.evaluate(
        most =>
            [
                ...document.querySelectorAll<HTMLElement>(
                    '.returning button, .returning input, .coupons button, .paybar button',
                ),
            ]
                .filter(element => element.checkVisibility())
                .map(element => ({ element, box: element.getBoundingClientRect() }))
                .filter(({ box }) => box.width < most || box.height < most)
                .map(({ element, box }) => `${element.className} "${element.innerText}" is ${box.width} x ${box.height}`),
        least,
    );
}

/** A picture, and everything that a state has to hold. */
export async function inspect(cashier: Cashier, state: string): Promise<void> {
    const { page, screen } = cashier;
    const { language, width, height } = screen.look;
    await page.screenshot({ path: resolve(pictures, `${state}-${width}x${height}-${language}.png`) });
    const names = [collector, frozen, regular, ...gift_buyer].map(one => one.name);
    const people = [...names, ...Array.from({ length: 16 }, (_, at) => person(at + 1).name)];
    expect.soft(strangeWords(await wordsOn(page), language, people), `${state}: strange words`).toEqual([]);
    expect.soft(await cutOff(page), `${state}: cut off`).toEqual([]);
    expect.soft(await overlaps(page), `${state}: overlaps`).toEqual([]);
    expect.soft(await tooSmall(page), `${state}: too small for a finger`).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    const told = violations.map(one => `${one.id}: ${one.help}: ${one.nodes.map(node => node.html).join(' ')}`);
    expect.soft(told, `${state}: axe`).toEqual([]);
}
