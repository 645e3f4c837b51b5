// What the tab has kept may come from anywhere: the screen begins anew where it can make nothing of it, and says so where a view fails.
import { expect, test } from 'vitest';
import { key as kept } from '../../app/till/memory';
import { look } from './support/browser';
import type { Cashier } from './support/cashier';
import { useSite } from './support/site';
import { person, tea } from './support/world';

const site = useSite();

/** Complaints are what these tests are about. */
function takeComplaints(cashier: Cashier): string {
    return cashier.screen.takeComplaints().join('\n');
}

test('what is no till is left alone', async () => {
    const cashier = await site.open(look('en'));
    for (const text of ['{', 'null', '{"sale":{"ticket_id":"T1"},"waiting":[],"given_up":[]}']) {
        await cashier.page.evaluate(([key, value]) => sessionStorage.setItem(key, value), [kept, text] as const);
        await cashier.page.reload();
        await cashier.untilLink('up');
        await cashier.untilEmpty();
        expect(takeComplaints(cashier)).toContain('till.memory_malformed');
    }
});

test('a view that fails says so, and an empty basket is a way out', async () => {
    const cashier = await site.open(look('en'));
    const { screen, page } = cashier;
    await cashier.basket(person(33), tea.gtin, tea.sku, 1);
    // A line as no agent sends it: without its product's name.
    await page.evaluate(key => {
        const till = JSON.parse(sessionStorage.getItem(key) ?? '') as { sale: { lines: { product: { name?: unknown } }[] } };
        for (const line of till.sale.lines) delete line.product.name;
        sessionStorage.setItem(key, JSON.stringify(till));
    }, kept);
    await page.reload();
    await cashier.untilText(page.getByRole('heading', { level: 1 }), screen.t('broken.title'));
    expect(takeComplaints(cashier)).toContain('screen.failed');
    await screen.button(screen.t('broken.again')).click();
    await cashier.untilText(page.getByRole('heading', { level: 1 }), screen.t('broken.title'));
    await screen.button(screen.t('broken.anew')).click();
    await cashier.untilLink('up');
    await cashier.untilEmpty();
    await cashier.basket(person(33), tea.gtin, tea.sku, 2);
    expect(takeComplaints(cashier)).toContain('screen.failed');
});
