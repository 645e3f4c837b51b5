// The main job of a till, from the printed address to the next customer, with HQ going away and coming back in between.
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Language } from '../../app/text/language';
import { look, sizes } from './support/browser';
import type { Cashier } from './support/cashier';
import { pictures, useSite } from './support/site';
import { stillness, watchStillness } from './support/stillness';
import { untilEqual } from './support/until';
import type { Person } from './support/world';
import { names, person, tea } from './support/world';

declare global {
    interface Window {
        same_page?: boolean;
    }
}

const site = useSite();

const better: Record<Language, string> = { 'en': 'A better set saves 1.60 more', 'zh-CN': '已选更优组合,多省1.60元' };
const short: Record<Language, string> = {
    'en': '2.80 more and 20 off from 100 applies',
    'zh-CN': '再买2.80元可用满100减20',
};

/** Scanned, typed, pressed: each way adds what it should. */
async function fillBasket(cashier: Cashier, buyer: Person): Promise<void> {
    const { screen, till } = cashier;
    const words = names[screen.look.language];
    await till.scan(buyer.code);
    await cashier.untilMember(buyer.member_id);
    const card = screen.id('member');
    for (const text of [buyer.name, words.gold, '3,000', screen.t('member.proof_shown')])
        await cashier.untilText(card, text);
    await till.scan(tea.gtin);
    await till.scan(tea.gtin);
    await cashier.untilQuantity(tea.sku, 2);
    await cashier.untilText(cashier.line(tea.sku), words.tea);
    await cashier.type(tea.gtin);
    await cashier.untilQuantity(tea.sku, 3);
    await screen.button(screen.t('basket.more', { name: words.tea })).click();
    await cashier.untilQuantity(tea.sku, 4);
    await screen.button(screen.t('basket.less', { name: words.tea })).click();
    await cashier.untilQuantity(tea.sku, 3);
    await cashier.type('3*');
    await cashier.untilText(cashier.page.locator('.times'), screen.t('scan.times', { n: 3 }));
    await till.scan(tea.gtin);
    await cashier.untilQuantity(tea.sku, 6);
    await cashier.type(`14*${tea.gtin}`);
    await cashier.untilQuantity(tea.sku, 20);
}

async function lookAtOffer(cashier: Cashier, buyer: Person): Promise<void> {
    const { screen, page } = cashier;
    const words = names[screen.look.language];
    // 240.00, gold members pay 90 %, and 10 % of that is more than 20.00.
    await cashier.untilDue('¥194.40');
    await cashier.untilText(cashier.coupon(buyer.percent_off), '−¥21.60');
    await cashier.untilText(cashier.coupon(buyer.percent_off), words.percent_off);
    await cashier.untilText(cashier.coupon(buyer.amount_off), better[screen.look.language]);
    await cashier.untilText(cashier.line(tea.sku), `${screen.t('totals.member_discount')} −¥24.00`);
    // Points by key on, by hand off.
    await page.keyboard.press('F7');
    await cashier.untilDue('¥164.40');
    await cashier.untilText(screen.id('points'), '−¥30.00');
    await screen.id('points').getByRole('button').click();
    await cashier.untilDue('¥194.40');
    // Another coupon by hand, and back to the best offer.
    await cashier.couponSwitch(buyer.percent_off).click();
    await cashier.untilDue('¥216.00');
    await cashier.couponSwitch(buyer.amount_off).click();
    await cashier.untilDue('¥196.00');
    await cashier.untilText(cashier.coupon(buyer.amount_off), '−¥20.00');
    await screen.button(screen.t('coupons.use_best')).click();
    await cashier.untilDue('¥194.40');
}

async function sellLinked(cashier: Cashier): Promise<void> {
    const { screen, till } = cashier;
    const ticket = await cashier.pay();
    await cashier.untilText(cashier.done, `${screen.t('done.title')} ¥194.40`);
    await cashier.untilText(cashier.done, screen.t('done.earned', { points: 291 }));
    expect(await cashier.done.innerText()).not.toContain(screen.t('done.risk'));
    expect((await till.tickets())[0]).toBe(ticket);
    await picture(cashier, 'done');
    await cashier.next();
    await cashier.untilEmpty();
    await cashier.untilText(cashier.page.locator('.last'), screen.t('done.last', { ticket, amount: '¥194.40' }));
}

async function cutAndSell(cashier: Cashier, buyer: Person): Promise<void> {
    const { screen, page, till } = cashier;
    await cashier.basket(buyer, tea.gtin, tea.sku, 9);
    await cashier.untilText(cashier.coupon(buyer.amount_off), short[screen.look.language]);
    await page.evaluate(() => (window.same_page = true));
    await cashier.untilTone('pending', 'good');
    const before = await watchStillness(page);
    await site.store.stopHub();
    await cashier.untilLink('down');
    await cashier.untilText(cashier.strip('link'), screen.t('strip.link_down'));
    expect(await stillness(page)).toEqual({ boxes: before.boxes, moved: [] });
    await till.scan(tea.gtin);
    await cashier.untilQuantity(tea.sku, 10);
    await cashier.untilDue('¥88.00');
    await cashier.untilText(cashier.coupon(buyer.amount_off), screen.t('right.risk'));
    expect(await cashier.line(tea.sku).locator('.effect.risk').innerText()).toContain('−¥20.00');
    await picture(cashier, 'at-risk');
    const ticket = await cashier.pay();
    await cashier.untilText(cashier.done, screen.t('done.risk'));
    await picture(cashier, 'done-at-risk');
    expect((await till.tickets())[0]).toBe(ticket);
    const waiting = (await till.status()).pending_operations;
    expect(waiting).toBeGreaterThan(0);
    await cashier.untilText(cashier.strip('pending'), screen.t('strip.pending', { n: waiting }));
}

async function comeBack(cashier: Cashier): Promise<void> {
    const { screen, page } = cashier;
    const before = await watchStillness(page);
    await site.store.startHub();
    await cashier.untilLink('up');
    await cashier.untilText(cashier.strip('pending'), screen.t('strip.pending_none'));
    expect(await stillness(page)).toEqual({ boxes: before.boxes, moved: [] });
    expect(await page.evaluate(() => window.same_page)).toBe(true);
    await untilEqual('pending operations', 0, async () => (await cashier.till.status()).pending_operations);
    await cashier.next();
    await cashier.untilEmpty();
}

function picture(cashier: Cashier, state: string): Promise<Buffer> {
    const { language, width, height } = cashier.screen.look;
    const path = resolve(pictures, `${state}-${width}x${height}-${language}.png`);
    return cashier.page.screenshot({ path });
}

let customers = 0;
for (const language of ['zh-CN', 'en'] as const)
    for (const size of ['small', 'wide', 'tablet'] as const)
        test(`the main job in ${language} at ${sizes[size].join(' x ')}`, async () => {
            const cashier = await site.open(look(language, size));
            await picture(cashier, 'empty');
            const buyer = person(++customers);
            await fillBasket(cashier, buyer);
            await lookAtOffer(cashier, buyer);
            await picture(cashier, 'basket');
            await sellLinked(cashier);
            await cutAndSell(cashier, buyer);
            await comeBack(cashier);
        });
