// Goods come back at the screen: found by number, key, scan or finger; what goes back is shown before it is booked; and it is
// booked once, whatever gets lost.
import { expect, test } from 'vitest';
import type { TicketDetail } from '../../api/types';
import { look } from './support/browser';
import type { Cashier } from './support/cashier';
import { useSite } from './support/site';
import type { Till } from './support/store';
import { until } from './support/until';
import { apples, gift_buyer, oolong, person, special_names, tea, variety } from './support/world';

const site = useSite(2);

const returns = /^\/v1\/returns$/;

function otherTill(): Till {
    const other = site.store.tills[1];
    if (other === undefined) throw new Error('the store has two tills');
    return other;
}

/** Ten pieces for a member, with 20.00 off by a coupon: 88.00. Answers with the ticket, and stays at the next sale. */
async function sell(cashier: Cashier, number: number): Promise<string> {
    await cashier.basket(person(number), tea.gtin, tea.sku, 10);
    await cashier.untilDue('¥88.00');
    const ticket = await cashier.pay();
    await cashier.next();
    await cashier.untilEmpty();
    return ticket;
}

async function openTicket(cashier: Cashier, ticket: string): Promise<void> {
    await cashier.page.keyboard.press('F4');
    await cashier.untilReturn('finding');
    await cashier.type(ticket);
    await cashier.untilReturn('choosing');
}

function part(cashier: Cashier, name: string) {
    return cashier.page.locator(`[data-part="${name}"]`);
}

/** The number of the return that is booked. */
async function untilReturned(cashier: Cashier, refund: string): Promise<string> {
    await cashier.untilText(cashier.screen.id('return-done'), `${cashier.screen.t('returns.done')} ${refund}`);
    const text = await cashier.screen.id('return-number').innerText();
    return /R\d{6}-\d{6}-\w{5}/.exec(text)?.[0] ?? '';
}

/** What the agent has of a ticket of this till. */
async function detailOf(cashier: Cashier, ticket_id: string): Promise<TicketDetail> {
    const { body } = await cashier.till.call<{ tickets: TicketDetail[] }>('GET', '/v1/tickets?limit=200');
    const found = body.tickets.find(one => one.ticket.ticket_id === ticket_id);
    if (found === undefined) throw new Error(`no ticket ${ticket_id}`);
    const { store_id, register_id, business_day } = found.ticket;
    return (
        await cashier.till.call<TicketDetail>('GET', `/v1/tickets/${store_id}/${register_id}/${business_day}/${ticket_id}`)
    ).body;
}

async function expectReturned(cashier: Cashier, ticket: string, numbers: string[], left: number): Promise<void> {
    const detail = await detailOf(cashier, ticket);
    expect(detail.returns.map(key => key.ticket_id).sort()).toEqual([...numbers].sort());
    expect(detail.left[0]?.left).toBe(left);
}

