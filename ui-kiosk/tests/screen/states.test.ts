// The main states of the screen at every size and in both languages: accessible, in one language, nothing cut off, nothing
// on top of anything; and a picture of each for people to look at.
import { test } from 'vitest';
import { looks } from './support/browser';
import type { Cashier } from './support/cashier';
import { openElsewhere } from './support/elsewhere';
import { inspect } from './support/inspect';
import { useSite } from './support/site';
import { collector, person, tea, variety } from './support/world';

const site = useSite(2);

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

for (const [at, one] of looks.entries())
    test(`every state in ${one.language} at ${one.width} x ${one.height}`, async () => {
        const cashier = await site.browser(one);
        await letIn(cashier);
        await fullBasket(cashier);
        await confirming(cashier, at + 1);
        await withoutHq(cashier);
        await withoutAgent(cashier);
    });
