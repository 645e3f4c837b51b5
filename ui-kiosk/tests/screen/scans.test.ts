// No scan is lost and none counts twice, whatever the screen is doing meanwhile.
import { expect, test } from 'vitest';
import { look } from './support/browser';
import type { Cashier } from './support/cashier';
import { useSite } from './support/site';
import { untilEqual } from './support/until';
import { apples, oolong, person, soda, tea } from './support/world';

const site = useSite();

const goods = [tea, oolong, soda];
const burst = 50;
const at_once = 10;

/** As fast as the agent takes them, in parallel; answers with what the basket has to hold then. */
async function scanMany(count: number): Promise<Record<string, string>> {
    const codes = Array.from({ length: count }, (_, at) => goods[at % goods.length] ?? tea);
    const sums: Record<string, number> = {};
    for (const { sku } of codes) sums[sku] = (sums[sku] ?? 0) + 1;
    for (let from = 0; from < count; from += at_once)
        await Promise.all(codes.slice(from, from + at_once).map(({ gtin }) => site.till.scan(gtin)));
    return Object.fromEntries(Object.entries(sums).map(([sku, sum]) => [sku, String(sum)]));
}

/** Lines come in the order in which they were scanned first; that is not what is counted here. */
const sorted = (sums: Record<string, string>) => Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1));

function untilBasket(cashier: Cashier, wanted: Record<string, string>): Promise<void> {
    return untilEqual('the basket', sorted(wanted), async () => sorted(await cashier.quantities()));
}

test('fifty scans in a burst add up', async () => {
    const cashier = await site.open(look('en'));
    await untilBasket(cashier, await scanMany(burst));
    // 17 x 12.00, 17 x 4.50, 16 x 3.10
    await cashier.untilDue('¥330.10');
});

test('scans are taken while a quantity has the focus, and while one is typed', async () => {
    const cashier = await site.open(look('en'));
    await cashier.till.scan(apples.gtin);
    await cashier.untilQuantity(apples.sku, 1);
    await cashier.quantityField(apples.sku).fill('0.385');
    const wanted = await scanMany(burst);
    await untilBasket(cashier, { ...wanted, [apples.sku]: '0.385' });
    await cashier.page.keyboard.press('Enter');
    await untilBasket(cashier, { ...wanted, [apples.sku]: '0.385' });
    // 330.10, and 0.385 kg at 11.70
    await cashier.untilDue('¥334.60');
});

test('scans are taken while the details are open', async () => {
    const cashier = await site.open(look('zh-CN'));
    await cashier.screen.id('details-open').click();
    await cashier.page.getByRole('dialog').waitFor();
    await untilBasket(cashier, await scanMany(burst));
    expect(await cashier.page.getByRole('dialog').isVisible()).toBe(true);
    await cashier.page.keyboard.press('Escape');
    await cashier.untilDue('¥330.10');
});

test('scans are taken while the page is loaded anew, twice', async () => {
    const cashier = await site.open(look('en'));
    const buyer = person(1);
    await cashier.till.scan(buyer.code);
    await cashier.untilMember(buyer.member_id);
    const scans = scanMany(burst);
    await cashier.screen.id('line').first().waitFor();
    await cashier.page.reload();
    await cashier.page.reload({ waitUntil: 'commit' });
    await untilBasket(cashier, await scans);
    await cashier.untilMember(buyer.member_id);
    await cashier.untilPriced();
});

for (const side of ['before', 'after'] as const)
    test(`scans during a commit belong to the next sale (the call is held ${side} the agent)`, async () => {
        const cashier = await site.open(look('en'));
        const { screen } = cashier;
        await cashier.till.scan(tea.gtin);
        await cashier.untilDue('¥12.00');
        const gate = screen.wire.hold(side, 'POST', /\/commit$/);
        await cashier.page.keyboard.press('F9');
        await gate.reached();
        const wanted = await scanMany(burst);
        await cashier.untilText(cashier.notice, screen.t('scan.waiting', { n: burst }));
        expect(await cashier.quantities()).toEqual({ [tea.sku]: '1' });
        gate.release();
        const ticket = await cashier.untilSold();
        await cashier.untilText(cashier.done, '¥12.00');
        expect((await cashier.till.tickets())[0]).toBe(ticket);
        await cashier.next();
        await untilBasket(cashier, wanted);
        await cashier.untilDue('¥330.10');
    });

test('the scan of the next customer ends a sale that is done', async () => {
    const cashier = await site.open(look('en'));
    await cashier.till.scan(tea.gtin);
    await cashier.untilDue('¥12.00');
    await cashier.pay();
    await cashier.till.scan(oolong.gtin);
    await untilBasket(cashier, { [oolong.sku]: '1' });
});

test('the agent is killed: scans reach the screen again, and the sale goes on', async () => {
    const cashier = await site.open(look('en'));
    const { screen, till } = cashier;
    screen.expectFailedCalls();
    await untilBasket(cashier, await scanMany(burst));
    await till.kill();
    await cashier.untilTone('agent', 'bad');
    await cashier.untilText(cashier.strip('agent'), screen.t('strip.agent_down'));
    await till.start();
    // Before the screen is back, too: the agent keeps them for it.
    await scanMany(burst);
    await untilBasket(cashier, { [tea.sku]: '34', [oolong.sku]: '34', [soda.sku]: '32' });
    await cashier.untilTone('agent', 'good');
    expect(await cashier.notice.innerText()).toBe('');
    await cashier.untilDue('¥660.20');
    const ticket = await cashier.pay();
    expect((await till.tickets())[0]).toBe(ticket);
});
