// Codes that lead to nothing, or to something that may not be had: each is said, and the sale stays as it was.
import { expect, test } from 'vitest';
import type { TextKey } from '../../app/text/language';
import { look } from './support/browser';
import type { Cashier } from './support/cashier';
import { useSite } from './support/site';
import { untilEqual } from './support/until';
import { bearer_coupon, erased, frozen, person, tea } from './support/world';

const site = useSite();

interface Bad {
    what: string;
    code: string;
    symbology?: string;
    notice: TextKey;
    /** The code as the notice shows it; nothing where it does not. */
    shown?: string;
}

const bad: Bad[] = [
    { what: 'an unknown code', code: 'HELLO/1', notice: 'notice.unknown_code', shown: 'HELLO/1' },
    { what: 'an unknown product', code: '4006381333931', notice: 'notice.unknown_product', shown: '04006381333931' },
    { what: 'an unknown member code', code: 'CFM999', notice: 'notice.unknown_member', shown: 'CFM999' },
    { what: 'an unknown card', code: 'CFK999', notice: 'notice.unknown_member', shown: 'CFK999' },
    { what: 'an unknown phone', code: '13800138000', notice: 'notice.unknown_member', shown: '+8613800138000' },
    { what: 'an unknown coupon', code: 'CFC999', notice: 'notice.unknown_coupon', shown: 'CFC999' },
    { what: 'a damaged product code', code: '2000000000016', notice: 'notice.damaged' },
    { what: 'a member who has left', code: erased.code, notice: 'notice.member_erased' },
];

/** Everything of the sale that a person sees. */
async function sale(cashier: Cashier): Promise<unknown> {
    const texts = ['.basket', '.member', '.coupons', '.totals'].map(part => cashier.page.locator(part).innerText());
    return [await Promise.all(texts), await cashier.quantities()];
}

for (const language of ['zh-CN', 'en'] as const)
    test(`codes that lead to nothing change nothing, scanned or typed (${language})`, async () => {
        const cashier = await site.open(look(language));
        const { screen, till } = cashier;
        screen.expectFailedCalls();
        await cashier.basket(person(1), tea.gtin, tea.sku, 20);
        await cashier.untilDue('¥194.40');
        const before = await sale(cashier);
        for (const { what, code, symbology, notice, shown } of bad) {
            const text = screen.t(notice, { value: shown ?? '' });
            for (const enter of [() => till.scan(code, symbology), () => cashier.type(code)]) {
                await enter();
                await untilEqual(`the notice for ${what}`, text, () => cashier.notice.innerText());
                expect(await sale(cashier), what).toEqual(before);
                // What is good takes the notice away.
                await cashier.type(person(1).code);
                await untilEqual('the notice', '', () => cashier.notice.innerText());
                await cashier.untilPriced();
            }
        }
    });

test('a payment code is the way to pay, and is shown and kept nowhere', async () => {
    const cashier = await site.open(look('en'));
    const { screen, page, till } = cashier;
    await till.scan(tea.gtin);
    await cashier.untilDue('¥12.00');
    const codes = { wechat_pay: '134567890123456789', alipay: '281234567890123456' } as const;
    for (const [kind, code] of Object.entries(codes) as [keyof typeof codes, string][])
        for (const enter of [() => till.scan(code), () => cashier.type(code)]) {
            await screen.button(screen.t('tender.cash')).click();
            await enter();
            await page.getByRole('button', { name: screen.t(`tender.${kind}`), pressed: true }).waitFor();
            await cashier.untilText(cashier.notice, screen.t('notice.payment_code'));
            const everything = await page.evaluate(
                () => document.documentElement.outerHTML + JSON.stringify({ ...sessionStorage }),
            );
            expect(everything).not.toContain(code.slice(0, -2));
            expect(await cashier.quantities()).toEqual({ [tea.sku]: '1' });
        }
    const ticket = await cashier.pay();
    const { body } = await till.call<{ tickets: { ticket: object; tenders: object[] }[] }>('GET', '/v1/tickets?limit=1');
    expect(body.tickets[0]?.ticket).toMatchObject({ ticket_id: ticket });
    expect(body.tickets[0]?.tenders).toEqual([{ kind: 'alipay', amount: 1200 }]);
});

test('a scanned coupon is used; a frozen member and a card say what they may not', async () => {
    const cashier = await site.open(look('en'));
    const { screen, till } = cashier;
    await till.scan(tea.gtin);
    await cashier.untilDue('¥12.00');
    await till.scan(bearer_coupon.code);
    await cashier.untilDue('¥7.00');
    await till.scan(bearer_coupon.code);
    await cashier.untilText(cashier.coupon(bearer_coupon.coupon_id), '−¥5.00');
    await till.scan(frozen.code);
    await cashier.untilText(screen.id('member'), screen.t('member.state_frozen'));
    await till.scan(person(2).card);
    await cashier.untilMember(person(2).member_id);
    await cashier.untilText(screen.id('member'), screen.t('member.proof_none'));
    await cashier.untilText(cashier.notice, screen.t('notice.other_member', { value: frozen.name }));
    await screen.button(screen.t('member.remove')).click();
    await cashier.untilText(screen.id('member'), screen.t('member.none'));
    await cashier.untilQuantity(tea.sku, 1);
});
