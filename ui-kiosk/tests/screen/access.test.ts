// The screen's main states are usable by everybody: WCAG 2.2 AA as far as axe can tell, in both languages.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';
import { look } from './support/browser';
import type { Cashier } from './support/cashier';
import { useSite } from './support/site';
import { oolong, person, tea } from './support/world';

const site = useSite();
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function check(cashier: Cashier, state: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page: cashier.page }).withTags(levels).analyze();
    const told = violations.map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 200)).join(' | ')}`);
    expect(told, state).toEqual([]);
}

test.each(['zh-CN', 'en'] as const)('%s: no state of the screen shuts anybody out', async language => {
    const buyer = person(language === 'en' ? 31 : 32);
    const stranger = await site.browser(look(language));
    stranger.screen.expectFailedCalls();
    await stranger.page.goto(`${site.till.origin}/`);
    await stranger.page.locator('#screen-code').waitFor();
    await check(stranger, 'not let in');
    await stranger.page.locator('#screen-code').fill('WRONG-22222');
    await stranger.page.locator('#screen-code').press('Enter');
    await stranger.untilText(stranger.page.getByRole('alert'), stranger.screen.t('let_in.wrong'));
    await check(stranger, 'wrong code');

    const cashier = await site.open(look(language));
    const { screen, page } = cashier;
    await check(cashier, 'empty');
    await page.getByTestId('details-open').click();
    await page.getByRole('dialog').waitFor();
    await check(cashier, 'details');
    await page.keyboard.press('Escape');

    await cashier.basket(buyer, tea.gtin, tea.sku, 20);
    await cashier.type(oolong.gtin);
    await cashier.untilQuantity(oolong.sku, 1);
    await cashier.type('NO-SUCH-CODE');
    await cashier.untilText(cashier.notice, 'NO-SUCH-CODE');
    await check(cashier, 'basket with a notice');

    await site.store.stopHub();
    await cashier.untilLink('down');
    // Priced again by itself: what HQ would have to be asked for is left out, and what may be risked is taken.
    await cashier.untilText(cashier.coupon(buyer.amount_off), screen.t('right.risk'));
    await check(cashier, 'at risk, without HQ');
    await cashier.pay();
    await check(cashier, 'paid at risk');
    await cashier.next();
    await site.store.startHub();
    await cashier.untilLink('up');
});
