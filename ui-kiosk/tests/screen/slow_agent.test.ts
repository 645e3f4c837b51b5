// An agent that is slow, answers that get lost, a page that is loaded anew at the worst moment: a sale is booked once.
import { expect, test } from 'vitest';
import { look } from './support/browser';
import type { Cashier } from './support/cashier';
import { useSite } from './support/site';
import { until, untilEqual } from './support/until';
import { oolong, person, tea } from './support/world';

const site = useSite();

const quotes = /^\/v1\/quotes$/;
const checkouts = /^\/v1\/checkouts$/;
const commits = /\/commit$/;

async function open(): Promise<Cashier> {
    const cashier = await site.open(look('en'));
    cashier.screen.expectFailedCalls();
    return cashier;
}

/** Ten pieces for a member, with a coupon of theirs. */
async function basketOf(cashier: Cashier, number: number): Promise<void> {
    await cashier.basket(person(number), tea.gtin, tea.sku, 10);
    await cashier.untilDue('¥88.00');
}

/** Of the sale that is on the screen there is one ticket, and nothing is held for it any more. */
async function expectSoldOnce(cashier: Cashier, before: string[]): Promise<void> {
    const ticket = await cashier.untilSold();
    await cashier.untilText(cashier.done, '¥88.00');
    expect(await cashier.till.tickets()).toEqual([ticket, ...before]);
    await untilEqual('open checkouts', 0, async () => (await cashier.till.status()).open_checkouts);
}

test('nothing can be paid before the price of the basket as it stands is here', async () => {
    const cashier = await open();
    const { screen, page } = cashier;
    await cashier.till.scan(tea.gtin);
    await cashier.untilDue('¥12.00');
    const gate = screen.wire.hold('before', 'POST', quotes);
    await cashier.till.scan(tea.gtin);
    await gate.reached();
    await cashier.untilText(page.locator('.totals'), screen.t('totals.pricing'));
    expect(await cashier.payButton.isDisabled()).toBe(true);
    await page.keyboard.press('F9');
    // More comes while the first price is on its way: only the last price counts.
    for (let scan = 0; scan < 8; ++scan) await cashier.till.scan(tea.gtin);
    await cashier.untilQuantity(tea.sku, 10);
    expect(await cashier.phase()).toBe('editing');
    gate.release();
    await cashier.untilDue('¥120.00');
    expect(gate.count, 'one call for the first change, one for all that came meanwhile').toBe(2);
    expect(screen.wire.answers.filter(answer => answer.includes('checkouts'))).toEqual([]);
});

test('a price that was not heard is asked for again', async () => {
    const cashier = await open();
    cashier.screen.wire.lose(2, 'POST', quotes);
    await cashier.till.scan(tea.gtin);
    await cashier.untilText(cashier.problem, cashier.screen.t('problem.unreachable'));
    await cashier.untilDue('¥12.00');
    await untilEqual('the problem', '', () => cashier.problem.innerText());
});

test('rights that take long to come: the screen says so, and the sale can be given up', async () => {
    const cashier = await open();
    const { screen, page } = cashier;
    const before = await cashier.till.tickets();
    await basketOf(cashier, 1);
    const gate = screen.wire.hold('after', 'POST', checkouts);
    await page.keyboard.press('F9');
    await cashier.untilText(cashier.payButton, screen.t('pay.opening'));
    await gate.reached();
    expect((await cashier.till.status()).open_checkouts).toBe(1);
    await page.keyboard.press('Escape');
    await cashier.untilPriced();
    gate.release();
    await screen.button(screen.t('pay.discard')).click();
    await screen.button(screen.t('pay.discard_sure')).click();
    await cashier.untilEmpty();
    await untilEqual('open checkouts', 0, async () => (await cashier.till.status()).open_checkouts);
    expect(await cashier.till.tickets()).toEqual(before);
});

test('a checkout whose answer was lost is opened again, as the same one', async () => {
    const cashier = await open();
    const before = await cashier.till.tickets();
    await basketOf(cashier, 2);
    const gate = cashier.screen.wire.lose(2, 'POST', checkouts);
    await cashier.page.keyboard.press('F9');
    await expectSoldOnce(cashier, before);
    expect(gate.count).toBe(3);
});

test('a commit whose answer was lost is told again under its key, and booked once', async () => {
    const cashier = await open();
    const { screen } = cashier;
    const before = await cashier.till.tickets();
    await basketOf(cashier, 3);
    const gate = screen.wire.lose(3, 'POST', commits);
    await cashier.page.keyboard.press('F9');
    await cashier.untilText(cashier.problem, screen.t('pay.committing_help'));
    await cashier.untilText(cashier.payButton, screen.t('pay.again'));
    await cashier.page.keyboard.press('F9');
    await expectSoldOnce(cashier, before);
    expect(gate.count).toBe(4);
    const replies = screen.wire.answers.filter(answer => answer.includes('/commit'));
    expect(new Set(replies).size, 'the same checkout each time, and no refusal').toBe(1);
});

for (const side of ['before', 'after'] as const)
    test(`the page is loaded anew in the middle of a commit (the call is held ${side} the agent)`, async () => {
        const cashier = await open();
        const { screen, page } = cashier;
        const before = await cashier.till.tickets();
        await basketOf(cashier, side === 'before' ? 4 : 5);
        const gate = screen.wire.hold(side, 'POST', commits);
        await page.keyboard.press('F9');
        await gate.reached();
        expect((await cashier.till.tickets()).length - before.length).toBe(side === 'before' ? 0 : 1);
        await page.reload();
        await gate.reached(2);
        expect(await cashier.phase()).toBe('committing');
        gate.release();
        await expectSoldOnce(cashier, before);
    });

test('the agent is killed between its booking and its answer', async () => {
    const cashier = await open();
    const { screen, till } = cashier;
    const before = await till.tickets();
    await basketOf(cashier, 6);
    const gate = screen.wire.lose(1, 'POST', commits);
    await cashier.page.keyboard.press('F9');
    await gate.reached();
    await till.kill();
    await cashier.untilTone('agent', 'bad');
    await cashier.untilText(cashier.problem, screen.t('pay.committing_help'));
    await till.start();
    await expectSoldOnce(cashier, before);
});

test('nothing throws away a sale whose commit is not answered yet', async () => {
    const cashier = await open();
    const { screen, page } = cashier;
    const before = await cashier.till.tickets();
    await basketOf(cashier, 7);
    const gate = screen.wire.hold('after', 'POST', commits);
    await page.keyboard.press('F9');
    await gate.reached();
    await page.keyboard.press('Escape');
    expect(await screen.button(screen.t('pay.discard')).isDisabled()).toBe(true);
    await cashier.till.scan(oolong.gtin);
    await until('the scan waits', async () => (await cashier.notice.innerText()) !== '');
    expect(await cashier.phase()).toBe('committing');
    gate.release();
    await expectSoldOnce(cashier, before);
});
