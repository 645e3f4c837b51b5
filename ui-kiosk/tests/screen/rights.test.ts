// What a member may spend besides coupons and points: benefit cards and other purses; coupons that have to be asked for; and
// coupons of other issuers.
import { expect, test } from 'vitest';
import { look } from './support/browser';
import type { Cashier } from './support/cashier';
import { useSite } from './support/site';
import { issuer_code, other_regular, regular, special_names, tea, variety } from './support/world';

const site = useSite();

async function begin(cashier: Cashier, who: typeof regular, pieces: number): Promise<void> {
    await cashier.till.scan(who.code);
    await cashier.untilMember(who.member_id);
    await cashier.type(`${pieces}*${tea.gtin}`);
    await cashier.untilQuantity(tea.sku, pieces);
    await cashier.untilPriced();
}

for (const [language, size] of [
    ['zh-CN', 'small'],
    ['en', 'phone'],
] as const)
    test(`a benefit card, stamps and double points in ${language} on ${size}`, async () => {
        const cashier = await site.open(look(language, size, size === 'phone'));
        const { screen } = cashier;
        const words = special_names[language];
        await begin(cashier, regular, 10);
        const card = screen.page.locator(`[data-card="${regular.card_id}"]`);
        const purse = screen.id('purse');
        // The member's card has both balances.
        await cashier.untilText(screen.id('balance').nth(0), '3,000');
        await cashier.untilText(screen.id('balance').nth(1), `${words.stamps} ${regular.stamps}`);
        // 120.00, drinks at 80 %: less than gold members pay.
        await cashier.untilDue('¥96.00');
        await cashier.untilText(card, words.card);
        await cashier.untilText(card, screen.t('cards.uses', { n: 1, left: 10 }));
        await cashier.untilText(card, '−¥24.00');
        await cashier.untilText(cashier.line(tea.sku), `${words.card} −¥24.00`);
        // Left out by hand, and back.
        await card.getByRole('button').click();
        await cashier.untilDue('¥108.00');
        await cashier.untilText(card, screen.t('cards.left', { n: 10 }));
        await screen.button(screen.t('coupons.use_best')).click();
        await cashier.untilDue('¥96.00');
        // Stamps: 10 for 5.00.
        await cashier.untilText(purse, screen.t('points.can', { points: 40 }));
        await purse.getByRole('button').click();
        await cashier.untilDue('¥76.00');
        await cashier.untilText(purse, screen.t('points.uses', { points: 40, amount: '¥20.00' }));
        await cashier.untilText(cashier.line(tea.sku), `${words.stamps} −¥20.00`);
        await purse.getByRole('button').click();
        await cashier.untilDue('¥96.00');
        // 144 points as gold, 192 with the coupon, which one press uses.
        const double_points = cashier.coupon(regular.double_points);
        await cashier.untilText(double_points, screen.t('coupons.adds', { points: 48 }));
        await cashier.couponSwitch(regular.double_points).click();
        await cashier.untilText(double_points, screen.t('coupons.added', { points: 48 }));
        await cashier.untilText(screen.id('points'), screen.t('points.earn', { points: 192 }));
        await cashier.untilText(card, '−¥24.00');
        await cashier.untilDue('¥96.00');
        // Snacks earn stamps.
        await cashier.till.scan(variety[5]?.gtin ?? '');
        await cashier.untilText(purse, screen.t('points.earn', { points: 2 }));
    });

test('what is at risk of a benefit card is seen, and what is spent is on the ticket', async () => {
    const cashier = await site.open(look('en'));
    const { screen } = cashier;
    await begin(cashier, other_regular, 2);
    const card = screen.page.locator(`[data-card="${other_regular.card_id}"]`);
    await cashier.untilText(card, screen.t('right.ask'));
    await site.store.stopHub();
    await cashier.untilLink('down');
    await cashier.untilText(card, screen.t('right.risk'));
    expect(await cashier.line(tea.sku).locator('.effect.risk').innerText()).toContain('−¥4.80');
    await cashier.pay();
    await cashier.untilText(cashier.done, screen.t('done.risk'));
    await site.store.startHub();
    await cashier.untilLink('up');
    await cashier.next();
    await cashier.untilEmpty();
    await begin(cashier, other_regular, 2);
    await cashier.untilText(card, screen.t('cards.uses', { n: 1, left: 9 }));
});

test('a coupon of another issuer is scanned and used', async () => {
    const cashier = await site.open(look('en'));
    await cashier.till.scan(tea.gtin);
    await cashier.type(`5*${tea.gtin}`);
    await cashier.untilDue('¥72.00');
    await cashier.till.scan(issuer_code);
    await cashier.untilDue('¥62.00');
    await cashier.untilText(cashier.page.locator('.coupons'), special_names.en.live);
});
