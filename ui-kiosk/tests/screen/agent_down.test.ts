// The page itself outlives the agent: it opens while nothing answers, and comes alive by itself.
import { expect, test } from 'vitest';
import { look } from './support/browser';
import type { Cashier } from './support/cashier';
import { useSite } from './support/site';
import { oolong, person, tea } from './support/world';

const site = useSite();

/** The browser has put the page by: from now on it opens without the agent. */
async function untilKept(cashier: Cashier): Promise<void> {
    await cashier.page.evaluate(async () => {
        await navigator.serviceWorker.ready;
    });
    await cashier.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

async function expectAlive(cashier: Cashier): Promise<void> {
    await cashier.untilTone('agent', 'good');
    await cashier.untilLink('up');
    await cashier.till.scan(oolong.gtin);
    await cashier.untilQuantity(oolong.sku, 1);
    // 20 x 12.00 and 4.50, less 10 % for gold, less 10 %
    await cashier.untilDue('¥198.05');
}

test('a sale goes on where the page is loaded anew without an agent, and ends when that is back', async () => {
    const cashier = await site.open(look('en'));
    const { screen, till, page } = cashier;
    screen.expectFailedCalls();
    const buyer = person(1);
    await untilKept(cashier);
    await cashier.basket(buyer, tea.gtin, tea.sku, 20);
    await cashier.untilDue('¥194.40');
    await till.kill();
    await page.reload();
    await cashier.untilMember(buyer.member_id);
    await cashier.untilQuantity(tea.sku, 20);
    await cashier.untilTone('agent', 'bad');
    await cashier.untilText(cashier.strip('agent'), screen.t('strip.agent_down'));
    await cashier.untilDue('¥194.40');
    // What is typed now is not taken, and the screen says so.
    await cashier.type(tea.gtin);
    await cashier.untilText(cashier.notice, screen.t('notice.not_heard', { value: tea.gtin }));
    await page.keyboard.press('F9');
    await cashier.untilText(cashier.problem, screen.t('problem.unreachable'));
    await page.keyboard.press('Escape');
    await cashier.untilQuantity(tea.sku, 20);
    await till.start();
    await expectAlive(cashier);
    const ticket = await cashier.pay();
    expect((await till.tickets())[0]).toBe(ticket);
    expect(screen.wire.answers.filter(answer => answer.includes('sessions')).length, 'let in once').toBe(1);
});

test('another tab opens without an agent, and is a screen when that is back', async () => {
    const first = await site.open(look('zh-CN'));
    // Before the agent stops: the first tab looks for it from then on.
    first.screen.expectFailedCalls();
    await untilKept(first);
    await first.till.stop();
    const second = await site.tab(first);
    second.screen.expectFailedCalls();
    await second.page.goto(first.till.origin);
    await second.untilTone('agent', 'bad');
    await second.untilText(second.strip('agent'), second.screen.t('strip.agent_down'));
    await second.untilText(second.page.locator('.basket'), second.screen.t('basket.empty'));
    await first.till.start();
    for (const cashier of [first, second]) await cashier.untilLink('up');
    // Both are screens of this till, and both hear its scanner.
    await first.till.scan(tea.gtin);
    for (const cashier of [first, second]) await cashier.untilQuantity(tea.sku, 1);
});

test('a commit that the agent never heard is booked once when it is back', async () => {
    const cashier = await site.open(look('en'));
    const { screen, till, page } = cashier;
    screen.expectFailedCalls();
    await untilKept(cashier);
    await cashier.till.scan(tea.gtin);
    await cashier.untilDue('¥12.00');
    const before = await till.tickets();
    const gate = screen.wire.hold('before', 'POST', /\/commit$/);
    await page.keyboard.press('F9');
    await gate.reached();
    await till.kill();
    gate.release();
    await cashier.untilText(cashier.problem, screen.t('pay.committing_help'));
    await page.reload();
    await cashier.untilText(cashier.problem, screen.t('pay.committing_help'));
    await till.start();
    const ticket = await cashier.untilSold();
    expect(await till.tickets()).toEqual([ticket, ...before]);
});
