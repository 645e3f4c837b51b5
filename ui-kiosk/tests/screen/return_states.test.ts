// The states in which goods come back, and those of members with all kinds of rights, at every size and in both languages.
import { test } from 'vitest';
import { looks } from './support/browser';
import type { Cashier } from './support/cashier';
import { inspect } from './support/inspect';
import { useSite } from './support/site';
import { gift_buyer, oolong, person, regular, tea } from './support/world';

const site = useSite();

/** A benefit card, two purses, a coupon that would add points. */
async function manyRights(cashier: Cashier): Promise<void> {
    const { screen, till } = cashier;
    await till.scan(regular.code);
    await cashier.untilMember(regular.member_id);
    await cashier.type(`10*${tea.gtin}`);
    await cashier.untilDue('¥96.00');
    await cashier.untilText(cashier.coupon(regular.double_points), screen.t('coupons.adds', { points: 48 }));
    await inspect(cashier, 'many-rights');
    await screen.button(screen.t('pay.discard')).click();
    await screen.button(screen.t('pay.discard_sure')).click();
    await cashier.untilEmpty();
}

/** Goods of a sale come back, to the last. */
async function returning(cashier: Cashier, number: number): Promise<void> {
    const { screen, page } = cashier;
    await cashier.basket(person(number), tea.gtin, tea.sku, 10);
    await page.keyboard.press('F7');
    await cashier.untilText(screen.id('points'), '−¥');
    const ticket = await cashier.pay();
    await cashier.next();
    await cashier.untilEmpty();
    await page.keyboard.press('F4');
    await screen.id('ticket-row').first().waitFor();
    await cashier.type('T-NONE');
    await cashier.untilText(cashier.problem, screen.t('problem.ticket_unknown'));
    await inspect(cashier, 'return-find');
    await cashier.type(ticket);
    await cashier.untilReturn('choosing');
    await screen.button(screen.t('returns.everything')).click();
    await screen.page.locator('[data-part="burn"]').waitFor();
    await inspect(cashier, 'return-goods');
    await page.keyboard.press('F9');
    await cashier.untilReturn('done');
    await inspect(cashier, 'return-done');
    await cashier.leaveReturn('F9');
}

/** A gift stays with the customer: somebody has to decide. */
async function gift(cashier: Cashier, who: (typeof gift_buyer)[number]): Promise<void> {
    const { screen, page, till } = cashier;
    await till.scan(who.code);
    await cashier.untilMember(who.member_id);
    await cashier.type(`10*${tea.gtin}`);
    await cashier.untilQuantity(tea.sku, 10);
    await till.scan(oolong.gtin);
    await cashier.untilQuantity(oolong.sku, 1);
    await cashier.untilText(cashier.coupon(who.coupon_id), '−¥');
    await cashier.untilPriced();
    const ticket = await cashier.pay();
    await cashier.next();
    await page.keyboard.press('F4');
    await cashier.untilReturn('finding');
    await cashier.type(ticket);
    await cashier.untilReturn('choosing');
    await cashier.quantityInReturn(tea.sku, 10);
    await screen.id('gifts').waitFor();
    await inspect(cashier, 'return-gift');
}

for (const [at, one] of looks.entries())
    test(`every state of a return in ${one.language} at ${one.width} x ${one.height}`, async () => {
        const cashier = await site.open(one);
        await manyRights(cashier);
        await returning(cashier, at + 1);
        // Each has one such coupon.
        if (at === 0) await gift(cashier, gift_buyer[0]);
        if (at === looks.length - 1) await gift(cashier, gift_buyer[1]);
    });