for (const language of ['en', 'zh-CN'] as const)
    test(`goods come back in parts, by key and by finger (${language})`, async () => {
        const cashier = await site.open(look(language));
        const { screen, page, till } = cashier;
        const buyer = person(language === 'en' ? 1 : 2);
        const ticket = await sell(cashier, language === 'en' ? 1 : 2);
        await openTicket(cashier, ticket.toLowerCase());
        const line = cashier.returnLine(tea.sku);
        await cashier.untilText(line, screen.t('returns.left', { left: 10, sold: 10 }));
        await cashier.untilText(screen.page.locator('.summary'), screen.t('returns.nothing'));
        expect(await cashier.payButton.isDisabled()).toBe(true);
        // By scan, key and finger: three pieces.
        await till.scan(tea.gtin);
        await cashier.untilRefund('¥8.80');
        await page.keyboard.press('ArrowRight');
        await cashier.untilRefund('¥17.60');
        await line.getByRole('button').last().click();
        await cashier.untilRefund('¥26.40');
        await cashier.untilText(part(cashier, 'coupon'), buyer.amount_off);
        await cashier.untilText(part(cashier, 'coupon'), screen.t('returns.coupon_stays_used'));
        // Of 132 points.
        await cashier.untilText(part(cashier, 'earn'), screen.t('points.title'));
        await page.keyboard.press('F9');
        const first = await untilReturned(cashier, '¥26.40');
        await cashier.untilText(screen.id('return-number'), ticket);
        await cashier.leaveReturn('Enter');
        await expectReturned(cashier, ticket, [first], 7000);
        // The rest, chosen from the list.
        await screen.button(new RegExp(`^${screen.t('returns.open')}`)).click();
        await screen.id('ticket-row').filter({ hasText: ticket }).click();
        await cashier.untilReturn('choosing');
        await cashier.untilText(line, screen.t('returns.left', { left: 7, sold: 10 }));
        await screen.button(screen.t('returns.everything')).click();
        await cashier.untilRefund('¥61.60');
        await cashier.untilText(part(cashier, 'coupon'), screen.t('returns.coupon_given_back'));
        await cashier.payButton.click();
        const second = await untilReturned(cashier, '¥61.60');
        await expectReturned(cashier, ticket, [first, second], 0);
        // The next customer's goods begin a sale.
        await till.scan(oolong.gtin);
        await cashier.untilReturn(null);
        await cashier.untilQuantity(oolong.sku, 1);
    });

