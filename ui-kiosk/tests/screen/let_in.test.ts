// Who may be a screen: a browser with a code that is good once, and nobody else.
import { expect, test } from 'vitest';
import { look } from './support/browser';
import type { Cashier } from './support/cashier';
import { useSite } from './support/site';
import { tea } from './support/world';

const site = useSite();

const field = (cashier: Cashier) => cashier.page.locator('#screen-code');

async function untilAsked(cashier: Cashier): Promise<void> {
    await cashier.page.getByRole('heading', { name: cashier.screen.t('let_in.title') }).waitFor();
}

async function expectRefused(cashier: Cashier): Promise<void> {
    await cashier.untilText(cashier.page.getByRole('alert'), cashier.screen.t('let_in.wrong'));
    await untilAsked(cashier);
}

function newCode(): string {
    return site.till.screenAddress().split('#')[1] ?? '';
}

async function outside(): Promise<Cashier> {
    const cashier = await site.browser(look('en'));
    cashier.screen.expectFailedCalls();
    return cashier;
}

test('the printed address lets one browser in, once, and leaves no code behind', async () => {
    const address = site.till.screenAddress();
    const first = await outside();
    await first.page.goto(address);
    await first.untilLink('up');
    expect(first.page.url()).toBe(`${site.till.origin}/`);
    expect(await first.page.evaluate(() => history.length), 'no step back to the code').toBeLessThanOrEqual(2);
    expect(await first.page.evaluate(() => document.cookie), 'no script reads the cookie').toBe('');
    const second = await outside();
    await second.page.goto(address);
    await expectRefused(second);
    // The first one stays in, also when it is loaded anew.
    await first.page.reload();
    await first.untilLink('up');
    await first.till.scan(tea.gtin);
    await first.untilQuantity(tea.sku, 1);
    // No scan reaches the other.
    expect(await second.screen.id('line').count()).toBe(0);
});

test('wrong codes are refused, the right one is taken as people type it', async () => {
    const cashier = await outside();
    const { screen, page } = cashier;
    await page.goto(site.till.origin);
    await untilAsked(cashier);
    await field(cashier).fill('22222-22222');
    await screen.button(screen.t('let_in.enter')).click();
    await expectRefused(cashier);
    const code = newCode();
    await field(cashier).fill(code.replace('-', ' ').toLowerCase());
    await field(cashier).press('Enter');
    await cashier.untilLink('up');
    await page.reload();
    await cashier.untilLink('up');
    const other = await outside();
    await other.page.goto(site.till.origin);
    await untilAsked(other);
    await field(other).fill(code);
    await field(other).press('Enter');
    await expectRefused(other);
});

test('a browser that is not let in hears and asks nothing', async () => {
    const cashier = await outside();
    await cashier.page.goto(site.till.origin);
    await untilAsked(cashier);
    await cashier.till.scan(tea.gtin);
    await cashier.page.keyboard.press('F9');
    await cashier.page.keyboard.type(tea.gtin);
    await untilAsked(cashier);
    const let_through = cashier.screen.wire.answers.filter(answer => !answer.endsWith(' 401'));
    expect(let_through).toEqual([]);
    expect(cashier.screen.wire.events).toBe(0);
});

test('a screen that is put out asks for a code, and goes on with its sale', async () => {
    const cashier = await outside();
    const { screen, till } = cashier;
    await cashier.page.goto(till.screenAddress());
    await cashier.untilLink('up');
    await till.scan(tea.gtin);
    await cashier.untilDue('¥12.00');
    await till.stop();
    till.forgetToken();
    await till.start();
    await untilAsked(cashier);
    await field(cashier).fill(newCode());
    await screen.button(screen.t('let_in.enter')).click();
    await cashier.untilLink('up');
    await cashier.untilQuantity(tea.sku, 1);
    await till.scan(tea.gtin);
    await cashier.untilDue('¥24.00');
    const ticket = await cashier.pay();
    expect((await till.tickets())[0]).toBe(ticket);
});
