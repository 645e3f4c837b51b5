// The same sale with the keyboard alone, with a finger alone, and with a scanner that types.
import { expect, test } from 'vitest';
import { look } from './support/browser';
import type { Cashier } from './support/cashier';
import { useSite } from './support/site';
import { until, untilEqual } from './support/until';
import { names, oolong, person, soda, tea } from './support/world';

const site = useSite();
const finger_px_least = 44;

/** Presses Tab until the button of that name has the focus. */
async function tabTo(cashier: Cashier, name: string): Promise<void> {
    const stops_most = 80;
    for (let stop = 0; stop < stops_most; ++stop) {
        await cashier.page.keyboard.press('Tab');
        const focused = cashier.page.locator(':focus');
        if ((await focused.count()) === 0) continue;
        const label = (await focused.getAttribute('aria-label')) ?? (await focused.innerText());
        if (label.startsWith(name)) return;
    }
    throw new Error(`no way to "${name}" with Tab`);
}

async function typeCode(cashier: Cashier, text: string): Promise<void> {
    await cashier.page.keyboard.type(text);
    await cashier.page.keyboard.press('Enter');
}

test('a sale with nothing but the keyboard', async () => {
    const cashier = await site.open(look('en'));
    const { screen, page } = cashier;
    const buyer = person(1);
    const keys = page.keyboard;
    await typeCode(cashier, buyer.code.toLowerCase());
    await cashier.untilMember(buyer.member_id);
    await typeCode(cashier, `19*${tea.gtin}`);
    await typeCode(cashier, oolong.gtin);
    await cashier.untilQuantity(oolong.sku, 1);
    await keys.press('ArrowRight');
    await cashier.untilQuantity(oolong.sku, 2);
    await keys.press('Delete');
    await untilEqual('lines', 1, () => screen.id('line').count());
    await keys.press('ArrowRight');
    await keys.press('ArrowRight');
    await keys.press('ArrowLeft');
    await cashier.untilQuantity(tea.sku, 20);
    await cashier.untilDue('¥194.40');
    await tabTo(cashier, screen.t('coupons.leave', { name: names.en.percent_off }));
    await keys.press('Space');
    await cashier.untilDue('¥216.00');
    await tabTo(cashier, screen.t('coupons.use', { name: names.en.amount_off }));
    await keys.press('Enter');
    await cashier.untilDue('¥196.00');
    await keys.press('F6');
    await cashier.untilDue('¥194.40');
    await keys.press('F7');
    await cashier.untilDue('¥164.40');
    await keys.press('F8');
    await page.getByRole('button', { name: screen.t('tender.wechat_pay'), pressed: true }).waitFor();
    await tabTo(cashier, screen.t('strip.details'));
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keys.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const ticket = await cashier.pay();
    expect((await cashier.till.tickets())[0]).toBe(ticket);
    await cashier.next();
    await cashier.untilEmpty();
});

/** What can be pressed, as it is seen, and is smaller than a finger needs. */
function tooSmall(cashier: Cashier): Promise<string[]> {
    return cashier.page.evaluate(least => {
        const targets = document.querySelectorAll<HTMLElement>('button, summary, input, select, a[href], [role="button"]');
        return [...targets]
            .filter(target => target.checkVisibility())
            .map(target => ({ target, box: target.getBoundingClientRect() }))
            .filter(({ box }) => Math.min(box.width, box.height) < least)
            .map(({ target, box }) => `${target.outerHTML.slice(0, 120)}: ${box.width} x ${box.height}`);
    }, finger_px_least);
}

async function tapIn(cashier: Cashier, text: string): Promise<void> {
    await cashier.scanBox.tap();
    // The keyboard on the glass.
    await cashier.page.keyboard.insertText(text);
    await cashier.screen.button(cashier.screen.t('scan.enter')).tap();
}

test('a sale with nothing but a finger, and every target is large enough', async () => {
    const cashier = await site.browser(look('en', 'tablet', true));
    const { screen, page } = cashier;
    const buyer = person(2);
    screen.expectFailedCalls();
    await page.goto(cashier.till.origin);
    await page.locator('#screen-code').tap();
    expect(await tooSmall(cashier)).toEqual([]);
    await page.keyboard.insertText(cashier.till.screenAddress().split('#')[1] ?? '');
    await screen.button(screen.t('let_in.enter')).tap();
    await cashier.untilLink('up');
    expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches), 'the tablet has a finger').toBe(true);
    await tapIn(cashier, buyer.code);
    await cashier.untilMember(buyer.member_id);
    await tapIn(cashier, '9*');
    await cashier.till.scan(tea.gtin);
    await cashier.untilQuantity(tea.sku, 9);
    await screen.button(screen.t('basket.more', { name: names.en.tea })).tap();
    await cashier.untilQuantity(tea.sku, 10);
    await cashier.untilDue('¥88.00');
    expect(await tooSmall(cashier)).toEqual([]);
    await screen.id('points').getByRole('button').tap();
    await cashier.untilDue('¥58.00');
    await cashier.couponSwitch(buyer.amount_off).tap();
    await cashier.untilDue('¥78.00');
    await screen.button(screen.t('coupons.use_best')).tap();
    await cashier.untilDue('¥58.00');
    await screen.button(screen.t('tender.card')).tap();
    await screen.button(screen.t('strip.details')).tap();
    await page.getByRole('dialog').waitFor();
    expect(await tooSmall(cashier)).toEqual([]);
    await screen.button(screen.t('details.close')).tap();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await cashier.payButton.tap();
    const ticket = await cashier.untilSold();
    expect(await tooSmall(cashier)).toEqual([]);
    expect((await cashier.till.tickets())[0]).toBe(ticket);
    await until('the next sale begins', async () => {
        if ((await cashier.phase()) !== 'done') return true;
        await screen.button(screen.t('pay.next')).tap();
        return false;
    });
    await cashier.untilEmpty();
    await tapIn(cashier, tea.gtin);
    await cashier.untilQuantity(tea.sku, 1);
    await screen.button(screen.t('pay.discard')).tap();
    await screen.button(screen.t('pay.discard_sure')).tap();
    await cashier.untilEmpty();
});

test('a scanner that types is heard whatever has the focus', async () => {
    const cashier = await site.open(look('en'));
    const { screen, page } = cashier;
    const button = (name: string) => screen.button(name);
    const places: [string, () => Promise<void>][] = [
        ['nothing', () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())],
        ['the scan box', () => cashier.scanBox.focus()],
        ['a way to pay', () => button(screen.t('tender.card')).focus()],
        ['the button that discards', () => button(screen.t('pay.discard')).focus()],
        ['the button that pays', () => cashier.payButton.focus()],
        ['the list of goods', () => screen.id('lines').focus()],
        ['a quantity', () => cashier.quantityField(soda.sku).focus()],
        ['a quantity by the mouse', () => cashier.quantityField(soda.sku).click()],
        ['the switch of the language', () => button(screen.t('language.switch')).focus()],
        ['the details', () => button(screen.t('strip.details')).click()],
    ];
    await cashier.till.scan(soda.gtin);
    await cashier.untilQuantity(soda.sku, 1);
    await cashier.untilPriced();
    for (const [at, [place, focus]] of places.entries()) {
        await focus();
        await typeCode(cashier, tea.gtin);
        await untilEqual(`pieces with the focus on ${place}`, { [soda.sku]: '1', [tea.sku]: String(at + 1) }, () =>
            cashier.quantities(),
        );
        expect(await cashier.scanBox.inputValue()).toBe('');
        expect(await cashier.phase()).toBe('editing');
    }
});
