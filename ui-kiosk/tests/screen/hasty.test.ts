// What hurried hands do: the next thing is pressed or typed before the last one is through, and nothing is sold otherwise than it
// is seen.
import { expect, test } from 'vitest';
import { look } from './support/browser';
import { useSite } from './support/site';
import { untilEqual } from './support/until';
import { oolong, tea } from './support/world';

const site = useSite();

test('a quantity that is still being typed counts before F9 does', async () => {
    const cashier = await site.open(look('en'));
    await cashier.type(tea.gtin);
    await cashier.untilDue('¥12.00');
    await cashier.quantityField(tea.sku).fill('5');
    await cashier.page.keyboard.press('F9');
    await cashier.untilDue('¥60.00');
    expect(await cashier.phase()).toBe('editing');
    await cashier.pay();
    await cashier.untilText(cashier.done, '¥60.00');
});

test('"3*" begins the next sale, three times', async () => {
    const cashier = await site.open(look('en'));
    await cashier.type(tea.gtin);
    await cashier.untilDue('¥12.00');
    await cashier.pay();
    await cashier.type(`3*${oolong.gtin}`);
    await cashier.untilQuantity(oolong.sku, 3);
    await cashier.untilDue('¥13.50');
});

test('"3*" is about its own code, not about the one before, whose answer is still on its way', async () => {
    const cashier = await site.open(look('en'));
    const { wire } = cashier.screen;
    const gate = wire.hold('before', 'POST', /identify$/);
    await cashier.type(tea.gtin);
    await cashier.type(`3*${oolong.gtin}`);
    await gate.reached();
    gate.release();
    await cashier.untilQuantity(oolong.sku, 3);
    await cashier.untilQuantity(tea.sku, 1);
});

test('F9 waits for a code that was typed before it', async () => {
    const cashier = await site.open(look('en'));
    await cashier.type(tea.gtin);
    await cashier.untilDue('¥12.00');
    const gate = cashier.screen.wire.hold('before', 'POST', /identify$/);
    await cashier.type(oolong.gtin);
    await gate.reached();
    await cashier.page.keyboard.press('F9');
    expect(await cashier.phase()).toBe('editing');
    gate.release();
    await cashier.untilDue('¥16.50');
    await cashier.pay();
    await cashier.untilText(cashier.done, '¥16.50');
});

test('a tab that waits to be let in sells as soon as another one is', async () => {
    const first = await site.browser(look('en'));
    first.screen.expectFailedCalls();
    await first.page.goto(`${site.till.origin}/`);
    await first.page.locator('#screen-code').waitFor();
    const second = await first.screen.context.newPage();
    await second.goto(site.till.screenAddress());
    await second.locator('#scan').waitFor();
    await second.close();
    await first.untilLink('up');
    await untilEqual('pieces', '1', async () => {
        if ((await first.line(tea.sku).count()) === 0) await site.till.scan(tea.gtin);
        await first
            .line(tea.sku)
            .waitFor({ timeout: 1_000 })
            .catch(() => undefined);
        return first
            .quantityField(tea.sku)
            .inputValue({ timeout: 1_000 })
            .catch(() => '');
    });
    await first.untilDue('¥12.00');
});

test('an address that ends in nonsense is no reason to stand still', async () => {
    const cashier = await site.open(look('en'));
    cashier.screen.expectFailedCalls();
    await cashier.page.goto('about:blank');
    await cashier.page.goto(`${site.till.origin}/#%`);
    await cashier.untilLink('up');
});