test('used points go back, and what was weighed comes back as it is', async () => {
    const cashier = await site.open(look('en'));
    const { screen, page, till } = cashier;
    await till.scan(person(3).code);
    await cashier.untilMember(person(3).member_id);
    await till.scan(apples.gtin);
    await cashier.untilQuantity(apples.sku, 1);
    await cashier.quantityField(apples.sku).fill('0.5');
    await cashier.quantityField(apples.sku).press('Enter');
    await cashier.type(`5*${tea.gtin}`);
    await cashier.untilQuantity(tea.sku, 5);
    await cashier.untilPriced();
    await page.keyboard.press('F7');
    await cashier.untilText(screen.id('points'), '−¥');
    await page.keyboard.press('F8');
    const ticket = await cashier.pay();
    const burnt = (await detailOf(cashier, ticket)).quote.points.burn;
    await cashier.next();
    await openTicket(cashier, ticket);
    await till.scan(apples.gtin);
    await until('the apples', async () => (await cashier.returnLine(apples.sku).locator('input').inputValue()) === '0.5');
    await screen.button(screen.t('returns.everything')).click();
    await cashier.untilText(part(cashier, 'burn'), burnt.toLocaleString('en'));
    // As it was paid.
    expect(await screen.button(screen.t('tender.wechat_pay')).getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('F9');
    await cashier.untilReturn('done');
    expect((await detailOf(cashier, ticket)).left.map(line => line.left)).toEqual([0, 0]);
});

test('another till’s ticket is found by its key; what nobody knows, and what is not on it, is said', async () => {
    const cashier = await site.open(look('en'));
    const { screen, page, till } = cashier;
    cashier.screen.expectFailedCalls();
    const other = await site.open(look('en'), otherTill());
    const ticket = await sell(other, 4);
    const { store_id, register_id, business_day } = (await detailOf(other, ticket)).ticket;
    await until('HQ has it', async () => (await other.till.status()).pending_operations === 0);
    await page.keyboard.press('F4');
    await cashier.untilReturn('finding');
    await cashier.type(ticket);
    await cashier.untilText(cashier.problem, screen.t('problem.ticket_unknown'));
    await cashier.type(`${store_id}/${register_id}/${business_day}/T-NONE`);
    await cashier.untilText(cashier.problem, 'This device did not sell this ticket');
    // By its code, as a receipt has it.
    await till.scan(`${store_id}/${register_id}/${business_day}/${ticket}`);
    await cashier.untilReturn('choosing');
    await till.scan(oolong.gtin);
    await cashier.untilText(cashier.problem, screen.t('problem.not_on_ticket'));
    await till.scan(tea.gtin);
    await cashier.untilRefund('¥8.80');
    expect(await cashier.problem.innerText()).toBe('');
    await page.keyboard.press('Escape');
    await cashier.untilReturn('finding');
    await page.keyboard.press('Escape');
    await cashier.untilReturn(null);
    expect((await detailOf(other, ticket)).returns).toEqual([]);
});

test('a booking whose answer was lost is told again under its number, and booked once', async () => {
    const cashier = await site.open(look('en'));
    const { screen, page } = cashier;
    screen.expectFailedCalls();
    const ticket = await sell(cashier, 5);
    await openTicket(cashier, ticket);
    await page.keyboard.press('ArrowRight');
    await cashier.untilRefund('¥8.80');
    const gate = screen.wire.lose(3, 'POST', returns);
    await page.keyboard.press('F9');
    await cashier.untilText(cashier.problem, screen.t('returns.booking_help'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('F9');
    const number = await untilReturned(cashier, '¥8.80');
    expect(gate.count).toBe(4);
    await expectReturned(cashier, ticket, [number], 9000);
});

for (const side of ['before', 'after'] as const)
    test(`the page is loaded anew in the middle of a return (the call is held ${side} the agent)`, async () => {
        const cashier = await site.open(look('en'));
        const { screen, page } = cashier;
        screen.expectFailedCalls();
        const ticket = await sell(cashier, side === 'before' ? 6 : 7);
        await openTicket(cashier, ticket);
        await page.keyboard.press('ArrowRight');
        await cashier.untilRefund('¥8.80');
        const gate = screen.wire.hold(side, 'POST', returns);
        await page.keyboard.press('F9');
        await gate.reached();
        expect((await detailOf(cashier, ticket)).returns.length).toBe(side === 'before' ? 0 : 1);
        await page.reload();
        await gate.reached(2);
        await cashier.untilReturn('booking');
        gate.release();
        const number = await untilReturned(cashier, '¥8.80');
        await expectReturned(cashier, ticket, [number], 9000);
    });

test('the agent is killed between its booking of a return and its answer', async () => {
    const cashier = await site.open(look('en'));
    const { screen, page, till } = cashier;
    screen.expectFailedCalls();
    const ticket = await sell(cashier, 8);
    await openTicket(cashier, ticket);
    await page.keyboard.press('ArrowRight');
    await cashier.untilRefund('¥8.80');
    const gate = screen.wire.lose(1, 'POST', returns);
    await page.keyboard.press('F9');
    await gate.reached();
    await till.kill();
    await cashier.untilTone('agent', 'bad');
    await cashier.untilText(cashier.problem, screen.t('returns.booking_help'));
    await till.start();
    const number = await untilReturned(cashier, '¥8.80');
    await expectReturned(cashier, ticket, [number], 9000);
});

test('goods that came back elsewhere meanwhile are refused, and nothing is paid', async () => {
    const cashier = await site.open(look('en'));
    const { page, till } = cashier;
    cashier.screen.expectFailedCalls();
    const ticket = await sell(cashier, 9);
    await openTicket(cashier, ticket);
    await cashier.screen.button(cashier.screen.t('returns.everything')).click();
    await cashier.untilRefund('¥88.00');
    const { ticket: key } = await detailOf(cashier, ticket);
    const body = {
        ticket: key,
        return_key: { ...key, ticket_id: 'ELSEWHERE' },
        lines: [{ line_no: 1, quantity: 10000 }],
        refunds: [{ kind: 'cash', amount: 8800 }],
    };
    expect((await till.call('POST', '/v1/returns', body, { 'Idempotency-Key': 'ELSEWHERE' })).status).toBe(200);
    await page.keyboard.press('F9');
    await cashier.untilText(cashier.problem, 'More of line 1 is returned than is left to return');
    await cashier.untilReturn('choosing');
    await expectReturned(cashier, ticket, ['ELSEWHERE'], 0);
});

/** Ten teas and a piece of oolong for nothing, by a coupon with a threshold. */
async function sellWithGift(cashier: Cashier, who: (typeof gift_buyer)[number]): Promise<string> {
    const { till } = cashier;
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
    return ticket;
}

test('a gift that stays is taken off the refund, or comes back, as is decided', async () => {
    const cashier = await site.open(look('en'));
    const { screen, page } = cashier;
    const ticket = await sellWithGift(cashier, gift_buyer[0]);
    await openTicket(cashier, ticket);
    await cashier.type(tea.gtin);
    await cashier.quantityInReturn(tea.sku, 10);
    const gifts = screen.id('gifts');
    await cashier.untilText(gifts, 'Plain oolong tea');
    expect(await cashier.payButton.isDisabled()).toBe(true);
    await gifts.getByRole('button').first().click();
    await cashier.untilText(part(cashier, 'gifts-kept'), '−¥');
    // With the gift there is nothing to decide.
    await cashier.type(oolong.gtin);
    await gifts.waitFor({ state: 'detached' });
    await part(cashier, 'gifts-kept').waitFor({ state: 'detached' });
    await page.keyboard.press('F9');
    await cashier.untilReturn('done');
    expect((await detailOf(cashier, ticket)).left.map(line => line.left)).toEqual([0, 0]);
});

test('a gift that stays is let go by a manager’s word', async () => {
    const cashier = await site.open(look('zh-CN'));
    const { screen, page } = cashier;
    const ticket = await sellWithGift(cashier, gift_buyer[1]);
    await openTicket(cashier, ticket);
    await cashier.quantityInReturn(tea.sku, 10);
    const gifts = screen.id('gifts');
    await gifts.getByLabel(screen.t('returns.approver')).fill('E-900');
    await gifts.getByRole('button').last().click();
    await cashier.untilText(part(cashier, 'gifts-waived'), screen.t('returns.gift_waived'));
    await page.keyboard.press('F9');
    await cashier.untilReturn('done');
    expect((await detailOf(cashier, ticket)).left.map(line => line.left)).toEqual([0, 1000]);
});

test('out of HQ’s reach a refund above the limit is refused with its sentence, until HQ is back', async () => {
    const cashier = await site.open(look('en'));
    const { screen, page, till } = cashier;
    screen.expectFailedCalls();
    await cashier.basket(person(10), tea.gtin, tea.sku, 40);
    const ticket = await cashier.pay();
    await cashier.next();
    await site.store.stopHub();
    await cashier.untilLink('down');
    await openTicket(cashier, ticket);
    await page.keyboard.press('ArrowRight');
    await cashier.untilText(screen.id('refund'), '¥9.72');
    await screen.button(screen.t('returns.everything')).click();
    await cashier.untilText(cashier.problem, 'Above the offline limit, 200.00 left');
    expect(await cashier.payButton.isDisabled()).toBe(true);
    await cashier.quantityInReturn(tea.sku, 1);
    await cashier.untilRefund('¥9.72');
    await page.keyboard.press('F9');
    await untilReturned(cashier, '¥9.72');
    await cashier.untilText(screen.id('return-done'), screen.t('returns.risk'));
    await cashier.leaveReturn('F9');
    await openTicket(cashier, ticket);
    await screen.button(screen.t('returns.everything')).click();
    await cashier.untilText(cashier.problem, 'Above the offline limit');
    await site.store.startHub();
    await cashier.untilLink('up');
    await cashier.untilRefund('¥379.08');
    expect((await till.status()).link.state).toBe('up');
});

test('points and stamps of a ticket go back by name', async () => {
    const cashier = await site.open(look('zh-CN', 'small'));
    const { screen, page } = cashier;
    const stamps = special_names['zh-CN'].stamps;
    await cashier.basket(person(11), tea.gtin, tea.sku, 2);
    await cashier.till.scan(variety[5]?.gtin ?? '');
    await cashier.untilText(screen.id('purse'), screen.t('points.earn', { points: 2 }));
    const ticket = await cashier.pay();
    await cashier.next();
    await openTicket(cashier, ticket);
    await screen.button(screen.t('returns.everything')).click();
    await cashier.untilText(part(cashier, 'earn').last(), screen.t('returns.points_taken', { name: stamps }));
    await page.keyboard.press('F9');
    await cashier.untilReturn('done');
});
