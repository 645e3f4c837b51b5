// The main states of the screen at every size and in both languages: accessible, in one language, nothing cut off, nothing
// on top of anything; and a picture of each for people to look at.
import { AxeBuilder } from '@axe-core/playwright';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Look } from './support/browser';
import { look, sizes } from './support/browser';
import type { Cashier } from './support/cashier';
import { openElsewhere } from './support/elsewhere';
import { pictures, useSite } from './support/site';
import { strangeWords, wordsOn } from './support/words';
import { collector, frozen, person, tea, variety } from './support/world';

const site = useSite(2);

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
        const groups = ['.strip, .scan, .basket, .member, .coupons, .paybar', '.paybar button, .paybar dl, .paybar p'];
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

/** A picture, and everything that a state has to hold. */
async function inspect(cashier: Cashier, state: string): Promise<void> {
    const { page, screen } = cashier;
    const { language, width, height } = screen.look;
    await page.screenshot({ path: resolve(pictures, `${state}-${width}x${height}-${language}.png`) });
    const people = [collector.name, frozen.name, ...[1, 2, 3, 4, 5, 6, 7, 8].map(number => person(number).name)];
    expect.soft(strangeWords(await wordsOn(page), language, people), `${state}: strange words`).toEqual([]);
    expect.soft(await cutOff(page), `${state}: cut off`).toEqual([]);
    expect.soft(await overlaps(page), `${state}: overlaps`).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    const told = violations.map(one => `${one.id}: ${one.help}: ${one.nodes.map(node => node.html).join(' ')}`);
    expect.soft(told, `${state}: axe`).toEqual([]);
}

async function letIn(cashier: Cashier): Promise<void> {
    const { screen, page, till } = cashier;
    screen.expectFailedCalls();
    await page.goto(till.origin);
    await page.locator('#screen-code').fill('22222-22222');
    await screen.button(screen.t('let_in.enter')).click();
    await cashier.untilText(page.getByRole('alert'), screen.t('let_in.wrong'));
    await inspect(cashier, 'let-in');
    await page.goto(till.screenAddress());
    await cashier.untilLink('up');
    await inspect(cashier, 'empty');
}

/** Many goods, a member with every kind of coupon, an error in the notice. */
async function fullBasket(cashier: Cashier): Promise<void> {
    const { screen, till } = cashier;
    await till.scan(collector.code);
    await cashier.untilMember(collector.member_id);
    for (const { gtin } of variety) await till.scan(gtin);
    await cashier.untilQuantity(variety.at(-1)?.sku ?? '', 1);
    await cashier.type(`20*${tea.gtin}`);
    await cashier.untilQuantity(tea.sku, 21);
    await till.scan('4006381333931');
    await cashier.untilText(cashier.notice, '04006381333931');
    await cashier.untilPriced();
    await inspect(cashier, 'full-basket');
    await cashier.page.keyboard.press('F7');
    await cashier.untilText(screen.id('points'), '−¥');
    await cashier.untilPriced();
    await screen.button(screen.t('pay.discard')).click();
    await inspect(cashier, 'full-basket-points');
    await screen.button(screen.t('pay.discard_sure')).click();
    await cashier.untilEmpty();
}

/** The coupon is in another till's hands when it is to be paid. */
async function confirming(cashier: Cashier, number: number): Promise<void> {
    const buyer = person(number);
    const other = site.store.tills[1] ?? site.till;
    await cashier.basket(buyer, tea.gtin, tea.sku, 20);
    const theirs = await openElsewhere(other, `OTHER-${number}`, buyer);
    await cashier.page.keyboard.press('F9');
    await cashier.changed.waitFor();
    await inspect(cashier, 'confirming');
    await cashier.page.keyboard.press('Escape');
    await cashier.untilPriced();
    await other.call('DELETE', `/v1/checkouts/${theirs.checkout_id}`);
}

async function withoutHq(cashier: Cashier): Promise<void> {
    const { screen, page, till } = cashier;
    await site.store.stopHub();
    await cashier.untilLink('down');
    await till.scan(tea.gtin);
    await cashier.untilQuantity(tea.sku, 21);
    await cashier.untilPriced();
    await inspect(cashier, 'at-risk');
    await cashier.pay();
    await inspect(cashier, 'done');
    await screen.id('details-open').click();
    await page.getByRole('dialog').waitFor();
    await inspect(cashier, 'details');
    await page.keyboard.press('Escape');
    await site.store.startHub();
    await cashier.untilLink('up');
}

async function withoutAgent(cashier: Cashier): Promise<void> {
    const { screen, page, till } = cashier;
    await cashier.next();
    await cashier.untilEmpty();
    await till.scan(tea.gtin);
    await cashier.untilPriced();
    await till.stop();
    await cashier.untilTone('agent', 'bad');
    await page.keyboard.press('F9');
    await cashier.untilText(cashier.problem, screen.t('problem.unreachable'));
    await inspect(cashier, 'agent-down');
    await till.start();
    await cashier.untilSold();
}

const looks: Look[] = (['zh-CN', 'en'] as const).flatMap(language =>
    (Object.keys(sizes) as (keyof typeof sizes)[]).map(size => look(language, size, size === 'phone')),
);

for (const [at, one] of looks.entries())
    test(`every state in ${one.language} at ${one.width} x ${one.height}`, async () => {
        const cashier = await site.browser(one);
        await letIn(cashier);
        await fullBasket(cashier);
        await confirming(cashier, at + 1);
        await withoutHq(cashier);
        await withoutAgent(cashier);
    });
