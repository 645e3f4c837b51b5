// What is below a whole unit of money is let go where the rules allow it; where they do not, nothing is booked.
import { expect, test } from 'vitest';
import { look } from './support/browser';
import { useSite } from './support/site';
import { oolong, soda } from './support/world';

const site = useSite();

for (const language of ['en', 'zh-CN'] as const)
    test(`a press rounds off, and the ticket is booked so (${language})`, async () => {
        const cashier = await site.open(look(language));
        const { screen, page } = cashier;
        const button = screen.button(screen.t('pay.round_off'));
        await cashier.till.scan(oolong.gtin);
        await cashier.untilDue('¥4.50');
        await button.click();
        await cashier.untilDue('¥4.00');
        await cashier.untilText(screen.id('rounding'), screen.t('totals.rounding'));
        await cashier.untilText(cashier.payButton, screen.t('pay.take', { amount: '¥4.00' }));
        await button.click();
        await cashier.untilDue('¥4.50');
        await button.click();
        const ticket = await cashier.pay();
        await cashier.untilText(cashier.done, '¥4.00');
        const sold = await cashier.till.call<{ tickets: { quote: { totals: object }; tenders: object[] }[] }>(
            'GET',
            '/v1/tickets?limit=1',
        );
        expect(sold.body.tickets[0]).toMatchObject({
            ticket: { ticket_id: ticket },
            quote: { totals: { due: 400, rounding: 50 } },
            tenders: [{ kind: 'cash', amount: 400 }],
        });
        await page.keyboard.press('F9');
        await cashier.next();
        // The next sale is not rounded.
        await cashier.till.scan(oolong.gtin);
        await cashier.untilDue('¥4.50');
    });

test('more than the rules let go of is refused, and said', async () => {
    const cashier = await site.open(look('en'));
    const { screen } = cashier;
    cashier.screen.expectFailedCalls();
    const before = await cashier.till.tickets();
    await cashier.type(`9*${soda.gtin}`);
    await cashier.untilDue('¥27.90');
    await screen.button(screen.t('pay.round_off')).click();
    await cashier.untilDue('¥27.00');
    await cashier.page.keyboard.press('F9');
    await cashier.untilText(cashier.problem, 'at most 50');
    await cashier.untilDue('¥27.90');
    expect(await cashier.till.tickets()).toEqual(before);
    await cashier.pay();
});
